package app_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// aBrowser is one as a browser describes itself.
func aBrowser(t *testing.T, name string) models.Browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return models.Browser{Endpoint: "https://push.example.org/" + name,
		Key: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), Auth: base64.RawURLEncoding.EncodeToString(make([]byte, 16))}
}

// reminded is a world in which Ailsa wants a note each day at half past nine, on a phone of her own.
// It is nine o'clock on a Monday.
func reminded(t *testing.T) (w *apptest.World, phone models.Actor, browser models.Browser) {
	t.Helper()
	w = apptest.New(t)
	_, err := w.App.AddReminder(t.Context(), w.Ailsa.Actor, app.AddReminder{Plan: w.Ailsa.Plan, At: "09:30", Days: models.EveryDay})
	w.Must(err)
	in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Name: "Chrome · Android", Own: true})
	w.Must(err)
	browser = aBrowser(t, "ailsa")
	w.Must(w.App.TellHere(t.Context(), in.Actor, w.Ailsa.Plan, browser))
	return w, in.Actor, browser
}

// come lets time pass and says how many notes came.
func come(t *testing.T, w *apptest.World, after time.Duration) int {
	t.Helper()
	w.Clock.Forward(after)
	w.Must(w.App.RemindThemselves(t.Context()))
	return w.Pushes.Came()
}

func TestANoteComesOnceADay(t *testing.T) {
	w, _, _ := reminded(t)
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{29 * time.Minute, 0}, {time.Minute, 1}, {time.Second, 0}, {10 * time.Minute, 0}, {23*time.Hour + 50*time.Minute, 1}} {
		if n := come(t, w, c.after); n != c.want {
			t.Errorf("at %s came %d notes, not %d", w.Clock.Now().Format(time.TimeOnly), n, c.want)
		}
	}
}

// A note for the morning is not brought in the night, when the server comes back; the next one is.
func TestALateNoteIsLeft(t *testing.T) {
	w, _, _ := reminded(t)
	if n := come(t, w, 10*time.Hour); n != 0 {
		t.Errorf("%d came hours late", n)
	}
	if n := come(t, w, 14*time.Hour+30*time.Minute); n != 1 {
		t.Errorf("%d came on the next day", n)
	}
}

// Two times at one moment are one note, and each browser is told once.
func TestEachBrowserIsToldOnce(t *testing.T) {
	w, phone, _ := reminded(t)
	_, err := w.App.AddReminder(t.Context(), phone, app.AddReminder{Plan: w.Ailsa.Plan, At: "09:30", Days: models.Weekdays(0).On(time.Monday)})
	w.Must(err)
	in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Name: "Firefox", Own: true})
	w.Must(err)
	w.Must(w.App.TellHere(t.Context(), in.Actor, w.Ailsa.Plan, aBrowser(t, "other")))
	if n := come(t, w, 30*time.Minute); n != 2 {
		t.Errorf("%d notes came to two browsers", n)
	}
}

func TestWhatEndsNotesOnAPhone(t *testing.T) {
	for name, end := range map[string]func(w *apptest.World, phone models.Actor, b models.Browser) error{
		"signing out": func(w *apptest.World, phone models.Actor, _ models.Browser) error {
			return w.App.SignOut(w.T.Context(), phone)
		},
		"ended elsewhere": func(w *apptest.World, phone models.Actor, _ models.Browser) error {
			return w.App.EndSignIn(w.T.Context(), w.Ailsa.Actor, phone.SignIn)
		},
		"not here": func(w *apptest.World, phone models.Actor, _ models.Browser) error {
			return w.App.UntellHere(w.T.Context(), phone, w.Ailsa.Plan)
		},
		"the time is taken away": func(w *apptest.World, phone models.Actor, _ models.Browser) error {
			r, err := w.App.Reminders(w.T.Context(), phone, w.Ailsa.Plan)
			return errors.Join(err, w.App.RemoveReminder(w.T.Context(), phone, w.Ailsa.Plan, r.Times[0].ID))
		},
		"the plan is erased": func(w *apptest.World, phone models.Actor, _ models.Browser) error {
			askToErase(w.T.(*testing.T), w, models.AccountStays)
			w.Clock.Forward(models.EraseWait - 24*time.Hour)
			_, err := w.App.SignIn(w.T.Context(), w.Ailsa.Email, apptest.Password, app.Device{})
			w.Clock.Forward(24 * time.Hour)
			return errors.Join(err, w.App.EraseDue(w.T.Context()))
		},
		"the push service knows it no more": func(w *apptest.World, _ models.Actor, b models.Browser) error {
			w.Pushes.Gone(b)
			w.Clock.Forward(30 * time.Minute)
			err := w.App.RemindThemselves(w.T.Context())
			w.Pushes.Came()
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, phone, b := reminded(t)
			w.Must(end(w, phone, b))
			half := w.Clock.Now().Truncate(24 * time.Hour).Add(9*time.Hour + 30*time.Minute)
			if !half.After(w.Clock.Now()) {
				half = half.Add(24 * time.Hour)
			}
			if n := come(t, w, half.Sub(w.Clock.Now())); n != 0 {
				t.Errorf("%d notes came", n)
			}
		})
	}
}

// Somebody who moves gets the note by their new clock.
func TestAReminderFollowsItsOwnersClock(t *testing.T) {
	w, phone, _ := reminded(t)
	w.Must(w.App.SetZone(t.Context(), phone, "America/New_York")) // four in the morning
	if n := come(t, w, 30*time.Minute); n != 0 {
		t.Errorf("%d came at half past four", n)
	}
	if n := come(t, w, 5*time.Hour); n != 1 {
		t.Errorf("%d came at half past nine", n)
	}
}

func TestNobodyElseHasToDoWithReminders(t *testing.T) {
	w, phone, b := reminded(t)
	w.Tie(w.Jamie, models.Carer)
	ctx, plan := t.Context(), w.Ailsa.Plan
	view := phone
	view.As = w.Jamie.Account
	for name, who := range map[string]models.Actor{"a carer": w.Jamie.Actor, "a stranger": w.Stranger.Actor, "a view as a carer": view} {
		_, read := w.App.Reminders(ctx, who, plan)
		_, add := w.App.AddReminder(ctx, who, app.AddReminder{Plan: plan, At: "10:00", Days: models.EveryDay})
		_, calendar := w.App.NewCalendar(ctx, who, plan)
		for i, err := range []error{read, add, calendar, w.App.RemoveReminder(ctx, who, plan, "x"), w.App.EndCalendar(ctx, who, plan), w.App.TellHere(ctx, who, plan, b), w.App.UntellHere(ctx, who, plan)} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
	}
}

func TestOnADeviceThatIsNotTheirOwnNothingIsTold(t *testing.T) {
	w, _, b := reminded(t)
	in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Name: "Library"})
	w.Must(err)
	if err := w.App.TellHere(t.Context(), in.Actor, w.Ailsa.Plan, b); models.KindOf(err) != models.Conflict {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeABrowserIsNone(t *testing.T) {
	w, phone, b := reminded(t)
	for name, change := range map[string]func(*models.Browser){
		"http":        func(b *models.Browser) { b.Endpoint = "http://push.example.org/x" },
		"no host":     func(b *models.Browser) { b.Endpoint = "https:///x" },
		"a name in":   func(b *models.Browser) { b.Endpoint = "https://me:you@push.example.org/x" },
		"too long":    func(b *models.Browser) { b.Endpoint += strings.Repeat("x", 1000) },
		"no point":    func(b *models.Browser) { b.Key = base64.RawURLEncoding.EncodeToString(make([]byte, 65)) },
		"no key":      func(b *models.Browser) { b.Key = "" },
		"short auth":  func(b *models.Browser) { b.Auth = "AAAA" },
		"not base 64": func(b *models.Browser) { b.Auth = "****" },
	} {
		bad := b
		change(&bad)
		if err := w.App.TellHere(t.Context(), phone, w.Ailsa.Plan, bad); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where browsers are told, and the secret of a calendar, are in no file in clear.
func TestPlacesAreSealed(t *testing.T) {
	w, phone, b := reminded(t)
	link, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
	w.Must(err)
	secret := strings.TrimSuffix(link[strings.LastIndex(link, "/")+1:], ".ics")
	if c, err := w.App.Calendar(t.Context(), secret); err != nil || len(c.Times) != 1 {
		t.Fatalf("%+v %v", c, err)
	}
	w.NothingInClear(b.Endpoint, b.Key, secret)
}

func TestTwelveTimesAreEnough(t *testing.T) {
	w, phone, _ := reminded(t)
	for i := range models.MostReminders {
		_, err := w.App.AddReminder(t.Context(), phone, app.AddReminder{Plan: w.Ailsa.Plan, At: fmt.Sprintf("1%d:00", i%10), Days: models.EveryDay})
		if last := i == models.MostReminders-1; last != (models.KindOf(err) == models.Invalid) {
			t.Errorf("number %d: %v", i+2, err)
		}
	}
}

// A server that starts has the key that browsers are bound to still.
func TestTheKeyOfNotesStays(t *testing.T) {
	w, phone, _ := reminded(t)
	before, err := w.App.Reminders(t.Context(), phone, w.Ailsa.Plan)
	w.Must(err)
	w.Restart(func(string) {})
	after, err := w.App.Reminders(t.Context(), phone, w.Ailsa.Plan)
	w.Must(err)
	if before.Key == "" || before.Key != after.Key || after.Told.IsZero() || len(after.Times) != 1 {
		t.Errorf("%+v, then %+v", before, after)
	}
}

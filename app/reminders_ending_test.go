package app_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Whoever has the link reads the times, so making one is asked for with a fresh sign-in; ending it never is.
func TestACalendarLinkAsksForAFreshSignIn(t *testing.T) {
	w, phone, _ := reminded(t)
	link, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
	w.Must(err)
	stale := phone
	stale.Proved = time.Time{}
	if _, err := w.App.NewCalendar(t.Context(), stale, w.Ailsa.Plan); models.KindOf(err) != models.StepUp {
		t.Errorf("without a fresh sign-in: %v", err)
	}
	if _, err := w.App.Calendar(t.Context(), secretOf(link)); err != nil {
		t.Errorf("the link that there was has ended: %v", err)
	}
	other := w.Stranger.Actor
	other.Proved = time.Time{}
	if _, err := w.App.NewCalendar(t.Context(), other, w.Ailsa.Plan); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger learns that there is a plan: %v", err)
	}
	w.Must(w.App.EndCalendar(t.Context(), stale, w.Ailsa.Plan))
}

// A calendar goes with its plan, whether the account stays or not.
func TestACalendarIsErasedWithItsPlan(t *testing.T) {
	for _, leaving := range []models.Leaving{models.AccountStays, models.AccountGoes} {
		w, phone, _ := reminded(t)
		link, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
		w.Must(err)
		r, err := w.App.Reminders(t.Context(), phone, w.Ailsa.Plan)
		w.Must(err)
		askToErase(t, w, leaving)
		w.Clock.Forward(models.EraseWait)
		w.Must(w.App.EraseDue(t.Context()))
		if _, err := w.App.Calendar(t.Context(), secretOf(link)); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", leaving, err)
		}
		if n := come(t, w, 24*time.Hour); n != 0 {
			t.Errorf("%s: %d notes came", leaving, n)
		}
		w.App.TendOnce(t.Context())
		w.NothingInClear(string(r.Times[0].ID))
	}
}

// fill has notes come to as many browsers as can be, the first among them.
func fill(t *testing.T, w *apptest.World) (last models.Actor) {
	t.Helper()
	for i := range models.MostBrowsers - 1 {
		in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Own: true})
		w.Must(err)
		last = in.Actor
		w.Must(w.App.TellHere(t.Context(), last, w.Ailsa.Plan, aBrowser(t, strconv.Itoa(i))))
	}
	return last
}

func TestFiveBrowsersAreEnough(t *testing.T) {
	w, phone, b := reminded(t)
	last := fill(t, w)
	in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Own: true})
	w.Must(err)
	if err := w.App.TellHere(t.Context(), in.Actor, w.Ailsa.Plan, aBrowser(t, "more")); models.KindOf(err) != models.Conflict {
		t.Errorf("one more: %v", err)
	}
	w.Must(w.App.TellHere(t.Context(), phone, w.Ailsa.Plan, b)) // one of the five, again
	if n := come(t, w, 30*time.Minute); n != models.MostBrowsers {
		t.Errorf("%d were told", n)
	}
	w.Must(w.App.SignOut(t.Context(), last))
	w.Must(w.App.TellHere(t.Context(), in.Actor, w.Ailsa.Plan, aBrowser(t, "more")))
}

// However a sign-in came to its end, nothing of where its browser is told is kept.
func TestWhereABrowserIsToldGoesWithItsSignIn(t *testing.T) {
	for name, end := range map[string]func(w *apptest.World, phone models.Actor) error{
		"signed out": func(w *apptest.World, phone models.Actor) error { return w.App.SignOut(w.T.Context(), phone) },
		"ran out":    func(w *apptest.World, _ models.Actor) error { w.Clock.Forward(10 * 365 * 24 * time.Hour); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			w, phone, _ := reminded(t)
			told := func() time.Time {
				t.Helper()
				r, err := w.App.Reminders(t.Context(), phone, w.Ailsa.Plan)
				w.Must(err)
				return r.Told
			}
			if n := come(t, w, 30*time.Minute); n != 1 || told().IsZero() {
				t.Fatalf("%d came while it was signed in", n)
			}
			w.Must(end(w, phone))
			if n := come(t, w, 24*time.Hour-w.Clock.Now().Sub(w.Clock.Now().Truncate(24*time.Hour))+9*time.Hour+30*time.Minute); n != 0 {
				t.Errorf("%d came afterwards", n)
			}
			if !told().IsZero() {
				t.Error("it is kept")
			}
		})
	}
}

// A server that stops in the same minute, and another on the same database: one note.
func TestAfterARestartNoNoteComesTwice(t *testing.T) {
	w, _, _ := reminded(t)
	if n := come(t, w, 30*time.Minute); n != 1 {
		t.Fatalf("%d came", n)
	}
	w.Restart(func(string) {})
	if n := come(t, w, 10*time.Second); n != 0 {
		t.Errorf("%d came once more", n)
	}
}

func TestOfTwoServersOneSendsTheNote(t *testing.T) {
	one, two := shared(t)
	ctx := t.Context()
	_, err := one.App.AddReminder(ctx, one.Ailsa.Actor, app.AddReminder{Plan: one.Ailsa.Plan, At: "09:30", Days: models.EveryDay})
	one.Must(err)
	in, err := one.App.SignIn(ctx, one.Ailsa.Email, apptest.Password, app.Device{Own: true})
	one.Must(err)
	one.Must(one.App.TellHere(ctx, in.Actor, one.Ailsa.Plan, aBrowser(t, "phone")))
	one.Clock.Forward(30 * time.Minute)
	var both sync.WaitGroup
	for _, w := range []*apptest.World{one, two} { // as if each held the lease
		both.Go(func() {
			if err := w.App.RemindThemselves(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := one.Pushes.Came(); n != 1 {
		t.Errorf("%d notes came", n)
	}
}

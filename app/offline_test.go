package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// ownPhone is Ailsa on a phone of her own, signed in just now.
func ownPhone(w *apptest.World) apptest.Who {
	in, err := w.App.SignIn(w.T.Context(), w.Ailsa.Email, apptest.Password, app.Device{Name: "phone", Own: true})
	w.Must(err)
	who := w.Ailsa
	who.Actor, who.Cookie, who.Access = in.Actor, in.Cookie, in.Access
	return who
}

func keep(w *apptest.World, who apptest.Who, parts ...models.SectionKey) string {
	secret, err := w.App.KeepOffline(w.T.Context(), who.Actor, app.KeepOffline{Plan: w.Ailsa.Plan, Parts: parts})
	w.Must(err)
	return secret
}

// A copy holds the crisis plan, the lines and people of the help page, and what was
// chosen: nothing else, and who must not be involved only where it was chosen too.
func TestACopyHoldsWhatWasChosen(t *testing.T) {
	w := apptest.New(t)
	for _, key := range []models.SectionKey{"crisis-signs", "crisis-not-involved", "toolbox", "notes", "warnings"} {
		w.Write(key, "in "+string(key))
	}
	own, err := w.App.AddSection(t.Context(), w.Ailsa.Actor, app.AddSection{Plan: w.Ailsa.Plan, Title: "My dog"})
	w.Must(err)
	w.Write(own.Key, "in my dog")
	w.Write(models.HelpLines, "in lines")
	phone := ownPhone(w)
	for _, chosen := range [][]models.SectionKey{{}, {"toolbox", own.Key, "toolbox"}, {"crisis-not-involved"}} {
		keep(w, phone, chosen...)
		got, err := w.App.ReadOffline(t.Context(), phone.Actor, w.Ailsa.Plan)
		w.Must(err)
		want := map[string]bool{"in crisis-signs": true}
		for _, key := range chosen {
			want["in "+string(key)] = key != own.Key
			want["in my dog"] = want["in my dog"] || key == own.Key
		}
		n := 0
		for _, s := range got.Sections {
			for _, e := range s.Entries {
				n++
				if !want[e.Fields[0].Text] {
					t.Errorf("%v: %q is in the copy", chosen, e.Fields[0].Text)
				}
			}
		}
		if len(got.Help.Lines) != 1 || n != map[int]int{0: 1, 3: 3, 1: 2}[len(chosen)] {
			t.Errorf("%v: %d entries, %d lines", chosen, n, len(got.Help.Lines))
		}
	}
}

// A copy is the owner's alone, on a device of their own, after their password.
func TestWhoMayKeepACopy(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "crisis-signs")
	phone := ownPhone(w)
	ask := func(who models.Actor, parts ...models.SectionKey) models.ErrorKind {
		_, err := w.App.KeepOffline(t.Context(), who, app.KeepOffline{Plan: w.Ailsa.Plan, Parts: parts})
		return models.KindOf(err)
	}
	if got := ask(w.Jamie.Actor); got != models.NotFound {
		t.Errorf("a supporter: %v", got)
	}
	if _, err := w.App.ReadOffline(t.Context(), w.Jamie.Actor, w.Ailsa.Plan); models.KindOf(err) != models.NotFound {
		t.Errorf("a supporter reads: %v", err)
	}
	if got := ask(w.Ailsa.Actor); got != models.Invalid {
		t.Errorf("on a device that others use: %v", got)
	}
	if got := ask(phone.Actor, "nothing-like-it"); got != models.Invalid {
		t.Errorf("a part that is none: %v", got)
	}
	if _, err := w.App.ReadOffline(t.Context(), phone.Actor, w.Ailsa.Plan); models.KindOf(err) != models.Conflict {
		t.Errorf("read before a yes: %v", err)
	}
	viewed := phone.Actor
	viewed.As = w.Jamie.Account
	if got := ask(viewed); got != models.NotFound {
		t.Errorf("in a view: %v", got)
	}
	w.Clock.Forward(6 * time.Minute)
	if got := ask(phone.Actor); got != models.StepUp {
		t.Errorf("without a fresh sign-in: %v", got)
	}
}

// What ends a copy, and what does not.
func TestWhatEndsACopy(t *testing.T) {
	const day = 24 * time.Hour
	ways := map[string]struct {
		do    func(w *apptest.World, phone apptest.Who)
		stays bool
	}{
		"nothing":            {func(*apptest.World, apptest.Who) {}, true},
		"signing out":        {func(w *apptest.World, p apptest.Who) { w.Must(w.App.SignOut(w.T.Context(), p.Actor)) }, false},
		"ended elsewhere":    {func(w *apptest.World, p apptest.Who) { w.Must(w.App.EndSignIn(w.T.Context(), w.Ailsa.Actor, p.SignIn)) }, false},
		"the yes taken back": {func(w *apptest.World, p apptest.Who) { w.Must(w.App.DropOffline(w.T.Context(), p.Actor, w.Ailsa.Plan)) }, false},
		"another yes":        {func(w *apptest.World, p apptest.Who) { keep(w, p) }, false},
		"locked":             {func(w *apptest.World, p apptest.Who) { w.Must(w.App.Lock(w.T.Context(), p.Actor)) }, true},
		"its time ran out":   {func(w *apptest.World, _ apptest.Who) { w.Clock.Forward(1000 * day) }, true},
		"ran out and cleared": {func(w *apptest.World, _ apptest.Who) {
			w.Clock.Forward(1000 * day)
			w.SignIn(w.Ailsa)
			w.SignIn(w.Ailsa)
		}, true},
		"ended and cleared": {func(w *apptest.World, p apptest.Who) {
			w.Must(w.App.EndSignIn(w.T.Context(), w.Ailsa.Actor, p.SignIn))
			w.Clock.Forward(1000 * day)
			w.SignIn(w.Ailsa)
			w.SignIn(w.Ailsa)
		}, false},
		"ran out, then ended": {func(w *apptest.World, p apptest.Who) {
			w.Clock.Forward(100 * day)
			w.Must(w.App.EndSignIn(w.T.Context(), w.SignIn(w.Ailsa).Actor, p.SignIn))
		}, false},
		"a new password": {func(w *apptest.World, _ apptest.Who) {
			w.Must(w.App.ChangePassword(w.T.Context(), w.Ailsa.Actor, apptest.Password, "another long phrase"))
		}, false},
		"ran out, then a new password": {func(w *apptest.World, _ apptest.Who) {
			w.Clock.Forward(100 * day)
			w.Must(w.App.ChangePassword(w.T.Context(), w.SignIn(w.Ailsa).Actor, apptest.Password, "another long phrase"))
		}, false},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := apptest.New(t)
			phone := ownPhone(w)
			secret := keep(w, phone)
			way.do(w, phone)
			if err := w.App.HearOffline(t.Context(), secret); (err == nil) != way.stays {
				t.Errorf("it stays: %v", err)
			} else if err != nil && models.KindOf(err) != models.SignIn {
				t.Errorf("it goes with %v", err)
			}
		})
	}
}

// A phone whose sign-in ran out is listed until its copy was ended, and a new sign-in
// on it goes on with the same copy and the same parts.
func TestANewSignInGoesOnWithTheCopy(t *testing.T) {
	w := apptest.New(t)
	phone := ownPhone(w)
	secret := keep(w, phone, "toolbox")
	w.Clock.Forward(100 * 24 * time.Hour)
	next := ownPhone(w)
	all, err := w.App.SignIns(t.Context(), next.Actor)
	w.Must(err)
	if len(all) != 2 || !all[1].Over || all[1].Keeps.IsZero() || all[0].Over {
		t.Errorf("listed: %+v", all)
	}
	if _, err := w.App.KeepOffline(t.Context(), w.SignIn(w.Stranger).Actor, app.KeepOffline{Plan: w.Stranger.Plan, Carry: secret}); err == nil {
		t.Error("somebody else goes on with it")
	}
	_, err = w.App.KeepOffline(t.Context(), next.Actor, app.KeepOffline{Plan: w.Ailsa.Plan, Carry: secret})
	w.Must(err)
	w.Must(w.App.HearOffline(t.Context(), secret))
	o, err := w.App.Offline(t.Context(), next.Actor)
	w.Must(err)
	if o.Since.IsZero() || len(o.Parts) != 1 || o.Parts[0] != "toolbox" {
		t.Errorf("it went on as %+v", o)
	}
	if all, err = w.App.SignIns(t.Context(), next.Actor); err != nil || len(all) != 1 {
		t.Errorf("listed: %+v %v", all, err)
	}
}

// A refresh token that was used twice was copied: the copy on that phone goes with the sign-in.
func TestACopiedTokenEndsTheCopyToo(t *testing.T) {
	w := apptest.New(t)
	in, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{Name: "phone", Own: true})
	w.Must(err)
	secret, err := w.App.KeepOffline(t.Context(), in.Actor, app.KeepOffline{Plan: w.Ailsa.Plan})
	w.Must(err)
	_, err = w.App.Refresh(t.Context(), in.Refresh)
	w.Must(err)
	w.Must(w.App.HearOffline(t.Context(), secret))
	if _, err = w.App.Refresh(t.Context(), in.Refresh); err == nil {
		t.Fatal("a token was taken twice")
	}
	if err := w.App.HearOffline(t.Context(), secret); models.KindOf(err) != models.SignIn {
		t.Errorf("it stays: %v", err)
	}
}

package app_test

import (
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// What had ended before the clock was set back does not hold again: neither on the
// server that runs nor on one that is started again (SAFETY.md 23).
func TestWhatHasExpiredStaysExpiredWhenTheClockIsSetBack(t *testing.T) {
	for name, then := range map[string]func(*apptest.World){
		"while it runs": func(*apptest.World) {},
		"started again": func(w *apptest.World) { w.Restart(func(string) {}) },
	} {
		t.Run(name, func(t *testing.T) {
			w := apptest.New(t)
			w.Tie(w.Jamie, models.Carer)
			w.Write("warnings", "awake at four")
			who := w.Ailsa.Actor
			who.Proved = w.Clock.Now()
			_, err := w.App.Share(t.Context(), who, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account, Offer: models.Offer{
				Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.Always, Until: w.Clock.Now().Add(time.Hour)}})
			w.Must(err)
			in, err := w.App.Invite(t.Context(), who, app.Invite{Plan: w.Ailsa.Plan, Role: models.Peer, Called: "a friend"})
			w.Must(err)
			if sees(t, w, w.Jamie) != 1 {
				t.Fatal("he sees nothing to begin with")
			}
			w.Clock.Forward(8 * 24 * time.Hour)
			w.Ailsa, w.Pete = w.SignIn(w.Ailsa), w.SignIn(w.Pete)
			w.Jamie = w.SignIn(w.Jamie)
			if n := sees(t, w, w.Jamie); n != 0 {
				t.Fatalf("after the hour he sees %d sections", n)
			}
			seen := w.App.Now()
			w.Clock.Forward(-8*24*time.Hour - 30*time.Minute)
			then(w)
			if n := sees(t, w, w.Jamie); n != 0 {
				t.Errorf("with the clock set back he sees %d sections", n)
			}
			if _, err := w.App.AcceptInvitation(t.Context(), w.Pete.Actor, in.Code); models.KindOf(err) != models.NotFound {
				t.Errorf("the invitation of last week: %v", err)
			}
			if now := w.App.Now(); now.Before(seen) {
				t.Errorf("time went back from %s to %s", seen, now)
			}
			w.Clock.Forward(time.Minute)
			if now := w.App.Now(); !now.Equal(seen.Add(time.Minute)) {
				t.Errorf("a minute later it is %s", now)
			}
			if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); err != nil {
				t.Errorf("who was signed in no longer is: %v", err)
			}
		})
	}
}

// A sign-in that was not used for so long that it ended does not live again.
func TestASignInThatHasEndedStaysSoWhenTheClockIsSetBack(t *testing.T) {
	w := apptest.New(t)
	w.Clock.Forward(100 * 24 * time.Hour)
	w.SignIn(w.Ailsa)
	w.Clock.Forward(-100 * 24 * time.Hour)
	w.Restart(func(string) {})
	if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); !errors.Is(err, models.ErrSignIn) {
		t.Errorf("it lives: %v", err)
	}
	found, err := w.App.Examine(t.Context())
	w.Must(err)
	told := false
	for _, f := range found {
		told = told || f.Key == "doctor.clock"
	}
	if !told {
		t.Errorf("the doctor says %v", found)
	}
}

// A clock that had run ahead is taken back by the operator alone: then sharing stands
// still, and everybody signs in anew.
func TestTheOperatorTakesAClockThatHadRunAhead(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Write("warnings", "awake at four")
	w.Share(w.Jamie, models.RightSee, "warnings")
	right := w.Clock.Now()
	w.Clock.Forward(3 * 365 * 24 * time.Hour)
	w.Jamie = w.SignIn(w.Jamie)
	w.Clock.Forward(-3 * 365 * 24 * time.Hour)
	if behind := w.App.ClockBehind(); behind < 3*365*24*time.Hour {
		t.Errorf("it is behind by %s", behind)
	}
	w.Must(w.App.AcceptClock(t.Context()))
	for range 2 {
		if now := w.App.Now(); !now.Equal(right) || w.App.ClockBehind() != 0 {
			t.Errorf("it is %s, not %s", now, right)
		}
		if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); !errors.Is(err, models.ErrSignIn) {
			t.Errorf("a sign-in from the future lives: %v", err)
		}
		w.Restart(func(string) {})
	}
	w.Jamie, w.Ailsa = w.SignIn(w.Jamie), w.SignIn(w.Ailsa)
	if n := sees(t, w, w.Jamie); n != 0 {
		t.Errorf("he sees %d sections", n)
	}
	if h, err := w.App.Hold(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || h.Why != models.ClockBack {
		t.Errorf("held as %+v, %v", h, err)
	}
	w.Must(w.App.Resume(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan))
	if n := sees(t, w, w.Jamie); n != 1 {
		t.Errorf("after going on he sees %d sections", n)
	}
}

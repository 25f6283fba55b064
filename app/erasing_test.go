package app_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// lived is a world in which Ailsa's plan has something of each kind in it.
func lived(t *testing.T) *apptest.World {
	t.Helper()
	return livedIn(t, apptest.New(t))
}

func livedIn(t *testing.T, w *apptest.World) *apptest.World {
	t.Helper()
	w.Write("warnings", "awake at four")
	w.Write("goals", "the allotment")
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	_, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
	w.Must(err)
	_, err = w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)
	w.Must(err)
	_, err = w.App.ReadPlan(t.Context(), w.Stranger.Actor, w.Ailsa.Plan) // a refusal without a name
	if models.KindOf(err) != models.NotFound {
		t.Fatal(err)
	}
	return w
}

func askToErase(t *testing.T, w *apptest.World, leaving models.Leaving) models.Hold {
	t.Helper()
	h, err := w.App.AskToErase(t.Context(), w.Ailsa.Actor, app.Erase{Plan: w.Ailsa.Plan, Account: leaving})
	w.Must(err)
	return h
}

func TestErasingWaitsAndStopsSharingAtOnce(t *testing.T) {
	w := lived(t)
	h := askToErase(t, w, models.AccountStays)
	if want := w.Clock.Now().Add(7 * 24 * time.Hour); !h.EraseAt.Equal(want) || h.Why != models.Erasing {
		t.Errorf("%+v", h)
	}
	if n := sees(t, w, w.Jamie); n != 0 {
		t.Errorf("the carer sees %d sections", n)
	}
	w.Clock.Forward(7*24*time.Hour - time.Second)
	w.Must(w.App.EraseDue(t.Context()))
	if n := sees(t, w, w.Ailsa); n < 20 {
		t.Errorf("erased before its time: %d", n)
	}
	if err := w.App.Resume(t.Context(), w.SignIn(w.Ailsa).Actor, w.Ailsa.Plan); models.KindOf(err) != models.Conflict {
		t.Errorf("sharing went on while the plan waits to be erased: %v", err)
	}
}

func TestAnySignedInDeviceKeepsThePlanAndSharingWaitsForMore(t *testing.T) {
	w := lived(t)
	phone := w.SignIn(w.Ailsa)
	askToErase(t, w, models.AccountGoes)
	w.Clock.Forward(6 * 24 * time.Hour)
	w.Must(w.App.Keep(t.Context(), phone.Actor, w.Ailsa.Plan)) // not fresh
	w.Clock.Forward(6 * 24 * time.Hour)
	w.Must(w.App.EraseDue(t.Context()))
	if n := sees(t, w, w.Ailsa); n < 20 {
		t.Fatalf("erased though it was kept: %d", n)
	}
	if n := sees(t, w, w.Jamie); n != 0 {
		t.Errorf("keeping shared again: %d", n)
	}
	if err := w.App.Resume(t.Context(), phone.Actor, w.Ailsa.Plan); !errors.Is(err, models.ErrStepUp) {
		t.Errorf("resumed without a fresh sign-in: %v", err)
	}
	w.Must(w.App.Resume(t.Context(), w.SignIn(w.Ailsa).Actor, w.Ailsa.Plan))
	if n := sees(t, w, w.Jamie); n != 1 {
		t.Errorf("after going on: %d", n)
	}
}

func TestErasingNeedsAFreshSignInOfTheOwner(t *testing.T) {
	w := lived(t)
	for name, who := range map[string]apptest.Who{"a carer": w.Jamie, "a practitioner": w.Morag, "a stranger": w.Stranger, "the lead": w.Leona} {
		if _, err := w.App.AskToErase(t.Context(), who.Actor, app.Erase{Plan: w.Ailsa.Plan, Account: models.AccountStays}); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if err := w.App.Keep(t.Context(), who.Actor, w.Ailsa.Plan); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s keeps: %v", name, err)
		}
	}
	w.Clock.Forward(time.Hour)
	if _, err := w.App.AskToErase(t.Context(), w.Ailsa.Actor, app.Erase{Plan: w.Ailsa.Plan, Account: models.AccountStays}); !errors.Is(err, models.ErrStepUp) {
		t.Errorf("not fresh: %v", err)
	}
}

// Nothing of the plan is left: no row of any table, and not the wrapped key in any
// byte of the files.
func TestAnErasedPlanIsGone(t *testing.T) {
	for _, leaving := range []models.Leaving{models.AccountStays, models.AccountGoes} {
		t.Run(string(leaving), func(t *testing.T) {
			w := lived(t)
			key := keyOf(t, w)
			askToErase(t, w, leaving)
			w.Clock.Forward(models.EraseWait)
			w.App.TendOnce(t.Context())
			nothingLeft(t, w)
			if in := holding(w, key); len(in) > 0 {
				t.Errorf("the key is still in %v", in)
			}
			for _, who := range []apptest.Who{w.Jamie, w.Morag, w.Ailsa} {
				if n := sees(t, w, who); n != -1 {
					t.Errorf("%s reads %d sections of it", who.Name, n)
				}
			}
			erasedOrGone(t, w, leaving)
		})
	}
}

func erasedOrGone(t *testing.T, w *apptest.World, leaving models.Leaving) {
	t.Helper()
	if leaving == models.AccountGoes {
		if _, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{}); models.KindOf(err) != models.SignIn {
			t.Errorf("the account lives: %v", err)
		}
		again := w.Person("Ailsa", app.NewAccount{}) // her address is free
		if again.Account == w.Ailsa.Account {
			t.Error("it is the same account")
		}
		return
	}
	who := w.SignIn(w.Ailsa)
	done, err := w.App.Erasures(t.Context(), who.Actor)
	if err != nil || len(done) != 1 || done[0].Entries != 2 || done[0].Others != 1 || done[0].Looks == 0 {
		t.Errorf("told %+v, %v", done, err)
	}
	w.Must(w.App.ForgetErasures(t.Context(), who.Actor))
	me, err := w.App.Me(t.Context(), who.Actor)
	if err != nil || me.Plan == "" || me.Plan == w.Ailsa.Plan || me.Hold.Holds() {
		t.Errorf("a new plan: %+v, %v", me, err)
	}
}

func keyOf(t *testing.T, w *apptest.World) (key []byte) {
	t.Helper()
	w.Must(w.Reach().QueryRowContext(t.Context(), fmt.Sprintf("SELECT key FROM plans WHERE id = '%s'", w.Ailsa.Plan)).Scan(&key))
	return key
}

// nothingLeft looks into every table that has anything to do with a plan, those
// too that come later.
func nothingLeft(t *testing.T, w *apptest.World) {
	t.Helper()
	for _, name := range w.Reach().PlanTables() {
		if n := w.Reach().Rows(name, string(w.Ailsa.Plan)); n > 0 && name != "erasures" {
			t.Errorf("%d rows are left in %s", n, name)
		}
	}
}

// An old copy that is put back does not bring an erased plan back to life.
func TestAnErasedPlanStaysErasedWhenAnOldCopyIsPutBack(t *testing.T) {
	for _, leaving := range []models.Leaving{models.AccountStays, models.AccountGoes} {
		t.Run(string(leaving), func(t *testing.T) {
			w := lived(t)
			old, key := copyOf(t, w), keyOf(t, w)
			askToErase(t, w, leaving)
			w.Clock.Forward(models.EraseWait)
			w.Must(w.App.EraseDue(t.Context()))
			putBack(t, w, old)
			nothingLeft(t, w)
			if in := holding(w, key); len(in) > 0 {
				t.Errorf("the key is in %v again", in)
			}
			if n := sees(t, w, w.Jamie); n != -1 {
				t.Errorf("the carer sees %d sections", n)
			}
			_, err := w.App.SignIn(t.Context(), w.Ailsa.Email, apptest.Password, app.Device{})
			if (err == nil) != (leaving == models.AccountStays) {
				t.Errorf("signing in: %v", err)
			}
			if _, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Jamie.Plan); err != nil {
				t.Errorf("somebody else's plan: %v", err)
			}
		})
	}
}

// Whoever leaves is gone from other people's plans as one who ended it themselves.
func TestWhoLeavesIsGoneFromOtherPeoplesPlans(t *testing.T) {
	w := lived(t)
	_, err := w.App.AskToErase(t.Context(), w.Jamie.Actor, app.Erase{Plan: w.Jamie.Plan, Account: models.AccountGoes})
	w.Must(err)
	w.Clock.Forward(models.EraseWait)
	w.Must(w.App.EraseDue(t.Context()))
	people, err := w.App.People(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	if err != nil || len(people) != 1 || people[0].Account != w.Morag.Account {
		t.Errorf("%+v, %v", people, err)
	}
	looks, err := w.App.ReadLooks(t.Context(), w.Ailsa.Actor, app.Looks{Plan: w.Ailsa.Plan})
	if err != nil || len(looks.Looks) == 0 || looks.Looks[len(looks.Looks)-1].Name != "Jamie" {
		t.Errorf("who has looked no longer says who: %+v, %v", looks, err)
	}
	if found, err := w.App.Suggestions(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || len(found) != 1 {
		t.Errorf("what he had suggested: %+v, %v", found, err)
	}
}

// Whoever listens when a plan is erased is not left listening to nothing.
func TestAStreamOfAnErasedPlanEnds(t *testing.T) {
	w := lived(t)
	askToErase(t, w, models.AccountStays)
	phone, err := w.App.SignIn(t.Context(), w.Jamie.Email, apptest.Password, app.Device{Own: true}) // it outlives the wait
	w.Must(err)
	begun, ended := make(chan bool, 1), make(chan error, 1)
	go func() {
		ended <- w.App.Watch(t.Context(), phone.Actor, app.Watch{Plan: w.Ailsa.Plan}, func(app.Event) error { return nil }, func() error {
			begun <- true
			return nil
		})
	}()
	<-begun
	w.Clock.Forward(models.EraseWait)
	w.Must(w.App.EraseDue(t.Context()))
	if err := <-ended; models.KindOf(err) != models.NotFound {
		t.Errorf("it ended with %v", err)
	}
}

// What a practitioner wrote about their own practice stays theirs, words and all, when the plan
// that it was about is erased; it says nothing that only that plan's key could have opened.
func TestAReflectionOutlivesThePlanThatItWasAbout(t *testing.T) {
	for _, leaving := range []models.Leaving{models.AccountStays, models.AccountGoes} {
		t.Run(string(leaving), func(t *testing.T) {
			m := meet(t)
			skills := map[string]string{models.Skills[0]: "I asked, and then I waited."}
			m.Must(m.App.Reflect(t.Context(), m.Morag.Actor, app.Reflect{Plan: m.Ailsa.Plan, Session: m.id, Skills: skills}))
			askToErase(t, m.World, leaving)
			m.Clock.Forward(models.EraseWait)
			m.Must(m.App.EraseDue(t.Context()))
			nothingLeft(t, m.World)
			m.Morag = m.SignIn(m.Morag)
			if n := sees(t, m.World, m.Morag); n != -1 {
				t.Errorf("she still reads %d sections of the plan", n)
			}
			kept, err := m.App.Reflections(t.Context(), m.Morag.Actor)
			if err != nil || len(kept) != 1 || kept[0].Session != m.id || kept[0].With != "Ailsa" || !maps.Equal(kept[0].Skills, skills) {
				t.Errorf("of her reflection is left %+v, %v", kept, err)
			}
		})
	}
}

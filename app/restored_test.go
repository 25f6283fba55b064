package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/app/internal/databasetest"
	"handrail/models"
)

// putBack makes the world's database an earlier copy of itself, as somebody does
// who restores it, with the ledger as it is now.
func putBack(t *testing.T, w *apptest.World, copied string) {
	t.Helper()
	w.Restart(func(folder string) {
		if w.Place != folder {
			databasetest.Copy(t, copied, w.Place)
			return
		}
		for _, tail := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(filepath.Join(folder, app.DatabaseName+tail))
		}
		text, err := os.ReadFile(copied)
		w.Must(err)
		w.Must(os.WriteFile(filepath.Join(folder, app.DatabaseName), text, 0o600))
	})
}

// copyOf is the database as it is now: a file, or another place on PostgreSQL.
func copyOf(t *testing.T, w *apptest.World) string {
	t.Helper()
	if w.Place != w.Folder {
		place := databasetest.Place(t, "")
		if !databasetest.HasTables(t, place) {
			a, err := app.Open(t.Context(), app.Settings{Folder: t.TempDir(), Database: place})
			w.Must(err)
			w.Must(a.Close())
		}
		databasetest.Copy(t, w.Place, place)
		return place
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	w.Must(w.App.CopyDatabase(t.Context(), path, func(done, total int) {}))
	return path
}

func sees(t *testing.T, w *apptest.World, who apptest.Who) int {
	t.Helper()
	p, err := w.App.ReadPlan(t.Context(), who.Actor, w.Ailsa.Plan)
	if models.KindOf(err) == models.NotFound {
		return -1
	}
	w.Must(err)
	return len(p.Sections)
}

func TestAfterAnOldCopyIsPutBackSharingStandsStill(t *testing.T) {
	for name, narrow := range map[string]func(w *apptest.World, given []models.Consent, e *app.Entry) error{
		"withdrawn": func(w *apptest.World, given []models.Consent, _ *app.Entry) error {
			return w.App.Withdraw(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, given[0].ID)
		},
		"stopped": func(w *apptest.World, _ []models.Consent, _ *app.Entry) error {
			return w.App.StopAll(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
		},
		"paused": func(w *apptest.World, _ []models.Consent, _ *app.Entry) error {
			return w.App.PausePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"ended": func(w *apptest.World, _ []models.Consent, _ *app.Entry) error {
			return w.App.EndPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"kept to herself": func(w *apptest.World, _ []models.Consent, e *app.Entry) error {
			yes := true
			_, err := w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Place{OnlyMe: &yes})
			return err
		},
		"hidden from him": func(w *apptest.World, _ []models.Consent, e *app.Entry) error {
			_, err := w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Place{HiddenFrom: &[]models.ID{w.Jamie.Account}})
			return err
		},
		"taken out": func(w *apptest.World, _ []models.Consent, e *app.Entry) error {
			return w.App.RemoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
		},
		"given anew, less": func(w *apptest.World, _ []models.Consent, _ *app.Entry) error {
			_, err := w.App.Share(t.Context(), w.Ailsa.Actor, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account,
				Offer: models.Offer{Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.InCrisis}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := apptest.New(t)
			e := w.Write("warnings", "awake at four")
			w.Tie(w.Jamie, models.Carer)
			given := w.Share(w.Jamie, models.RightSee, "warnings", "daily")
			old := copyOf(t, w)
			w.Must(narrow(w, given, e))
			putBack(t, w, old)
			if n := sees(t, w, w.Jamie); n != 0 {
				t.Errorf("the carer sees %d sections", n)
			}
			h, err := w.App.Hold(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
			if err != nil || h.Why != models.Restored || !h.Holds() {
				t.Errorf("held as %+v, %v", h, err)
			}
			if sights, err := w.App.Sights(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || len(sights) != 0 {
				t.Errorf("she is told that somebody sees: %v, %v", sights, err)
			}
			w.Clock.Forward(time.Hour)
			if err := w.App.Resume(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); !errors.Is(err, models.ErrStepUp) {
				t.Errorf("resumed without a fresh sign-in: %v", err)
			}
			w.Ailsa = w.SignIn(w.Ailsa)
			w.Must(w.App.Resume(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan))
			if n := sees(t, w, w.Jamie); n != 2 {
				t.Errorf("after going on the carer sees %d sections", n)
			}
			w.Restart(func(string) {})
			if n := sees(t, w, w.Jamie); n != 2 {
				t.Errorf("started again, the carer sees %d sections", n)
			}
		})
	}
}

func TestWithoutAnythingNarrowedAnOldCopyGoesOn(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	old := copyOf(t, w)
	w.Share(w.Jamie, models.RightSee, "warnings")
	w.Write("warnings", "awake at four")
	putBack(t, w, old)
	if h, err := w.App.Hold(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || h.Holds() {
		t.Errorf("held as %+v, %v", h, err)
	}
	w.Share(w.Jamie, models.RightSee, "warnings")
	if n := sees(t, w, w.Jamie); n != 1 {
		t.Errorf("the carer sees %d sections", n)
	}
}

func TestAfterAnOldCopyIsPutBackEndedSignInsStayEnded(t *testing.T) {
	w := apptest.New(t)
	phone := w.SignIn(w.Ailsa)
	old := copyOf(t, w)
	w.Must(w.App.EndSignIn(t.Context(), w.Ailsa.Actor, phone.SignIn))
	putBack(t, w, old)
	for _, cookie := range []string{phone.Cookie, w.Ailsa.Cookie} {
		if _, err := w.App.ByCookie(t.Context(), cookie); !errors.Is(err, models.ErrSignIn) {
			t.Errorf("a sign-in lives: %v", err)
		}
	}
	if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); err != nil {
		t.Errorf("somebody else's was ended: %v", err)
	}
	w.SignIn(w.Ailsa) // her password is as it was
}

func TestAfterAnOldCopyIsPutBackAChangedPasswordNeedsRecovery(t *testing.T) {
	w := apptest.New(t)
	who, code, err := w.App.AddAccount(t.Context(), app.NewAccount{Email: "nell@example.org", Name: "Nell", Password: apptest.Password})
	w.Must(err)
	nell := w.SignIn(apptest.Who{Email: who.Email})
	old := copyOf(t, w)
	w.Must(w.App.ChangePassword(t.Context(), nell.Actor, apptest.Password, "another long phrase"))
	putBack(t, w, old)
	for password, want := range map[string]string{apptest.Password: "signin.recover_first", "another long phrase": "signin.wrong"} {
		_, err := w.App.SignIn(t.Context(), nell.Email, password, app.Device{})
		if e, ok := errors.AsType[*models.Error](err); !ok || e.Key != want {
			t.Errorf("%q: %v", password, err)
		}
	}
	_, err = w.App.Recover(t.Context(), nell.Email, code, "a third long phrase", app.Device{})
	w.Must(err)
	if _, err := w.App.SignIn(t.Context(), nell.Email, "a third long phrase", app.Device{}); err != nil {
		t.Errorf("after recovery: %v", err)
	}
}

func TestAMissingOrBrokenLedgerMeansAll(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"missing": os.Remove,
		"cut":     func(path string) error { return os.Truncate(path, 40) },
		"emptied": func(path string) error { return os.Truncate(path, 0) },
		"changed": func(path string) error {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text[len(text)-3] ^= 1
			return os.WriteFile(path, text, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := apptest.New(t)
			w.Tie(w.Jamie, models.Carer)
			w.Share(w.Jamie, models.RightSee, "warnings")
			w.Must(w.App.PausePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
			w.Must(w.App.ResumePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
			w.Restart(func(folder string) { w.Must(spoil(filepath.Join(folder, "handrail.ledger"))) })
			if n := sees(t, w, w.Jamie); n != 0 {
				t.Errorf("the carer sees %d sections", n)
			}
			if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); !errors.Is(err, models.ErrSignIn) {
				t.Errorf("a sign-in lives: %v", err)
			}
			if _, err := w.App.SignIn(t.Context(), w.Jamie.Email, apptest.Password, app.Device{}); models.KindOf(err) != models.SignIn {
				t.Errorf("the password opens: %v", err)
			}
			if h, err := w.App.Hold(t.Context(), w.Stranger.Actor, w.Stranger.Plan); err != nil || h.Holds() {
				t.Errorf("a plan that was never shared is held: %+v, %v", h, err)
			}
			w.Restart(func(string) {})
			if h, err := w.App.Hold(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || h.Why != models.LedgerLost {
				t.Errorf("held as %+v, %v", h, err)
			}
		})
	}
}

// The line is on the disk before the narrowing is: one that could not be written
// takes the narrowing back, and nobody is told that it was done.
func TestWithoutItsLedgerNothingIsNarrowedAndNobodyIsToldSo(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings")
	w.Must(os.Remove(filepath.Join(w.Folder, "handrail.ledger")))
	if err := w.App.StopAll(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); models.KindOf(err) != models.Unavailable {
		t.Errorf("stopping: %v", err)
	}
	if n := sees(t, w, w.Jamie); n != 1 {
		t.Errorf("half stopped: %d", n)
	}
	w.Write("warnings", "saving needs no ledger")
}

// While a plan is held nobody's key opens anything, and whoever presses is answered
// as always.
func TestKeysStandStillWithThePlan(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	askToErase(t, w.World, models.AccountStays)
	w.press(w.Jamie)
	if c := w.state(); c.InUse || len(c.Started) != 0 || w.sees(w.Jamie) != 0 {
		t.Errorf("it was put to use: %+v", c)
	}
	w.Must(w.App.Keep(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan))
	w.Must(w.App.Resume(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan))
	w.press(w.Jamie)
	if c := w.state(); !c.InUse {
		t.Errorf("her keys stand still for good: %+v", c)
	}
}

// Whoever was asked to witness a statement and is no longer, because the person took
// that back or it is witnessed, does not read it again in an old copy.
func TestAfterAnOldCopyIsPutBackAWitnessReadsNothing(t *testing.T) {
	for name, narrow := range map[string]func(p *papers) error{
		"taken back": func(p *papers) error {
			_, err := p.App.UnaskWitness(p.ctx, p.Ailsa.Actor, p.Ailsa.Plan, p.signed.ID, p.Morag.Account)
			return err
		},
		"witnessed": func(p *papers) error {
			_, err := p.App.WitnessStatement(p.ctx, p.fresh(p.Morag), p.witness("Morag Bain"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPapers(t, "scotland")
			_, err := p.App.AskWitness(p.ctx, p.fresh(p.Ailsa), p.Ailsa.Plan, p.signed.ID, p.Morag.Account)
			p.Must(err)
			if _, err := p.read(p.Morag, p.signed.ID); err != nil {
				t.Fatal(err)
			}
			old := copyOf(t, p.World)
			p.Must(narrow(p))
			putBack(t, p.World, old)
			_, err = p.read(p.Morag, p.signed.ID)
			p.wants("in the old copy", err, models.NotFound)
			if asked, err := p.App.AskedToWitness(p.ctx, p.Morag.Actor); err != nil || len(asked) != 0 {
				t.Errorf("but she is told of %v, %v", asked, err)
			}
		})
	}
}

// What was offered to somebody to take on is not there while sharing stands still.
func TestWhileAPlanIsHeldNobodyReadsWhatTheyWereAskedToTakeOn(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	e := w.Write("crisis-help", "Feed the cat")
	w.Ailsa = w.SignIn(w.Ailsa)
	_, err := w.App.OfferTask(t.Context(), w.Ailsa.Actor, app.OfferTask{Plan: w.Ailsa.Plan, Entry: e.ID, Account: w.Jamie.Account, Words: "Feed the cat"})
	w.Must(err)
	reads := func(want int) {
		t.Helper()
		if found, err := w.App.Tasks(t.Context(), w.Jamie.Actor, w.Ailsa.Plan); err != nil || len(found) != want {
			t.Errorf("he reads %v, %v; not %d", found, err, want)
		}
	}
	reads(1)
	old := copyOf(t, w)
	found, err := w.App.Tasks(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	w.Must(w.App.EndTask(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, found[0].ID))
	reads(0)
	putBack(t, w, old)
	reads(0)
}

// What was signed reads and verifies the same in a copy that was put back, whatever
// became of the words in the plan since.
func TestWhatWasSignedIsTheSameInAnOldCopy(t *testing.T) {
	p := newPapers(t, "elsewhere")
	old := copyOf(t, p.World)
	_, err := p.App.EditEntry(p.ctx, p.Ailsa.Actor, app.EditEntry{Plan: p.Ailsa.Plan, Entry: p.entry, Version: 1, Fields: models.Fields{{Key: "want", Text: "Other words."}}})
	p.Must(err)
	_, err = p.App.RestoreVersion(p.ctx, p.Ailsa.Actor, p.Ailsa.Plan, p.entry, 1)
	p.Must(err)
	same := func(when string) {
		t.Helper()
		now, err := p.read(p.Ailsa, p.signed.ID)
		p.Must(err)
		if now.Text != p.signed.Text || now.Hash != p.signed.Hash || !now.SignedAt.Equal(p.signed.SignedAt) {
			t.Errorf("%s it is %+v", when, now)
		}
		if v, err := p.App.VerifyPrint(p.ctx, p.signed.Text); err != nil || v.Match != app.MatchSame {
			t.Errorf("%s a print of it: %v, %v", when, v, err)
		}
	}
	same("after a version was restored")
	putBack(t, p.World, old)
	same("in the old copy")
}

// An account that the operator shut stays shut when an old copy is put back, also where the
// recovery code is given; nobody else's is.
func TestAfterAnOldCopyIsPutBackADisabledAccountStaysDisabled(t *testing.T) {
	w := apptest.New(t)
	who, code, err := w.App.AddAccount(t.Context(), app.NewAccount{Email: "nell@example.org", Name: "Nell", Password: apptest.Password})
	w.Must(err)
	nell := w.SignIn(apptest.Who{Email: who.Email})
	old := copyOf(t, w)
	w.Must(w.App.Disable(t.Context(), nell.Email))
	shut := func(when string) {
		t.Helper()
		if _, err := w.App.ByCookie(t.Context(), nell.Cookie); !errors.Is(err, models.ErrSignIn) {
			t.Errorf("%s a sign-in lives: %v", when, err)
		}
		if _, err := w.App.SignIn(t.Context(), nell.Email, apptest.Password, app.Device{}); models.KindOf(err) != models.SignIn {
			t.Errorf("%s the password opens: %v", when, err)
		}
		if _, err := w.App.Recover(t.Context(), nell.Email, code, "a third long phrase", app.Device{}); models.KindOf(err) != models.SignIn {
			t.Errorf("%s the recovery code opens: %v", when, err)
		}
		if _, err := w.App.ByCookie(t.Context(), w.Jamie.Cookie); err != nil {
			t.Errorf("%s somebody else is out: %v", when, err)
		}
	}
	shut("disabled,")
	putBack(t, w, old)
	shut("in the old copy")
	if disabled, err := w.App.Disabled(t.Context()); err != nil || len(disabled) != 1 || disabled[0].Email != nell.Email {
		t.Errorf("disabled are %v, %v", disabled, err)
	}
	w.Must(w.App.Enable(t.Context(), nell.Email))
	w.SignIn(apptest.Who{Email: nell.Email})
}

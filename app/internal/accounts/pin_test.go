package accounts

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app/internal/databasetest"
	"handrail/models"
)

// notThePIN fails unless an error is about the PIN, with such a key.
func notThePIN(t *testing.T, what string, err error, key string) {
	t.Helper()
	if e, ok := errors.AsType[*models.Error](err); !ok || len(e.Fields) != 1 || e.Fields[0].Field != "pin" || e.Fields[0].Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

func TestAPINOpensALockedSignInAgain(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.must(f.SetPIN(t.Context(), s.Actor, "4071"))
	f.must(f.Lock(t.Context(), s.Actor))
	notThePIN(t, "a wrong PIN", f.UnlockByPIN(t.Context(), s.Cookie, "4072"), "pin.wrong")
	f.must(f.UnlockByPIN(t.Context(), s.Cookie, "4071"))
	p, err := f.ByCookie(t.Context(), s.Cookie)
	f.must(err)
	if p.Locked || p.Actor.Fresh(f.now()) {
		t.Errorf("after the PIN: %+v", p)
	}
	other := f.signIn()
	f.must(f.Lock(t.Context(), other.Actor))
	notThePIN(t, "the PIN of another sign-in", f.UnlockByPIN(t.Context(), other.Cookie, "4071"), "pin.used_up")
}

// Five tries, whether one after another or all at once, and then only the
// password opens it; which gives the tries back.
func TestAPINHasFiveTries(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.must(f.SetPIN(t.Context(), s.Actor, "4071"))
	f.must(f.Lock(t.Context(), s.Actor))
	var compared atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := f.UnlockByPIN(t.Context(), s.Cookie, "0815")
			if e, ok := errors.AsType[*models.Error](err); ok && e.Fields[0].Key == "pin.wrong" {
				compared.Add(1)
			}
		})
	}
	all.Wait()
	if n := compared.Load(); n != 5 {
		t.Errorf("%d PINs were compared, not 5", n)
	}
	notThePIN(t, "the right PIN after five wrong ones", f.UnlockByPIN(t.Context(), s.Cookie, "4071"), "pin.used_up")
	f.must(f.Unlock(t.Context(), s.Cookie, phrase))
	f.must(f.Lock(t.Context(), s.Actor))
	f.must(f.UnlockByPIN(t.Context(), s.Cookie, "4071"))
}

func TestAPINAsksForAFreshSignIn(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.forward(models.FreshFor)
	is(t, "not fresh", f.SetPIN(t.Context(), s.Actor, "4071"), models.ErrStepUp)
	if p, err := f.PIN(t.Context(), s.Actor); err != nil || p.Set || p.Own {
		t.Errorf("%+v, %v", p, err)
	}
	for _, pin := range []string{"", "123", "123456789", "40 71", "٤٠٧١", "0000", "3456", "9876", "abcd"} {
		err := f.SetPIN(t.Context(), s.Actor, pin)
		if models.KindOf(err) != models.Invalid {
			t.Errorf("%q: %v", pin, err)
		}
	}
}

func TestNoPINIsKeptInClear(t *testing.T) {
	f := open(t)
	f.must(f.SetPIN(t.Context(), f.signIn().Actor, "40719265"))
	if strings.Contains(string(databasetest.Contents(t, f.place)), "40719265") {
		t.Error("the PIN stands in the database")
	}
}

func TestWithoutItsPINOnlyThePasswordOpensASignIn(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.must(f.SetPIN(t.Context(), s.Actor, "4071"))
	f.must(f.DropPIN(t.Context(), s.Actor))
	f.must(f.Lock(t.Context(), s.Actor))
	notThePIN(t, "a PIN that was taken away", f.UnlockByPIN(t.Context(), s.Cookie, "4071"), "pin.used_up")
	f.must(f.Unlock(t.Context(), s.Cookie, phrase))
}

// On a computer that others use too a sign-in ends when it was not used for a
// quarter of an hour, also when the clock is set back after; a page that stands
// open and listens does not use it.
func TestASharedComputerForgetsQuickly(t *testing.T) {
	f := open(t)
	s, err := f.Begin(t.Context(), f.ailsa.ID, Device{Shared: true})
	f.must(err)
	for range 8 {
		f.forward(10 * time.Minute)
		_, err := f.ByCookie(t.Context(), s.Cookie)
		f.must(err)
		f.settle()
	}
	for range 2 {
		f.forward(7 * time.Minute)
		f.must(f.Alive(t.Context(), s.Actor))
		f.settle()
	}
	f.forward(time.Minute)
	is(t, "after fifteen minutes", f.Alive(t.Context(), s.Actor), models.ErrSignIn)
	_, err = f.ByCookie(t.Context(), s.Cookie)
	is(t, "after fifteen minutes", err, models.ErrSignIn)
	f.settle()
	f.forward(-time.Hour)
	_, err = f.ByCookie(t.Context(), s.Cookie)
	is(t, "with the clock set back", err, models.ErrSignIn)
}

func TestANewRecoveryCodeEndsTheOldOne(t *testing.T) {
	f := open(t)
	s, other := f.signIn(), f.signIn()
	code, err := f.NewRecovery(t.Context(), s.Actor)
	f.must(err)
	_, err = f.NewRecovery(t.Context(), other.Actor)
	is(t, "a sign-in that was fresh before the code changed", err, models.ErrStepUp)
	d := Device{From: "192.0.2.1"}
	_, err = f.Recover(t.Context(), f.ailsa.Email, f.recovery, "another long phrase", d)
	is(t, "the old code", err, ErrWrong)
	_, err = f.Recover(t.Context(), f.ailsa.Email, code, "another long phrase", d)
	f.must(err)
}

func TestWhetherACodeWasSeen(t *testing.T) {
	f := open(t)
	unseen, _, err := f.Add(t.Context(), NewAccount{Email: "x@example.org", Name: "X", Password: phrase, Unseen: true})
	f.must(err)
	s, err := f.Begin(t.Context(), unseen.ID, Device{})
	f.must(err)
	if before, err := f.Account(t.Context(), unseen.ID); err != nil || before.CodeSeen {
		t.Errorf("nobody saw it: %v, %v", before.CodeSeen, err)
	}
	_, err = f.NewRecovery(t.Context(), s.Actor)
	f.must(err)
	if after, err := f.Account(t.Context(), unseen.ID); err != nil || !after.CodeSeen {
		t.Errorf("they saw it: %v, %v", after.CodeSeen, err)
	}
}

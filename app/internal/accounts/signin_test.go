package accounts

import (
	"slices"
	"testing"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

func TestSigningIn(t *testing.T) {
	f := open(t)
	s := f.signIn()
	want := models.Actor{Account: f.ailsa.ID, SignIn: s.Actor.SignIn, Proved: f.now()}
	p, err := f.ByCookie(t.Context(), s.Cookie)
	if err != nil || p != (Present{Actor: want}) || s.Actor != want {
		t.Errorf("by cookie %+v, %v", p, err)
	}
	if who, err := f.ByToken(t.Context(), s.Access); err != nil || who != want {
		t.Errorf("by token %+v, %v", who, err)
	}
	if s.ExpiresIn != 600 || len(s.Cookie) < 52 || len(s.Refresh) < 52 { // 52 letters of 5 bits: 256 bits and more
		t.Errorf("%d s, %d and %d letters", s.ExpiresIn, len(s.Cookie), len(s.Refresh))
	}
	for _, wrong := range []string{"", "x", s.Refresh, s.Access, string(s.Actor.SignIn)} {
		_, err := f.ByCookie(t.Context(), wrong)
		is(t, "another cookie", err, models.ErrSignIn)
	}
}

func TestAWrongPasswordAndNoAccountAreTheSame(t *testing.T) {
	f := open(t)
	disabled, _ := f.add("gone@example.org", "Gone")
	f.exec("UPDATE accounts SET disabled_at = 1 WHERE id = ?", string(disabled.ID))
	for name, who := range map[string][2]string{
		"wrong password":   {f.ailsa.Email, "not my pass phrase"},
		"empty password":   {f.ailsa.Email, ""},
		"no account":       {"nobody@example.org", phrase},
		"no address":       {"x", phrase},
		"disabled":         {disabled.Email, phrase},
		"another's phrase": {f.ailsa.Email, phrase + " "},
	} {
		before := f.hash.made.Load()
		err := f.try(who[0], who[1], "192.0.2.9")
		if err != error(ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
		if n := f.hash.made.Load() - before; n != 1 {
			t.Errorf("%s: %d hashes", name, n)
		}
	}
}

func TestHowLongASignInLasts(t *testing.T) {
	f := open(t)
	for own, lasts := range map[bool]time.Duration{false: 12 * time.Hour, true: 90 * 24 * time.Hour} {
		s, err := f.Begin(t.Context(), f.ailsa.ID, Device{Own: own})
		f.must(err)
		f.forward(lasts - time.Second)
		if _, err := f.ByCookie(t.Context(), s.Cookie); err != nil {
			t.Errorf("own %v: a second before: %v", own, err)
		}
		f.forward(time.Second)
		_, err = f.Refresh(t.Context(), s.Refresh)
		is(t, "refreshing after its time", err, models.ErrSignIn)
		_, err = f.ByCookie(t.Context(), s.Cookie)
		is(t, "after its time", err, models.ErrSignIn)

		f.settle()
		f.forward(-time.Hour)
		_, err = f.ByCookie(t.Context(), s.Cookie)
		is(t, "what was over comes back with the clock set back", err, models.ErrSignIn)
	}
}

func TestUseIsNotedEveryFewMinutes(t *testing.T) {
	f := open(t)
	s := f.signIn()
	seen := func() time.Time {
		f.settle()
		all, err := f.SignIns(t.Context(), s.Actor)
		f.must(err)
		return all[0].LastSeen
	}
	begun := f.now()
	f.forward(seenEvery)
	f.alive(s)
	if got := seen(); !got.Equal(begun) {
		t.Errorf("noted too often: %v", got)
	}
	f.forward(time.Second)
	f.alive(s)
	if got := seen(); !got.Equal(f.now()) {
		t.Errorf("not noted: %v", got)
	}
}

func TestSignInsAreOnesOwn(t *testing.T) {
	f := open(t)
	morag, _ := f.add("morag@example.org", "Morag")
	mine := f.signIn()
	f.forward(time.Minute)
	later := f.signIn()
	other, err := f.Begin(t.Context(), morag.ID, Device{})
	f.must(err)

	all, err := f.SignIns(t.Context(), mine.Actor)
	f.must(err)
	ids := []models.ID{all[0].ID, all[1].ID}
	if len(all) != 2 || !slices.Equal(ids, []models.ID{later.Actor.SignIn, mine.Actor.SignIn}) || all[0].Current || !all[1].Current ||
		all[1].Device != "Firefox on Linux" {
		t.Errorf("%+v", all)
	}
	is(t, "ending another's", f.End(t.Context(), mine.Actor, other.Actor.SignIn), models.ErrNotFound)
	is(t, "ending none", f.End(t.Context(), mine.Actor, "none"), models.ErrNotFound)
	f.must(f.End(t.Context(), mine.Actor, later.Actor.SignIn))
	if f.alive(later) || !f.alive(mine) || !f.alive(other) {
		t.Error("another sign-in ended than was asked")
	}
	is(t, "ending twice", f.End(t.Context(), mine.Actor, later.Actor.SignIn), models.ErrNotFound)
	f.must(f.SignOut(t.Context(), mine.Actor))
	if f.alive(mine) {
		t.Error("signed out and alive")
	}
	_, err = f.Refresh(t.Context(), mine.Refresh)
	is(t, "refreshing after signing out", err, models.ErrSignIn)
}

func TestALockedSignInDoesNothingButUnlock(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.must(f.Lock(t.Context(), s.Actor))
	p, err := f.ByCookie(t.Context(), s.Cookie)
	if err != nil || !p.Locked || !p.Actor.Proved.IsZero() || f.alive(s) {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = f.Refresh(t.Context(), s.Refresh)
	is(t, "refreshing", err, models.ErrSignIn)
	_, err = f.StepUp(t.Context(), s.Actor, phrase)
	is(t, "stepping up", err, models.ErrSignIn)
	is(t, "another password", f.ChangePassword(t.Context(), s.Actor, phrase, "quite another phrase"), models.ErrSignIn)
	if got := problems(f.Unlock(t.Context(), s.Cookie, "wrong")); !slices.Equal(got, []string{"password password.wrong"}) || f.alive(s) {
		t.Errorf("unlocking with a wrong password: %v", got)
	}
	is(t, "unlocking nothing", f.Unlock(t.Context(), "x", phrase), models.ErrSignIn)
	f.must(f.Unlock(t.Context(), s.Cookie, phrase))
	if p, err := f.ByCookie(t.Context(), s.Cookie); err != nil || p.Locked || !p.Actor.Proved.IsZero() || !f.alive(s) {
		t.Errorf("unlocked: %+v, %v", p, err)
	}
	_, err = f.Refresh(t.Context(), s.Refresh)
	f.must(err)
}

func TestSteppingUpMakesFresh(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.forward(models.FreshFor)
	fresh := func(access string) bool {
		t.Helper()
		who, err := f.ByToken(t.Context(), access)
		f.must(err)
		return who.Fresh(f.now())
	}
	if fresh(s.Access) {
		t.Error("fresh after its time")
	}
	_, err := f.StepUp(t.Context(), s.Actor, "wrong")
	if got := problems(err); !slices.Equal(got, []string{"password password.wrong"}) || fresh(s.Access) {
		t.Errorf("a wrong password: %v", got)
	}
	access, err := f.StepUp(t.Context(), s.Actor, phrase)
	if err != nil || !fresh(access) || !fresh(s.Access) {
		t.Errorf("not fresh: %v", err)
	}
	f.must(f.SignOut(t.Context(), s.Actor))
	_, err = f.StepUp(t.Context(), s.Actor, phrase)
	is(t, "after signing out", err, models.ErrSignIn)
}

func TestViewingIsAStateOfTheSignIn(t *testing.T) {
	f := open(t)
	s, other := f.signIn(), f.signIn()
	for _, as := range []models.ID{"somebody", ""} {
		f.must(f.View(t.Context(), s.Actor, as))
		p, err := f.ByCookie(t.Context(), s.Cookie)
		who, tokenErr := f.ByToken(t.Context(), s.Access)
		if err != nil || tokenErr != nil || p.Actor.As != as || who.As != as {
			t.Errorf("%+v, %+v", p, who)
		}
		if p, _ := f.ByCookie(t.Context(), other.Cookie); p.Actor.As != "" {
			t.Error("another sign-in looks through other eyes")
		}
	}
	is(t, "of another account", f.View(t.Context(), models.Actor{Account: "x", SignIn: s.Actor.SignIn}, "y"), models.ErrSignIn)
}

func TestAnOldHashIsMadeNewAtSignIn(t *testing.T) {
	f := open(t)
	f.hash = newHasher(Cost{Passes: 2, MemoryKiB: 64, Threads: 1}, 2)
	kept := func() (hash string) {
		f.must(f.db.View(t.Context(), func(tx *database.Tx) error {
			return tx.One("SELECT password FROM accounts WHERE id = ?", []any{string(f.ailsa.ID)}, &hash)
		}))
		return hash
	}
	if !f.hash.stale(kept()) {
		t.Fatal("not stale")
	}
	is(t, "a wrong password", f.try(f.ailsa.Email, "wrong", ""), ErrWrong)
	if !f.hash.stale(kept()) {
		t.Error("a wrong password was kept")
	}
	f.signIn()
	if f.hash.stale(kept()) {
		t.Errorf("still %s", kept())
	}
	f.signIn()
}

// Somebody with the old password must not slip in while it is being changed.
func TestASignInThatBeganBeforeTheNewPasswordDoesNotOutliveIt(t *testing.T) {
	f := open(t)
	account, hash, err := f.prove(t.Context(), f.ailsa.Email, phrase, Device{})
	f.must(err)
	_, err = f.Recover(t.Context(), f.ailsa.Email, f.recovery, "quite another phrase", Device{})
	f.must(err)
	_, err = f.begin(t.Context(), account, hash, Device{})
	is(t, "the old password's sign-in", err, ErrWrong)
	_, err = f.Begin(t.Context(), "nobody", Device{})
	is(t, "no account", err, ErrWrong)
}

func TestLeadIsReadAtEveryRequest(t *testing.T) {
	f := open(t)
	s := f.signIn()
	for _, lead := range []bool{true, false} {
		change := f.EndLead
		if lead {
			change = f.MakeLead
		}
		f.must(change(t.Context(), f.ailsa.ID))
		if p, err := f.ByCookie(t.Context(), s.Cookie); err != nil || p.Actor.Lead != lead {
			t.Errorf("%+v, %v", p, err)
		}
	}
	is(t, "nobody", f.MakeLead(t.Context(), "nobody"), models.ErrNotFound)
}

func TestADisabledAccountIsSignedInNowhere(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.exec("UPDATE accounts SET disabled_at = 1")
	if f.alive(s) {
		t.Error("alive")
	}
	_, err := f.Refresh(t.Context(), s.Refresh)
	is(t, "refreshing", err, models.ErrSignIn)
	_, err = f.StepUp(t.Context(), s.Actor, phrase)
	is(t, "stepping up", err, models.ErrSignIn)
	for range accountLimit.burst { // even the right password is a wrong one, and counts as such
		is(t, "signing in", f.try(f.ailsa.Email, phrase, ""), ErrWrong)
	}
	tooMany(t, "signing in", f.try(f.ailsa.Email, phrase, ""))
}

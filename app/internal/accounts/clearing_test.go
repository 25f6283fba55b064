package accounts

import (
	"testing"
	"time"

	"handrail/app/internal/internal/database"
)

const day = 24 * time.Hour

// Thirty days after it is over nothing is kept of a sign-in and of a token that was
// used; what lives, what is over for less, and what the person is still to be told of stays.
func TestWhatIsOverIsClearedOut(t *testing.T) {
	f := open(t)
	begin := func(d Device) SignedIn {
		t.Helper()
		s, err := f.Begin(t.Context(), f.ailsa.ID, d)
		f.must(err)
		return s
	}
	ended, ranOut, own, copied := begin(Device{}), begin(Device{}), begin(Device{Own: true}), begin(Device{Own: true})
	f.must(f.End(t.Context(), ended.Actor, ended.Actor.SignIn))
	fresh, err := f.Refresh(t.Context(), own.Refresh)
	f.must(err)
	for range 2 {
		_, err = f.Refresh(t.Context(), copied.Refresh)
	}
	if err == nil {
		t.Fatal("a token was taken twice")
	}
	kept := func() int64 { return f.number("SELECT count(*) FROM sign_ins") }
	f.forward(30*day - time.Minute)
	later := begin(Device{Own: true})
	f.must(f.End(t.Context(), later.Actor, later.Actor.SignIn))
	f.settle()
	if n := kept(); n != 5 {
		t.Errorf("%d sign-ins before their time, not 5", n)
	}
	f.forward(time.Minute + time.Second)
	begin(Device{})
	f.settle()
	if n := kept(); n != 6 { // cleared out a minute ago: not yet due
		t.Errorf("%d sign-ins, not 6", n)
	}
	f.forward(day)
	begin(Device{})
	f.settle()
	for name, c := range map[string]struct {
		s    SignedIn
		left int64
	}{"ended": {ended, 0}, "ran out": {ranOut, 0}, "own": {own, 1}, "copied": {copied, 1}, "ended later": {later, 1}} {
		if n := f.number("SELECT count(*) FROM sign_ins WHERE id = ?", string(c.s.Actor.SignIn)); n != c.left {
			t.Errorf("%s: %d", name, n)
		}
	}
	if n := f.number("SELECT count(*) FROM refresh_tokens WHERE sign_in = ?", string(own.Actor.SignIn)); n != 1 {
		t.Errorf("%d tokens of the one that lives, not the one that can still be used", n)
	}
	if _, err := f.Refresh(t.Context(), fresh.Refresh); err != nil {
		t.Errorf("the living token: %v", err)
	}
}

// Where there is more than is cleared at a time, the next one who signs in goes on.
func TestClearingOutIsBounded(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
		INSERT INTO refresh_tokens (hash, sign_in, made_at, used_at) SELECT CAST('used ' || i AS BLOB), ?, 1, 1 FROM n`, string(s.Actor.SignIn))
	left := func() int64 { return f.number("SELECT count(*) FROM refresh_tokens WHERE used_at = 1") }
	f.forward(31 * day)
	f.exec("UPDATE sign_ins SET until_at = ?", int64(database.At(f.now()))) // not over for long
	for _, want := range []int64{200, 0} {
		if _, err := f.Begin(t.Context(), f.ailsa.ID, Device{}); err != nil {
			t.Fatal(err)
		}
		f.settle()
		if n := left(); n != want {
			t.Errorf("%d used tokens are left, not %d", n, want)
		}
	}
}

package accounts

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/models"
)

func TestTooManyWrongPasswordsForOneAccount(t *testing.T) {
	f := open(t)
	for name, email := range map[string]string{"an account": f.ailsa.Email, "none": "nobody@example.org"} {
		for i := range accountLimit.burst {
			is(t, "a wrong one", f.try(email, "wrong", fmt.Sprintf("10.0.0.%d", i)), ErrWrong)
		}
		before := f.hash.made.Load()
		err := f.try(email, phrase, "10.9.9.9")
		tooMany(t, name, err)
		if RetryAfter(err) != 30 || f.hash.made.Load() != before {
			t.Errorf("%s: wait %d s, hashed all the same: %v", name, RetryAfter(err), f.hash.made.Load() != before)
		}
		f.forward(29 * time.Second)
		tooMany(t, "a second too soon", f.try(email, phrase, "10.9.9.9"))
		f.forward(time.Second)
		is(t, "one more", f.try(email, "wrong", "10.9.9.9"), ErrWrong)
		tooMany(t, "and no other", f.try(email, "wrong", "10.9.9.9"))
	}
	f.forward(time.Minute)
	f.must(f.try(f.ailsa.Email, phrase, "10.9.9.9"))
}

func TestTooManyWrongPasswordsFromOneNetwork(t *testing.T) {
	f := open(t)
	for i := range networkLimit.burst / networkLimit.wrong {
		is(t, "a wrong one", f.try(fmt.Sprintf("a%d@example.org", i), "wrong", fmt.Sprintf("2001:db8::%x", i)), ErrWrong)
	}
	tooMany(t, "the same /64", f.try(f.ailsa.Email, phrase, "2001:db8::ffff"))
	f.must(f.try(f.ailsa.Email, phrase, "2001:db8:0:1::1"))
	f.must(f.try(f.ailsa.Email, phrase, "")) // nobody knows from where
	f.forward(2 * networkLimit.every)
	f.must(f.try(f.ailsa.Email, phrase, "2001:db8::ffff"))
}

// A household, a ward or a test may sign in often from one address.
func TestManyRightSignInsFromOneNetwork(t *testing.T) {
	f := open(t)
	for range 190 {
		f.must(f.try(f.ailsa.Email, phrase, "127.0.0.1"))
	}
	for range 20 {
		_ = f.try(f.ailsa.Email, phrase, "127.0.0.1")
	}
	tooMany(t, "but not without end", f.try(f.ailsa.Email, phrase, "127.0.0.1"))
}

// Of many guesses at once no more are answered than of guesses one by one.
func TestGuessesAtTheSameTimeAreCountedEachAlone(t *testing.T) {
	f := open(t)
	by := asker{account: "a"}
	now := f.now()
	var answered atomic.Int64
	var all sync.WaitGroup
	for range 60 {
		f.must(f.tries.open(by, now)) // all were let in before any was compared
	}
	for range 60 {
		all.Go(func() {
			if f.tries.wrong(by, now) == nil {
				answered.Add(1)
			}
		})
	}
	all.Wait()
	if answered.Load() != int64(accountLimit.burst) {
		t.Errorf("%d guesses were answered", answered.Load())
	}
	tooMany(t, "a right one after that", f.tries.right(by, now))
}

// RULES.md 7: guessing from elsewhere keeps nobody from their own screen.
func TestADeviceThatIsSignedInHasItsOwnTries(t *testing.T) {
	f := open(t)
	s, other := f.signIn(), f.signIn()
	for range 2 * accountLimit.burst {
		_ = f.try(f.ailsa.Email, "wrong", "198.51.100.1")
	}
	f.must(f.Lock(t.Context(), s.Actor))
	f.must(f.Unlock(t.Context(), s.Cookie, phrase))
	for range deviceLimit.burst {
		if _, err := f.StepUp(t.Context(), s.Actor, "wrong"); models.KindOf(err) != models.Invalid {
			t.Errorf("a wrong one: %v", err)
		}
	}
	_, err := f.StepUp(t.Context(), s.Actor, phrase)
	tooMany(t, "stepping up", err)
	tooMany(t, "unlocking", f.Unlock(t.Context(), s.Cookie, phrase))
	tooMany(t, "another password", f.ChangePassword(t.Context(), s.Actor, phrase, "quite another phrase"))
	_, err = f.StepUp(t.Context(), other.Actor, phrase)
	f.must(err)
	f.forward(deviceLimit.every)
	_, err = f.StepUp(t.Context(), s.Actor, phrase)
	f.must(err)
}

func TestAMeterIsBoundedAndForgetsThoseThatRecovered(t *testing.T) {
	m := newMeter(accountLimit, 100)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m.charge("early", 1, now)
	now = now.Add(accountLimit.every)
	for range accountLimit.burst {
		m.charge("late", 1, now)
	}
	for i := range 98 {
		m.charge(fmt.Sprint(i), 1, now)
	}
	m.charge("one more", 1, now)
	if _, kept := m.kept["early"]; kept || m.wait("late", now) == 0 {
		t.Error("forgot another than the one that had recovered")
	}
	for i := range 1000 {
		m.charge(fmt.Sprint("more", i), 1, now)
		if len(m.kept) > 100 {
			t.Fatalf("%d are kept", len(m.kept))
		}
	}
}

// Asking alone must not push anybody's counter out: it costs no hash.
func TestBeingRefusedKeepsNothing(t *testing.T) {
	f := open(t)
	for i := range networkLimit.burst {
		_ = f.try(fmt.Sprintf("a%d@example.org", i), "wrong", "10.0.0.1")
	}
	if n := len(f.tries.meters[0].kept); n != networkLimit.burst/networkLimit.wrong {
		t.Errorf("%d accounts are counted", n)
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8::1": "2001:db8::/64", "2001:db8::ffff:1": "2001:db8::/64",
		"2001:db8:0:1::1": "2001:db8:0:1::/64", "fe80::1%eth0": "fe80::/64", "": "", "x": "x",
	} {
		if got := network(address); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
	}
}

func TestRetryAfterOfOtherErrors(t *testing.T) {
	for _, err := range []error{nil, ErrWrong, errBusy} {
		if RetryAfter(err) != 1 {
			t.Errorf("%v: %d", err, RetryAfter(err))
		}
	}
}

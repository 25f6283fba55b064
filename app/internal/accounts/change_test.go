package accounts

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"handrail/app/internal/internal/seal"
	"handrail/models"
)

const another = "quite another phrase"

func TestRenaming(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.must(f.Rename(t.Context(), s.Actor, "  Ailsa Craig "))
	if acc, err := f.Account(t.Context(), f.ailsa.ID); err != nil || acc.Name != "Ailsa Craig" || acc.Email != f.ailsa.Email {
		t.Errorf("%+v, %v", acc, err)
	}
	if got := problems(f.Rename(t.Context(), s.Actor, "a\nb")); !slices.Equal(got, []string{"name field.unreadable"}) {
		t.Error(got)
	}
	is(t, "nobody", f.Rename(t.Context(), models.Actor{Account: "x"}, "X"), models.ErrNotFound)
}

func TestChangingThePassword(t *testing.T) {
	f := open(t)
	s, other := f.signIn(), f.signIn()
	for want, in := range map[string][2]string{
		"old password.wrong":          {"wrong", another},
		"password password.too_short": {phrase, "short"},
		"password field.too_long":     {phrase, strings.Repeat("ab", 200)},
	} {
		if got := problems(f.ChangePassword(t.Context(), s.Actor, in[0], in[1])); !slices.Equal(got, []string{want}) {
			t.Errorf("%v, want %s", got, want)
		}
	}
	f.must(f.try(f.ailsa.Email, phrase, ""))

	f.must(f.ChangePassword(t.Context(), s.Actor, phrase, another))
	if !f.alive(s) || f.alive(other) {
		t.Error("not every other sign-in ended")
	}
	if p, err := f.ByCookie(t.Context(), s.Cookie); err != nil || !p.Actor.Proved.IsZero() {
		t.Errorf("still fresh: %+v, %v", p, err)
	}
	is(t, "the old one", f.try(f.ailsa.Email, phrase, ""), ErrWrong)
	f.must(f.try(f.ailsa.Email, another, ""))
	_, err := f.Refresh(t.Context(), other.Refresh)
	is(t, "refreshing an ended one", err, models.ErrSignIn)
}

// Whoever is thrown out by a change of the password cannot finish their own.
func TestOfTwoChangesOfThePasswordTheFirstHolds(t *testing.T) {
	f := open(t)
	mine, theirs := f.signIn(), f.signIn()
	var all sync.WaitGroup
	errs := make([]error, 2)
	for i, who := range []models.Actor{mine.Actor, theirs.Actor} {
		all.Go(func() { errs[i] = f.ChangePassword(t.Context(), who, phrase, another) })
	}
	all.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || f.alive(mine) == f.alive(theirs) || f.alive(mine) != (errs[0] == nil) {
		t.Errorf("%v; alive %v and %v", errs, f.alive(mine), f.alive(theirs))
	}
}

func TestRecovering(t *testing.T) {
	f := open(t)
	s := f.signIn()
	morag, moragsCode := f.add("morag@example.org", "Morag")
	for name, in := range map[string][2]string{
		"a wrong code":   {f.ailsa.Email, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A"},
		"no code":        {f.ailsa.Email, ""},
		"another's code": {f.ailsa.Email, moragsCode},
		"no account":     {"nobody@example.org", f.recovery},
		"the cookie":     {f.ailsa.Email, s.Cookie},
	} {
		before := f.hash.made.Load()
		_, err := f.Recover(t.Context(), in[0], in[1], another, Device{})
		if err != error(ErrWrong) || f.hash.made.Load() != before+1 {
			t.Errorf("%s: %v, %d hashes", name, err, f.hash.made.Load()-before)
		}
	}
	_, err := f.Recover(t.Context(), f.ailsa.Email, f.recovery, "short", Device{})
	if got := problems(err); !slices.Equal(got, []string{"password password.too_short"}) {
		t.Error(got)
	}
	if !f.alive(s) {
		t.Error("a wrong code ended a sign-in")
	}
	typed := " " + strings.ToLower(strings.ReplaceAll(f.recovery, "-", " ")) + "\n"
	next, err := f.Recover(t.Context(), f.ailsa.Email, typed, another, Device{})
	f.must(err)
	if f.alive(s) || next == f.recovery || len(models.PlainCode(next)) != 26 {
		t.Errorf("alive %v, code %q", f.alive(s), next)
	}
	is(t, "the old password", f.try(f.ailsa.Email, phrase, ""), ErrWrong)
	f.must(f.try(f.ailsa.Email, another, ""))
	f.must(f.try(morag.Email, phrase, ""))
	_, err = f.Recover(t.Context(), f.ailsa.Email, f.recovery, another, Device{})
	is(t, "the same code again", err, ErrWrong)
	_, err = f.Recover(t.Context(), f.ailsa.Email, next, "a third long phrase", Device{})
	f.must(err)
}

func TestTooManyRecoveriesAreCountedApartFromSignIns(t *testing.T) {
	f := open(t)
	for range accountLimit.burst {
		_ = f.try(f.ailsa.Email, "wrong", "")
		_, err := f.Recover(t.Context(), f.ailsa.Email, "x", another, Device{})
		is(t, "a wrong code", err, ErrWrong)
	}
	_, err := f.Recover(t.Context(), f.ailsa.Email, f.recovery, another, Device{})
	tooMany(t, "recovering", err)
	f.forward(accountLimit.every)
	_, err = f.Recover(t.Context(), f.ailsa.Email, f.recovery, another, Device{})
	f.must(err)
}

func TestGroupsOfACode(t *testing.T) {
	code := newCode()
	if got := models.PlainCode(models.GroupedCode(code)); got != code || len(code) != 26 {
		t.Errorf("%q became %q", code, got)
	}
	if got := models.PlainCode(" a0b1-c8 "); got != "AOBICB" {
		t.Error(got)
	}
}

// tie ties an account to Ailsa's or another's plan.
func (f *fixture) tie(plan, account models.ID, role models.Role, state models.State) {
	f.t.Helper()
	id := models.NewID()
	body := f.ring.Service().Seal([]byte("x"), seal.At("relationships", string(id)))
	f.exec(`INSERT INTO relationships (id, plan, account, role, state, muted, accepted_at, confirmed_at, left_at, body)
		VALUES (?,?,?,?,?,0,1,1,0,?)`, string(id), string(plan), string(account), string(role), string(state), body)
}

func TestConfirmingSomebodyWhoWorksHere(t *testing.T) {
	f := open(t)
	morag, _ := f.add("morag@example.org", "Morag")
	jamie, _ := f.add("jamie@example.org", "Jamie")
	who := models.Actor{Account: morag.ID}
	if got := problems(f.Ask(t.Context(), who, models.Carer)); !slices.Equal(got, []string{"role field.not_an_option"}) {
		t.Error(got)
	}
	if waiting, err := f.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("somebody waits who did not ask: %+v, %v", waiting, err)
	}
	f.must(f.Ask(t.Context(), who, models.Practitioner))
	waiting, err := f.Waiting(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].ID != morag.ID || waiting[0].AskedFor != models.Practitioner {
		t.Errorf("%+v, %v", waiting, err)
	}
	if got := problems(f.SetWork(t.Context(), morag.ID, models.Advocate)); !slices.Equal(got, []string{"role field.not_an_option"}) {
		t.Error(got)
	}
	is(t, "nobody", f.SetWork(t.Context(), "nobody", models.Peer), models.ErrNotFound)

	f.tie(f.ailsa.Plan, morag.ID, models.Practitioner, models.Confirmed)
	f.must(f.SetWork(t.Context(), morag.ID, models.Practitioner))
	waiting, err = f.Waiting(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].Works != models.Practitioner || waiting[0].AskedFor != "" {
		t.Errorf("%+v, %v", waiting, err)
	}
	epoch := func(plan models.ID) int64 { return f.number("SELECT epoch FROM plans WHERE id = ?", string(plan)) }
	if epoch(f.ailsa.Plan) != 1 || epoch(jamie.Plan) != 0 || epoch(morag.Plan) != 0 {
		t.Error("not the epochs of the plans that Morag is tied to")
	}
}

// RULES.md 21.
func TestTakingAConfirmationAway(t *testing.T) {
	f := open(t)
	morag, _ := f.add("morag@example.org", "Morag")
	jamie, _ := f.add("jamie@example.org", "Jamie")
	pete, _ := f.add("pete@example.org", "Pete")
	rona, _ := f.add("rona@example.org", "Rona")
	f.must(f.SetWork(t.Context(), morag.ID, models.Practitioner))
	f.tie(f.ailsa.Plan, morag.ID, models.Practitioner, models.Confirmed)
	f.tie(jamie.Plan, morag.ID, models.Carer, models.Confirmed)
	f.tie(pete.Plan, morag.ID, models.Practitioner, models.Ended)
	f.tie(rona.Plan, morag.ID, models.Peer, models.Confirmed)
	f.tie(f.ailsa.Plan, jamie.ID, models.Practitioner, models.Confirmed)
	state := func(account, plan models.ID) bool {
		return f.number("SELECT count(*) FROM relationships WHERE account = ? AND plan = ? AND state = 'paused'", string(account), string(plan)) == 1
	}
	f.must(f.SetWork(t.Context(), morag.ID, models.Peer))
	if !state(morag.ID, f.ailsa.Plan) || state(morag.ID, rona.Plan) {
		t.Error("another role: what rested on the old one is to pause, and nothing else")
	}
	f.must(f.SetWork(t.Context(), morag.ID, ""))
	if !state(morag.ID, rona.Plan) || state(morag.ID, jamie.Plan) || state(morag.ID, pete.Plan) || state(jamie.ID, f.ailsa.Plan) {
		t.Error("taken away: what Morag had by her work is to pause, and nothing else")
	}
	for _, plan := range []models.ID{f.ailsa.Plan, jamie.Plan, pete.Plan, rona.Plan} {
		if n := f.number("SELECT epoch FROM plans WHERE id = ?", string(plan)); n != 2 {
			t.Errorf("epoch %d", n)
		}
	}
	f.must(f.SetWork(t.Context(), jamie.ID, ""))
	if state(jamie.ID, f.ailsa.Plan) {
		t.Error("saying no to somebody who never was confirmed paused what a person had chosen")
	}
}

package accounts

import (
	"slices"
	"sync"
	"testing"
	"time"

	"handrail/models"
)

func TestChangingTheAddress(t *testing.T) {
	f := open(t)
	f.add("morag@example.org", "Morag")
	f.exec("UPDATE accounts SET proved = 1")
	s, other := f.signIn(), f.signIn()
	if got := problems(f.ChangeEmail(t.Context(), s.Actor, "x")); !slices.Equal(got, []string{"email field.not_an_address"}) {
		t.Error(got)
	}
	is(t, "taken", f.ChangeEmail(t.Context(), s.Actor, "MORAG@example.org"), ErrTaken)
	f.must(f.ChangeEmail(t.Context(), s.Actor, " Ailsa@example.org"))
	if acc, _ := f.Account(t.Context(), f.ailsa.ID); !acc.Proved {
		t.Error("the same address is not proved any more")
	}
	f.must(f.ChangeEmail(t.Context(), s.Actor, "New@example.org"))
	acc, err := f.ByEmail(t.Context(), "new@example.org")
	if err != nil || acc.ID != f.ailsa.ID || acc.Email != "new@example.org" || acc.Name != "Ailsa" || acc.Proved {
		t.Errorf("%+v, %v", acc, err)
	}
	is(t, "the old one", f.try("ailsa@example.org", phrase, ""), ErrWrong)
	f.must(f.try("new@example.org", phrase, ""))
	for _, who := range []SignedIn{s, other} {
		if p, err := f.ByCookie(t.Context(), who.Cookie); err != nil || !p.Actor.Proved.IsZero() {
			t.Errorf("still fresh: %+v, %v", p, err)
		}
	}
}

// RULES.md 17: whatever the actor carries, the sign-in's own row decides.
func TestChangingTheAddressNeedsAFreshSignIn(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.forward(models.FreshFor)
	who := s.Actor
	who.Proved = f.now()
	is(t, "not fresh", f.ChangeEmail(t.Context(), who, "new@example.org"), models.ErrStepUp)
	_, err := f.StepUp(t.Context(), s.Actor, phrase)
	f.must(err)
	f.must(f.ChangeEmail(t.Context(), s.Actor, "new@example.org"))
	is(t, "again with the same freshness", f.ChangeEmail(t.Context(), who, "newer@example.org"), models.ErrStepUp)
	f.must(f.SignOut(t.Context(), s.Actor))
	is(t, "signed out", f.ChangeEmail(t.Context(), who, "newer@example.org"), models.ErrSignIn)
}

func TestANameAndAnAddressChangedTogetherAreBothKept(t *testing.T) {
	f := open(t)
	s := f.signIn()
	var all sync.WaitGroup
	all.Go(func() { f.must(f.Rename(t.Context(), s.Actor, "Craig")) })
	all.Go(func() { f.must(f.ChangeEmail(t.Context(), s.Actor, "new@example.org")) })
	all.Wait()
	if acc, err := f.ByEmail(t.Context(), "new@example.org"); err != nil || acc.Name != "Craig" || acc.Email != "new@example.org" {
		t.Errorf("%+v, %v", acc, err)
	}
}

func TestProvingAnAddress(t *testing.T) {
	f := open(t)
	first, err := f.AddByMail(t.Context(), NewAccount{Email: "isla@example.org", Name: "Isla", Password: phrase})
	f.must(err)
	s, err := f.SignIn(t.Context(), "isla@example.org", phrase, Device{})
	f.must(err)
	token := f.ask(s, "isla@example.org").Token
	for name, wrong := range map[string]string{"none": "", "another": "x", "one that a newer replaced": first} {
		is(t, name, f.follow(wrong), models.ErrNotFound)
	}
	if acc, _ := f.ByEmail(t.Context(), "isla@example.org"); acc.Proved {
		t.Error("proved by nothing")
	}
	id, left, err := f.Prove(t.Context(), token)
	if acc, _ := f.ByEmail(t.Context(), "isla@example.org"); err != nil || id != acc.ID || left != "" || !acc.Proved {
		t.Errorf("%s left %q, %v; %+v", id, left, err, acc)
	}
	is(t, "twice", f.follow(token), models.ErrNotFound)

	late := f.ask(s, "isla@example.org").Token
	f.forward(24 * time.Hour)
	is(t, "after a day", f.follow(late), models.ErrNotFound)
}

// The account stays where it is until the new address is proved, and is then there alone.
func TestAnAddressThatWasAskedForIsTheAccountsOnceItIsProved(t *testing.T) {
	f := open(t)
	f.exec("UPDATE accounts SET proved = 1")
	s := f.signIn()
	if _, err := f.AskEmail(t.Context(), s.Actor, "x"); !slices.Equal(problems(err), []string{"email field.not_an_address"}) {
		t.Error(err)
	}
	asked := f.ask(s, " New@example.org")
	if asked.Old != "ailsa@example.org" || asked.New != "new@example.org" || asked.Taken {
		t.Errorf("%+v", asked)
	}
	f.must(f.Rename(t.Context(), s.Actor, "Craig"))
	if acc, err := f.Account(t.Context(), f.ailsa.ID); err != nil || acc.Email != "ailsa@example.org" || !acc.Proved {
		t.Errorf("%+v, %v", acc, err)
	}
	f.must(f.try("ailsa@example.org", phrase, ""))
	is(t, "the new one so far", f.try("new@example.org", phrase, ""), ErrWrong)

	id, left, err := f.Prove(t.Context(), asked.Token)
	if err != nil || id != f.ailsa.ID || left != "ailsa@example.org" {
		t.Errorf("%s left %q, %v", id, left, err)
	}
	acc, err := f.ByEmail(t.Context(), "new@example.org")
	if err != nil || acc.ID != f.ailsa.ID || acc.Email != "new@example.org" || acc.NextEmail != "" || acc.Name != "Craig" || !acc.Proved {
		t.Errorf("%+v, %v", acc, err)
	}
	is(t, "the old one", f.try("ailsa@example.org", phrase, ""), ErrWrong)
	f.must(f.try("new@example.org", phrase, ""))
	if p, err := f.ByCookie(t.Context(), s.Cookie); err != nil || !p.Actor.Proved.IsZero() {
		t.Errorf("still fresh: %+v, %v", p, err)
	}
}

// SAFETY.md 16: as much is written for an address that is taken, and no answer differs.
func TestATakenAddressIsAskedForLikeAnother(t *testing.T) {
	f := open(t)
	f.add("morag@example.org", "Morag")
	s := f.signIn()
	asked := f.ask(s, "MORAG@example.org")
	if !asked.Taken || f.number("SELECT count(*) FROM proofs WHERE account = ?", string(f.ailsa.ID)) != 1 {
		t.Errorf("%+v, or nothing was written", asked)
	}
	is(t, "its token", f.follow(asked.Token), models.ErrNotFound)
	for _, email := range []string{"ailsa@example.org", "morag@example.org"} {
		f.must(f.try(email, phrase, ""))
	}
	late := f.ask(s, "later@example.org")
	f.add("later@example.org", "Later")
	is(t, "taken since", f.follow(late.Token), models.ErrNotFound)
}

// SAFETY.md 10: who is told of a change that they did not ask for can stop it.
func TestANewPasswordGivesUpAChangeOfAddressThatWaits(t *testing.T) {
	for name, change := range map[string]func(*fixture, SignedIn) error{
		"changed": func(f *fixture, s SignedIn) error { return f.ChangePassword(t.Context(), s.Actor, phrase, another) },
		"recovered": func(f *fixture, _ SignedIn) error {
			_, err := f.Recover(t.Context(), f.ailsa.Email, f.recovery, another, Device{})
			return err
		},
	} {
		f := open(t)
		asked := f.ask(f.signIn(), "new@example.org")
		f.must(change(f, f.signIn()))
		is(t, name, f.follow(asked.Token), models.ErrNotFound)
		if acc, err := f.Account(t.Context(), f.ailsa.ID); err != nil || acc.Email != "ailsa@example.org" || acc.NextEmail != "" {
			t.Errorf("%s: %+v, %v", name, acc, err)
		}
	}
}

func TestAddressesThatOneAccountAsksForHaveAnEnd(t *testing.T) {
	for name, ask := range map[string]func(*fixture, models.Actor) error{
		"by mail": func(f *fixture, who models.Actor) error {
			_, err := f.AskEmail(t.Context(), who, "morag@example.org")
			return err
		},
		"at once": func(f *fixture, who models.Actor) error { return f.ChangeEmail(t.Context(), who, "morag@example.org") },
	} {
		f := open(t)
		f.add("morag@example.org", "Morag")
		s := f.signIn()
		for range movingLimit.burst {
			if err := ask(f, s.Actor); err != nil && models.KindOf(err) != models.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		tooMany(t, name, ask(f, s.Actor))
		f.must(f.try(f.ailsa.Email, phrase, ""))
		f.forward(movingLimit.every)
		if err := ask(f, f.signIn().Actor); models.KindOf(err) == models.TooMany {
			t.Errorf("%s, an hour later: %v", name, err)
		}
	}
}

// A link that went to the old address says nothing of the new one.
func TestALinkToTheOldAddressDoesNotProveTheNewOne(t *testing.T) {
	f := open(t)
	s := f.signIn()
	asked := f.ask(s, f.ailsa.Email)
	f.must(f.ChangeEmail(t.Context(), s.Actor, "new@example.org"))
	is(t, "the old link", f.follow(asked.Token), models.ErrNotFound)
	if acc, err := f.Account(t.Context(), f.ailsa.ID); err != nil || acc.Proved {
		t.Errorf("%+v, %v", acc, err)
	}
}

func (f *fixture) ask(s SignedIn, email string) Asked {
	f.t.Helper()
	asked, err := f.AskEmail(f.t.Context(), s.Actor, email)
	f.must(err)
	return asked
}

func (f *fixture) follow(token string) error {
	_, _, err := f.Prove(f.t.Context(), token)
	return err
}

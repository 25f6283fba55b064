package app_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func keys(p *app.Plan) (out []models.SectionKey) {
	for _, s := range p.Sections {
		out = append(out, s.Key)
	}
	return out
}

func TestANewPersonHasEverySectionOfTheCatalogue(t *testing.T) {
	w := apptest.New(t)
	p, err := w.App.ReadPlan(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	n := 0
	for _, c := range models.Catalogue {
		n += len(c.Sections)
	}
	if len(p.Sections) != n || !p.Mine || p.Owner.Name != "Ailsa" {
		t.Errorf("%d of %d sections, %+v", len(p.Sections), n, p.Owner)
	}
}

func TestWhatIsSharedIsAllThatIsSeen(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "awake at four")
	w.Write("goals", "the allotment")
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings", "daily")
	p, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)
	w.Must(err)
	if got := keys(p); !slices.Equal(got, []models.SectionKey{"daily", "warnings"}) {
		t.Errorf("the carer sees %v", got)
	}
	e := p.Sections[1].Entries[0]
	if e.Fields.Get("sign") != "awake at four" || e.How != "" || !e.CreatedAt.IsZero() || e.Mine || e.Author.Name != "Ailsa" {
		t.Errorf("the carer gets %+v", e)
	}
	if _, err := w.App.ReadSection(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, "goals"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a section not shared: %v", err)
	}
	if _, err := w.App.ReadPlan(t.Context(), w.Stranger.Actor, w.Ailsa.Plan); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestSharingMoreNeedsAFreshSignInAndSharingLessNever(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	given := w.Share(w.Jamie, models.RightSuggest, "warnings")
	w.Clock.Forward(time.Hour)
	share := func(o models.Offer) error {
		_, err := w.App.Share(t.Context(), w.Ailsa.Actor, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account, Offer: o})
		return err
	}
	if err := share(models.Offer{Sections: []models.SectionKey{"goals"}, Right: models.RightSee, When: models.Always}); !errors.Is(err, models.ErrStepUp) {
		t.Errorf("sharing more: %v", err)
	}
	until := w.Clock.Now().Add(time.Hour)
	less := models.Offer{Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.Always, Until: until}
	if err := share(less); err != nil {
		t.Errorf("sharing less: %v", err)
	}
	less.Until = until.Add(time.Hour)
	if err := share(less); !errors.Is(err, models.ErrStepUp) {
		t.Errorf("sharing longer: %v", err)
	}
	if err := w.App.Withdraw(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, given[0].ID); err != nil {
		t.Errorf("withdrawing: %v", err)
	}
	if err := w.App.StopAll(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil {
		t.Errorf("stopping all: %v", err)
	}
}

func TestHalfWayStatesShowNothing(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "secret")
	w.Accept(w.Jamie, models.Carer, models.Offer{Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.Always})
	read := func() error { _, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan); return err }
	if err := read(); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("accepted, not confirmed: %v", err)
	}
	w.Must(w.App.ConfirmPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	p, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)
	if err != nil || len(p.Sections) != 1 {
		t.Fatalf("confirmed: %+v, %v", p, err)
	}
	for _, state := range []struct {
		name string
		act  func(context.Context, models.Actor, models.ID, models.ID) error
	}{{"paused", w.App.PausePerson}, {"ended", w.App.EndPerson}} {
		name := state.name
		w.Must(state.act(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
		p, err = w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)
		if err != nil || len(p.Sections) != 0 {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		if name == "paused" {
			w.Must(w.App.ResumePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
		}
		ties, err := w.App.PlanTies(t.Context(), w.Jamie.Actor)
		if err != nil || len(ties) != 2 || ties[1].State != models.Confirmed {
			t.Errorf("%s reads as %+v", name, ties)
		}
	}
}

func TestAnInvitationWorksOnceForOneAccount(t *testing.T) {
	w := apptest.New(t)
	in, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Called: "brother"})
	w.Must(err)
	if _, err := w.App.AcceptInvitation(t.Context(), w.Ailsa.Actor, in.Code); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("one's own: %v", err)
	}
	_, err = w.App.AcceptInvitation(t.Context(), w.Jamie.Actor, in.Code)
	w.Must(err)
	for who, actor := range map[string]models.Actor{"again": w.Jamie.Actor, "another": w.Stranger.Actor} {
		if _, err := w.App.AcceptInvitation(t.Context(), actor, in.Code); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", who, err)
		}
	}
	late, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Peer, Called: "friend"})
	w.Must(err)
	w.Clock.Forward(8 * 24 * time.Hour)
	if _, err := w.App.AcceptInvitation(t.Context(), w.Stranger.Actor, late.Code); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("after seven days: %v", err)
	}
}

func TestAChangeFromAnOldVersionIsMerged(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("warnings", "I wake before four.")
	edit := func(version int, words string) (*app.Edited, error) {
		return w.App.EditEntry(t.Context(), w.Ailsa.Actor, app.EditEntry{
			Plan: w.Ailsa.Plan, Entry: e.ID, Version: version, Fields: models.Fields{{Key: "sign", Text: words}}})
	}
	_, err := edit(1, "I wake before four. I pace.")
	w.Must(err)
	got, err := edit(1, "Often I wake before four.")
	w.Must(err)
	if !got.Merged || got.Entry.Fields.Get("sign") != "Often I wake before four. I pace." || got.Entry.Version != 3 {
		t.Errorf("merged into %+v", got)
	}
	past, err := w.App.Versions(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Part{})
	if err != nil || len(past) != 3 || past[2].Fields.Get("sign") != "I wake before four." {
		t.Errorf("history %+v, %v", past, err)
	}
	back, err := w.App.RestoreVersion(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, 1)
	if err != nil || back.Fields.Get("sign") != "I wake before four." || back.Version != 4 {
		t.Errorf("restored %+v, %v", back, err)
	}
}

func TestASuggestionChangesNothingUntilTheYes(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("warnings", "I wake before four.")
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "warnings")
	s, err := w.App.Suggest(t.Context(), w.Morag.Actor, app.Suggest{
		Plan: w.Ailsa.Plan, Section: "warnings", Entry: e.ID, Fields: models.Fields{{Key: "sign", Text: "I wake before four, often."}}, Note: "as you said"})
	w.Must(err)
	now, err := w.App.ReadEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
	w.Must(err)
	if now.Version != 1 {
		t.Error("a suggestion changed the plan")
	}
	got, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s.ID})
	w.Must(err)
	if got.Fields.Get("sign") != "I wake before four, often." || got.How != models.FromSuggestion || got.Author.Name != "Morag" {
		t.Errorf("accepted as %+v", got)
	}
	if _, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s.ID}); models.KindOf(err) != models.Conflict {
		t.Errorf("accepted twice: %v", err)
	}
}

func TestADeclinedSuggestionReadsLikeAWaitingOne(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "warnings")
	suggest := func() *app.Suggestion {
		s, err := w.App.Suggest(t.Context(), w.Morag.Actor, app.Suggest{Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
		w.Must(err)
		return s
	}
	declined, accepted := suggest(), suggest()
	suggest()
	w.Must(w.App.Decline(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, declined.ID))
	_, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: accepted.ID})
	w.Must(err) // a new entry starts as only me: the sender does not see it
	mine, err := w.App.Suggestions(t.Context(), w.Morag.Actor, w.Ailsa.Plan)
	w.Must(err)
	for _, s := range mine {
		if s.Outcome != models.Waiting {
			t.Errorf("its sender reads %q", s.Outcome)
		}
	}
}

func TestACarerMaySendThreeSuggestionsAWeek(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	for i := range 4 {
		s, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
		if (i == 3) != (models.KindOf(err) == models.TooMany && err != nil) {
			t.Errorf("suggestion %d: %v", i+1, err)
		}
		if err == nil {
			w.Must(w.App.Decline(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, s.ID))
		}
	}
}

func TestADraftIsItsWritersAlone(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "warnings")
	save := func(who models.Actor, words string) {
		w.Must(w.App.SaveDraft(t.Context(), who, app.SaveDraft{DraftOf: app.DraftOf{Plan: w.Ailsa.Plan, Section: "warnings"}, Fields: models.Fields{{Key: "sign", Text: words}}}))
	}
	save(w.Ailsa.Actor, "hers")
	save(w.Morag.Actor, "morag's")
	save(w.Ailsa.Actor, "hers, longer")
	for want, who := range map[string]models.Actor{"hers, longer": w.Ailsa.Actor, "morag's": w.Morag.Actor} {
		drafts, err := w.App.Drafts(t.Context(), who, w.Ailsa.Plan, "warnings")
		if err != nil || len(drafts) != 1 || drafts[0].Fields.Get("sign") != want {
			t.Errorf("%s: %+v, %v", want, drafts, err)
		}
	}
	w.Write("warnings", "hers, longer")
	if drafts, _ := w.App.Drafts(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, "warnings"); len(drafts) != 0 {
		t.Error("the draft stayed after the words went in")
	}
}

func TestTheOrderOfEntriesIsTheirOwners(t *testing.T) {
	w := apptest.New(t)
	a, b, c := w.Write("daily", "a"), w.Write("daily", "b"), w.Write("daily", "c")
	order := func() (out string) {
		p, err := w.App.ReadSection(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, "daily")
		w.Must(err)
		for _, e := range p.Sections[0].Entries {
			out += e.Fields.Get("what")
		}
		return out
	}
	w.Must(w.App.MoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, c.ID, -1))
	if order() != "acb" {
		t.Errorf("up: %s", order())
	}
	w.Must(w.App.MoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, a.ID, 5))
	if order() != "cba" {
		t.Errorf("down: %s", order())
	}
	w.Must(w.App.RemoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, b.ID))
	gone, err := w.App.Removed(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, app.Part{})
	if err != nil || len(gone) != 1 || order() != "ca" {
		t.Errorf("removed %+v, left %s", gone, order())
	}
	_, err = w.App.BringBack(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, b.ID)
	w.Must(err)
	if order() != "cba" {
		t.Errorf("back: %s", order())
	}
}

func TestTheViewIsWhatTheyWouldSee(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "awake")
	w.Write("goals", "mine")
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings")
	theirs, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)
	w.Must(err)
	before, err := w.App.ReadLooks(t.Context(), w.Ailsa.Actor, app.Looks{Plan: w.Ailsa.Plan})
	w.Must(err)
	view, err := w.App.AsTheySee(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
	w.Must(err)
	if !slices.Equal(keys(theirs), keys(view)) || view.Mine {
		t.Errorf("they see %v, the view shows %v", keys(theirs), keys(view))
	}
	after, err := w.App.ReadLooks(t.Context(), w.Ailsa.Actor, app.Looks{Plan: w.Ailsa.Plan})
	if err != nil || len(after.Looks) != len(before.Looks) || len(before.Looks) != 1 || before.Looks[0].Name != "Jamie" {
		t.Errorf("looks %+v then %+v", before, after)
	}
	w.Must(w.App.BeginView(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	p, err := w.App.ByCookie(t.Context(), w.Ailsa.Cookie)
	if err != nil || p.Actor.As != w.Jamie.Account {
		t.Errorf("the sign-in shows %+v, %v", p, err)
	}
	if err := w.App.EndView(t.Context(), w.Ailsa.Actor, "wrong password"); err == nil {
		t.Error("the view ended without the password")
	}
	w.Must(w.App.EndView(t.Context(), w.Ailsa.Actor, apptest.Password))
}

func TestTakingAwayTheConfirmationPausesTheirTies(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "x")
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightWork, "warnings")
	if err := w.App.ConfirmWorker(t.Context(), w.Ailsa.Actor, w.Morag.Account, ""); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("not a lead: %v", err)
	}
	w.Must(w.App.ConfirmWorker(t.Context(), w.Leona.Actor, w.Morag.Account, ""))
	p, err := w.App.ReadPlan(t.Context(), w.Morag.Actor, w.Ailsa.Plan)
	if err != nil || len(p.Sections) != 0 {
		t.Errorf("still sees %+v, %v", p, err)
	}
}

func TestHelpHoldsThePersonsOwnWords(t *testing.T) {
	w := apptest.New(t)
	w.Write(models.HelpLines, "This has passed before.")
	_, err := w.App.AddEntry(t.Context(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.Fields{{Key: "who", Text: "Jamie"}, {Key: "phone", Text: "07700 900 123"}}})
	w.Must(err)
	w.Write("toolbox", "radio on low")
	h, err := w.App.ReadHelp(t.Context(), w.Ailsa.Actor)
	w.Must(err)
	if len(h.Lines) != 1 || len(h.Toolbox) != 1 || len(h.People) != 1 || h.People[0].Numbers[0].Dial != "07700900123" {
		t.Errorf("help holds %+v", h)
	}
}

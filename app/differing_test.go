package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// differs is Morag's way to see the entry.
func (m *meeting) differs(who apptest.Who, words string) (*app.Suggestion, error) {
	return m.App.SeeDifferently(m.T.Context(), who.Actor, app.SeeDifferently{
		Plan: m.Ailsa.Plan, Session: m.id, Entry: m.e.ID, Fields: models.Fields{{Key: "sign", Text: words}}})
}

// beside is what somebody reads next to the entry.
func (m *meeting) beside(who apptest.Who) []string {
	m.T.Helper()
	plan, err := m.App.ReadPlanBeside(m.T.Context(), who.Actor, m.Ailsa.Plan)
	m.Must(err)
	var out []string
	for _, s := range plan.Beside[m.e.ID] {
		out = append(out, s.From.Name+": "+s.Fields.Get("sign"))
	}
	return out
}

func (m *meeting) stands(who apptest.Who, want ...string) {
	m.T.Helper()
	got := m.beside(who)
	if len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
		m.T.Errorf("%s reads %q beside it, not %q", who.Name, got, want)
	}
}

// Where the two see it differently both texts stand: the person's stays as it is, the other's
// is next to it for the two of them alone, and the person can put it away without a word.
func TestBothTextsStandSideBySide(t *testing.T) {
	m := meet(t)
	m.Tie(m.Jamie, models.Carer)
	m.Share(m.Jamie, models.RightSuggest, "warnings")
	first, err := m.differs(m.Morag, "It begins with cancelled plans.")
	m.Must(err)
	if got := m.words(); got != "I wake early." {
		t.Fatalf("the person's words became %q", got)
	}
	m.stands(m.Ailsa, "Morag: It begins with cancelled plans.")
	m.stands(m.Morag, "Morag: It begins with cancelled plans.")
	m.stands(m.Jamie)
	if _, err := m.differs(m.Jamie, "x"); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody who is not in the session: %v", err)
	}
	if _, err := m.differs(m.Ailsa, "x"); models.KindOf(err) != models.NotAllowed {
		t.Errorf("the person, whose words the entry holds: %v", err)
	}
	m.Clock.Forward(time.Minute)
	m.join(m.Ailsa)
	_, err = m.differs(m.Morag, "It begins days before.")
	m.Must(err)
	m.stands(m.Ailsa, "Morag: It begins days before.")
	m.end()
	if _, err := m.differs(m.Morag, "x"); models.KindOf(err) != models.Conflict {
		t.Errorf("when they are not together: %v", err)
	}
	m.stands(m.Ailsa, "Morag: It begins days before.")

	all, err := m.App.SuggestionsSent(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, app.Sent{Which: app.ThatStand})
	m.Must(err)
	for _, s := range all {
		m.Must(m.App.Decline(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, s.ID))
	}
	m.stands(m.Ailsa)
	m.stands(m.Morag, "Morag: It begins days before.")
	if len(all) != 2 || all[1].ID != first.ID {
		t.Errorf("what stood before is lost: %+v", all)
	}
	m.Must(m.App.PausePerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account))
	if plan, err := m.App.ReadPlanBeside(t.Context(), m.Morag.Actor, m.Ailsa.Plan); err == nil && len(plan.Beside) > 0 {
		t.Errorf("who may not see the entry reads what stands beside it: %v", plan.Beside)
	}
}

// The person says it with one press: what the other wrote last goes out of the entry and
// stands beside it, as they left it.
func TestThePersonSetsTheOthersWordsBeside(t *testing.T) {
	m := meet(t)
	set := func(who apptest.Who, entry models.ID) error {
		_, err := m.App.SetBeside(t.Context(), who.Actor, app.SetBeside{Plan: m.Ailsa.Plan, Session: m.id, Entry: entry})
		return err
	}
	if err := set(m.Ailsa, m.e.ID); models.KindOf(err) != models.Invalid {
		t.Errorf("where the other wrote nothing: %v", err)
	}
	m.Clock.Forward(time.Minute)
	m.join(m.Ailsa)
	m.Must(m.write(m.Morag, "I wake early and cancel plans."))
	m.Must(m.write(m.Ailsa, "Mostly, I wake early and cancel plans."))
	if err := set(m.Morag, m.e.ID); models.KindOf(err) != models.NotAllowed {
		t.Errorf("the other: %v", err)
	}
	m.Must(set(m.Ailsa, m.e.ID))
	if got := m.words(); got != "Mostly, I wake early." {
		t.Errorf("the entry says %q", got)
	}
	for _, who := range []apptest.Who{m.Ailsa, m.Morag} {
		m.stands(who, "Morag: I wake early and cancel plans.")
	}

	theirs, err := m.App.AddEntry(t.Context(), m.Morag.Actor, app.AddEntry{Plan: m.Ailsa.Plan, Section: "warnings", Session: m.id, Fields: models.Fields{{Key: "sign", Text: "Lists everywhere."}}})
	m.Must(err)
	if err := set(m.Ailsa, theirs.ID); models.KindOf(err) != models.Invalid {
		t.Errorf("an entry that is the other's alone: %v", err)
	}
	if _, err := m.App.ReadEntry(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, theirs.ID); err != nil {
		t.Errorf("it is gone: %v", err)
	}
	m.undoAll()
	m.stands(m.Ailsa)
}

// Other words that were sent at any other time can stand beside too; the person can
// take them later, and their sender is told as much as they may see.
func TestASuggestionCanStandBeside(t *testing.T) {
	m := meet(t)
	s, err := m.App.Suggest(t.Context(), m.Morag.Actor, app.Suggest{Plan: m.Ailsa.Plan, Section: "warnings", Entry: m.e.ID, Fields: models.Fields{{Key: "sign", Text: "I sleep less."}}})
	m.Must(err)
	if _, err := m.App.LetBothStand(t.Context(), m.Morag.Actor, m.Ailsa.Plan, s.ID); models.KindOf(err) != models.NotAllowed {
		t.Errorf("its sender: %v", err)
	}
	_, err = m.App.LetBothStand(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, s.ID)
	m.Must(err)
	m.stands(m.Morag, "Morag: I sleep less.")
	_, err = m.App.Accept(t.Context(), m.Ailsa.Actor, app.Accept{Plan: m.Ailsa.Plan, Suggestion: s.ID})
	m.Must(err)
	m.stands(m.Ailsa)
	if got := m.words(); got != "I sleep less." {
		t.Errorf("taken after all: %q", got)
	}
}

func (m *meeting) view(who apptest.Who, words string) error {
	_, err := m.App.WriteView(m.T.Context(), who.Actor, app.WriteView{Plan: m.Ailsa.Plan, Session: m.id, Text: words})
	return err
}

// In the summary each of the two writes their own view and nobody else's; a yes is to all
// of it, and when both said it nothing of it changes.
func TestTwoViewsInTheSummary(t *testing.T) {
	m := meet(t)
	agree := func(who apptest.Who, version int) error {
		_, err := m.App.AgreeToSummary(t.Context(), who.Actor, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id, Version: version})
		return err
	}
	_, err := m.sum(m.Morag.Actor, "We talked about sleep.")
	m.Must(err)
	m.Must(agree(m.Ailsa, 1))
	m.Must(m.view(m.Morag, "I think the tablets matter."))
	s := m.read(m.Ailsa.Actor)
	if s.AgreedByMe() || s.Summary.Text != "We talked about sleep." {
		t.Errorf("a yes to other words stands: %+v", s.Summary)
	}
	if err := agree(m.Ailsa, 2); models.KindOf(err) != models.Conflict {
		t.Errorf("a yes to what stood before: %v", err)
	}
	m.Must(m.view(m.Ailsa, "I sleep when nobody counts."))
	m.Must(m.view(m.Ailsa, "I sleep when nobody counts the hours."))
	_, err = m.App.WriteSummary(t.Context(), m.Morag.Actor, app.WriteSummary{Plan: m.Ailsa.Plan, Session: m.id, Text: "We talked about sleep. A lot.", Version: 1})
	m.Must(err) // over an older one
	for _, who := range []apptest.Who{m.Ailsa, m.Morag} {
		m.Must(agree(who, 0))
	}
	s = m.read(m.Morag.Actor)
	want := []app.View{{Person: app.Person{ID: m.Morag.Account, Name: "Morag"}, Text: "I think the tablets matter."}, {Person: app.Person{ID: m.Ailsa.Account, Name: "Ailsa"}, Text: "I sleep when nobody counts the hours."}}
	if !s.Summary.Fixed || s.Summary.Text != "We talked about sleep. A lot." || len(s.Summary.Views) != 2 || s.Summary.Views[0] != want[0] || s.Summary.Views[1] != want[1] {
		t.Errorf("what both agreed to: %+v", s.Summary)
	}
	if err := m.view(m.Ailsa, "Otherwise."); models.KindOf(err) != models.Conflict {
		t.Errorf("a view of what both agreed to was changed: %v", err)
	}
}

// A view that is written when the two are not together waits for the person like all else;
// with nothing left there is nothing to agree to.
func TestAViewWaitsWhenTheTwoAreApart(t *testing.T) {
	m := meet(t)
	m.Must(m.view(m.Ailsa, "I see it so."))
	m.Must(m.view(m.Ailsa, ""))
	if _, err := m.App.AgreeToSummary(t.Context(), m.Ailsa.Actor, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id}); models.KindOf(err) != models.Invalid {
		t.Errorf("a yes to nothing: %v", err)
	}
	m.end()
	m.Must(m.view(m.Morag, "A late view."))
	s := m.read(m.Ailsa.Actor)
	if len(s.Summary.Views) != 0 || len(s.PutForward) != 1 || s.PutForward[0].For != models.ForView {
		t.Fatalf("the person reads %+v, %+v", s.Summary, s.PutForward)
	}
	m.Must(m.answer(m.Ailsa.Actor, s.PutForward[0].ID, models.TakenIn))
	if s = m.read(m.Ailsa.Actor); len(s.Summary.Views) != 1 || s.Summary.Views[0].Name != "Morag" || s.Summary.Views[0].Text != "A late view." {
		t.Errorf("taken in: %+v", s.Summary)
	}
}

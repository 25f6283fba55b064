package app_test

import (
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// dueFor is the goals that somebody's first page names beside Ailsa, by their words.
func dueFor(w *apptest.World, who apptest.Who) []string {
	w.T.Helper()
	circle, err := w.App.Circle(w.T.Context(), who.Actor, app.Part{})
	w.Must(err)
	var out []string
	for _, b := range circle {
		for _, g := range b.Due {
			out = append(out, g.Entry.Fields.Get("goal")+" "+string(g.Last))
		}
	}
	return out
}

// Goals that nothing was said of for some weeks are named to those who work with the
// person, as far as they see them, in the person's order; and it counts as a look.
func TestGoalsDueForALook(t *testing.T) {
	w := apptest.New(t)
	ctx, plan := t.Context(), w.Ailsa.Plan
	for _, role := range []models.Role{models.Practitioner, models.Carer} {
		w.Tie(map[models.Role]apptest.Who{models.Practitioner: w.Morag, models.Carer: w.Jamie}[role], role)
	}
	allotment, bus, secret := w.Write(app.Goals, "The allotment"), w.Write(app.Goals, "The bus"), w.Write(app.Goals, "A secret")
	reached := w.Write(app.Goals, "Reached")
	_, err := w.App.TurnGoal(ctx, w.Ailsa.Actor, app.TurnGoal{Plan: plan, Goal: reached.ID, State: "reached"})
	w.Must(err)
	onlyMe := true
	_, err = w.App.EditEntry(ctx, w.Ailsa.Actor, app.EditEntry{Plan: plan, Entry: secret.ID, Version: 1, Fields: secret.Fields, Place: app.Place{OnlyMe: &onlyMe}})
	w.Must(err)
	mark := func(goal models.ID) {
		_, err := w.App.AddReview(ctx, w.Ailsa.Actor, app.AddReview{Plan: plan, Goal: goal, Words: models.ReviewWords{Mark: 3}})
		w.Must(err)
	}
	mark(allotment.ID)
	w.Clock.Forward(28 * 24 * time.Hour)
	if got := dueFor(w, w.Morag); got != nil {
		t.Errorf("nothing is shared, and it says %q", got)
	}
	if looks, err := w.App.ReadLooks(ctx, w.Ailsa.Actor, app.Looks{Plan: plan}); err != nil || len(looks.Looks) != 0 {
		t.Errorf("nothing was looked at: %+v, %v", looks, err)
	}
	w.Share(w.Morag, models.RightSee, app.Goals)
	w.Share(w.Jamie, models.RightSee, app.Goals)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string(nil)) {
		t.Errorf("since today they see it, and it says %q", got)
	}
	w.Clock.Forward(28 * 24 * time.Hour)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string{"The allotment 2026-11-23", "The bus "}) {
		t.Errorf("due: %q", got)
	}
	if got := dueFor(w, w.Jamie); got != nil {
		t.Errorf("a carer's page says %q", got)
	}
	looks, err := w.App.ReadLooks(ctx, w.Ailsa.Actor, app.Looks{Plan: plan})
	w.Must(err)
	if len(looks.Looks) == 0 || looks.Looks[0].Section != app.Goals || looks.Looks[0].Account != w.Morag.Account {
		t.Errorf("who has looked: %+v", looks.Looks)
	}
	mark(bus.ID)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string{"The allotment 2026-11-23"}) {
		t.Errorf("after a mark: %q", got)
	}
}

// besideAilsa is what stands beside Ailsa's name on Morag's first page.
func besideAilsa(m *meeting) app.Beside {
	m.T.Helper()
	circle, err := m.App.Circle(m.T.Context(), m.Morag.Actor, app.Part{})
	m.Must(err)
	return circle[0]
}

// The next sessions stand there, the next one first, until they are over, called off or
// past; what was left over stands there whether one is planned or not.
func TestNextSessionsAndLeftoversOnTheFirstPage(t *testing.T) {
	m := meet(t)
	ctx, plan := t.Context(), m.Ailsa.Plan
	for _, text := range []string{"Sleep", "The bus"} {
		_, err := m.App.AddToAgenda(ctx, m.Ailsa.Actor, app.AddToAgenda{Plan: plan, Session: m.id, Text: text})
		m.Must(err)
	}
	if b := besideAilsa(m); len(b.Coming) != 1 || b.Coming[0].State != models.SessionRunning || b.Left != 0 {
		t.Errorf("while one runs: %+v", b)
	}
	m.end()
	if b := besideAilsa(m); len(b.Coming) != 0 || b.Left != 2 {
		t.Errorf("none is planned: %d coming, %d left", len(b.Coming), b.Left)
	}
	plans := func(days int) models.ID {
		s, err := m.App.OpenSession(ctx, m.Ailsa.Actor, app.OpenSession{Plan: plan, With: m.Morag.Account, PlannedFor: m.Clock.Now().AddDate(0, 0, days)})
		m.Must(err)
		return s.ID
	}
	later, sooner := plans(9), plans(2)
	if b := besideAilsa(m); len(b.Coming) != 2 || b.Coming[0].ID != sooner || b.Coming[1].ID != later || b.Left != 2 {
		t.Errorf("two are planned: %+v", b)
	}
	m.Clock.Forward(3 * 24 * time.Hour) // nobody came to the first
	if b := besideAilsa(m); len(b.Coming) != 1 || b.Coming[0].ID != later || b.Left != 2 {
		t.Errorf("one is past: %+v", b)
	}
	_, err := m.App.EndSession(ctx, m.Ailsa.Actor, plan, later)
	m.Must(err)
	if b := besideAilsa(m); len(b.Coming) != 0 || b.Left != 2 {
		t.Errorf("the other was called off: %+v", b)
	}
}

// That a suggestion was taken in is mentioned for a month from when it was, however long
// it waited; of one that was left nothing is said.
func TestAnsweredSuggestionsOnTheFirstPage(t *testing.T) {
	m := meet(t)
	ctx, plan := t.Context(), m.Ailsa.Plan
	send := func(words string) *app.Suggestion {
		s, err := m.App.Suggest(ctx, m.Morag.Actor, app.Suggest{Plan: plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: words}}})
		m.Must(err)
		return s
	}
	taken, left := send("You stop eating"), send("You stop singing")
	m.Clock.Forward(40 * 24 * time.Hour)
	if b := besideAilsa(m); len(b.TakenIn) != 0 {
		t.Errorf("nothing was answered: %+v", b.TakenIn)
	}
	shown := false
	_, err := m.App.Accept(ctx, m.fresh(), app.Accept{Plan: plan, Suggestion: taken.ID, Place: app.Place{OnlyMe: &shown}})
	m.Must(err)
	m.Must(m.App.Decline(ctx, m.Ailsa.Actor, plan, left.ID))
	for spells, want := range []int{1, 1, 0} {
		if b := besideAilsa(m); len(b.TakenIn) != want || want > 0 && b.TakenIn[0].ID != taken.ID {
			t.Errorf("after %d times twenty days it says %+v", spells, b.TakenIn)
		}
		m.Clock.Forward(20 * 24 * time.Hour)
	}
}

// Names stand in the order in which the people came, whatever happens in their plans that
// the reader may know of or not.
func TestTheFirstPageRanksNobody(t *testing.T) {
	m := meet(t)
	ctx := t.Context()
	m.Clock.Forward(time.Minute)
	in, err := m.App.Invite(ctx, m.Jamie.Actor, app.Invite{Plan: m.Jamie.Plan, Role: models.Practitioner, Called: "my practitioner"})
	m.Must(err)
	_, err = m.App.AcceptInvitation(ctx, m.Morag.Actor, in.Code)
	m.Must(err)
	m.Must(m.App.ConfirmPerson(ctx, m.Jamie.Actor, m.Jamie.Plan, m.Morag.Account))
	order := func() []string {
		circle, err := m.App.Circle(ctx, m.Morag.Actor, app.Part{})
		m.Must(err)
		var names []string
		for _, b := range circle {
			names = append(names, b.Owner.Name)
		}
		return names
	}
	for what, happens := range map[string]func() error{
		"at first":                   func() error { return nil },
		"Jamie's plan is put to use": func() error { return m.App.SomethingIsWrong(ctx, m.Jamie.Actor, m.Jamie.Plan, "") },
		"Jamie writes what nobody sees": func() error {
			_, err := m.App.AddEntry(ctx, m.Jamie.Actor, app.AddEntry{Plan: m.Jamie.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "I am not well."}}})
			return err
		},
		"Jamie opens a session": func() error {
			_, err := m.App.OpenSession(ctx, m.Jamie.Actor, app.OpenSession{Plan: m.Jamie.Plan, With: m.Morag.Account})
			return err
		},
	} {
		m.Must(happens())
		if got := order(); !slices.Equal(got, []string{"Ailsa", "Jamie"}) {
			t.Errorf("%s: %q", what, got)
		}
	}
}

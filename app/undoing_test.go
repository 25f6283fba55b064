package app_test

import (
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// undoAll is Ailsa's one press for all that Morag did in the session.
func (m *meeting) undoAll() []app.Entry {
	m.T.Helper()
	changed, err := m.App.UndoWords(m.T.Context(), m.Ailsa.Actor, app.UndoWords{Plan: m.Ailsa.Plan, Session: m.id, Reach: models.AllTheirs})
	m.Must(err)
	return changed
}

func (m *meeting) end() {
	m.T.Helper()
	_, err := m.App.EndSession(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
}

// A session that was planned long before it was held, and one that is over, give back
// their own words alone.
func TestUndoingKeepsToItsOwnSession(t *testing.T) {
	m := meet(t)
	first := m.id
	planned, err := m.App.OpenSession(t.Context(), m.Ailsa.Actor, app.OpenSession{Plan: m.Ailsa.Plan, With: m.Morag.Account, PlannedFor: m.Clock.Now().Add(48 * time.Hour)})
	m.Must(err)
	m.Clock.Forward(time.Minute)
	m.Must(m.write(m.Morag, "I wake early, first."))
	m.end()
	m.Clock.Forward(time.Hour)
	m.id = planned.ID
	m.undoAll()
	if got := m.words(); got != "I wake early, first." {
		t.Fatalf("a session that has not begun takes out %q", got)
	}
	m.join(m.Ailsa)
	m.join(m.Morag)
	m.Must(m.write(m.Morag, "I wake early, first. Second."))
	m.undoAll()
	if got := m.words(); got != "I wake early, first." {
		t.Errorf("of the session before it takes out: %q", got)
	}
	m.Must(m.write(m.Morag, "I wake early, first. Third."))
	m.id = first
	m.undoAll()
	if got := m.words(); got != "I wake early. Third." {
		t.Errorf("of the session after it takes out: %q", got)
	}
}

// One press also gives back what the other took out, and the marks, steps and states
// of goals; what the person did themselves stays.
func TestUndoingReachesAllThatTheOtherDid(t *testing.T) {
	m := meet(t)
	ctx, plan := t.Context(), m.Ailsa.Plan
	m.Share(m.Morag, models.RightWork, app.Goals)
	gone := m.Write("warnings", "I stop answering.")
	goal := m.Write(app.Goals, "The allotment")
	mine, err := m.App.KeepStep(ctx, m.Ailsa.Actor, app.KeepStep{Plan: plan, Goal: goal.ID, Words: models.StepWords{Text: "Buy gloves"}})
	m.Must(err)
	review := func(who models.Actor, mark int) {
		_, err := m.App.AddReview(ctx, who, app.AddReview{Plan: plan, Goal: goal.ID, Words: models.ReviewWords{Mark: mark}})
		m.Must(err)
	}
	review(m.Ailsa.Actor, 3)
	m.Clock.Forward(time.Minute)

	m.Must(m.App.RemoveEntry(ctx, m.Morag.Actor, plan, gone.ID))
	review(m.Morag.Actor, 8)
	done := mine.Words
	done.State = models.StepDone
	_, err = m.App.KeepStep(ctx, m.Morag.Actor, app.KeepStep{Plan: plan, Step: mine.ID, Words: done})
	m.Must(err)
	_, err = m.App.KeepStep(ctx, m.Morag.Actor, app.KeepStep{Plan: plan, Goal: goal.ID, Words: models.StepWords{Text: "Morag's own"}})
	m.Must(err)
	next, err := m.App.TurnGoal(ctx, m.Morag.Actor, app.TurnGoal{Plan: plan, Goal: goal.ID, State: "changed", Why: "Too much", NewGoal: "A window box"})
	m.Must(err)
	m.Clock.Forward(time.Minute)
	m.join(m.Ailsa)
	review(m.Ailsa.Actor, 4)
	m.end()

	changed := m.undoAll()
	g, err := m.App.ReadGoal(ctx, m.Ailsa.Actor, plan, goal.ID)
	m.Must(err)
	var marks []int
	for _, r := range g.Reviews {
		marks = append(marks, r.Mark)
	}
	if !slices.Equal(marks, []int{3, 4}) {
		t.Errorf("the marks are %v", marks)
	}
	if len(g.Steps) != 1 || !g.Steps[0].Words.Same(models.StepWords{Text: "Buy gloves", State: models.StepOpen}) {
		t.Errorf("the steps are %+v", g.Steps)
	}
	if g.Entry.Fields.Get("state") != "" || g.Entry.Fields.Get("why") != "" {
		t.Errorf("the goal stands %v", g.Entry.Fields)
	}
	if _, err := m.App.ReadEntry(ctx, m.Ailsa.Actor, plan, gone.ID); err != nil {
		t.Errorf("what Morag took out: %v", err)
	}
	if _, err := m.App.ReadEntry(ctx, m.Ailsa.Actor, plan, next); models.KindOf(err) != models.NotFound {
		t.Errorf("the goal that Morag made: %v", err)
	}
	if again := m.undoAll(); len(changed) != 3 || len(again) != 0 {
		t.Errorf("%d entries changed, then %d", len(changed), len(again))
	}
}

// Pressed again after more was written, it takes out what is new and no letter beside
// what was taken out before.
func TestUndoingAllTwiceTakesNoLetterOfThePersons(t *testing.T) {
	m := meet(t)
	for _, turn := range []struct {
		who   apptest.Who
		words string
	}{{m.Morag, "I wake early. Once."}, {m.Ailsa, "I wake early. Once. My own."}, {m.Morag, "I wake early. Once. My own. Twice."}} {
		m.Must(m.write(turn.who, turn.words))
		m.Clock.Forward(time.Minute)
		m.join(m.Ailsa)
		m.join(m.Morag)
	}
	m.undoAll()
	m.Clock.Forward(time.Second)
	m.Must(m.write(m.Morag, m.words()+" Again."))
	m.undoAll()
	if got := m.words(); got != "I wake early. My own." {
		t.Errorf("left: %q", got)
	}
	past, err := m.App.Versions(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, app.Part{})
	m.Must(err)
	if past[0].How != models.TookOut || past[0].With.Name != "Morag" || past[0].Author.Name != "Ailsa" {
		t.Errorf("the history says %+v", past[0])
	}
}

// What the person added to an entry of the other's keeps its place, with the one text
// that it cannot be without.
func TestUndoingNeverTakesThePersonsWordsAlong(t *testing.T) {
	m := meet(t)
	added, err := m.App.AddEntry(t.Context(), m.Morag.Actor, app.AddEntry{Plan: m.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "You stop eating"}}})
	m.Must(err)
	_, err = m.App.EditEntry(t.Context(), m.Ailsa.Actor, app.EditEntry{Plan: m.Ailsa.Plan, Entry: added.ID, Version: 1, Session: m.id,
		Fields: models.Fields{{Key: "sign", Text: "You stop eating"}, {Key: "do", Text: "I put soup on"}}})
	m.Must(err)
	m.undoAll()
	e, err := m.App.ReadEntry(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, added.ID)
	m.Must(err)
	if e.Fields.Get("do") != "I put soup on" {
		t.Errorf("left: %v", e.Fields)
	}
}

// Whom the person brings may write too where they work together, and one press each takes
// out what either did and nothing of the other's.
func TestUndoingWhatSomebodyWhoWasBroughtDid(t *testing.T) {
	m := meet(t)
	m.Tie(m.Pete, models.Peer)
	m.Share(m.Pete, models.RightWork, "warnings")
	_, err := m.App.BringTo(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, m.Pete.Account)
	m.Must(err)
	m.join(m.Pete)
	m.Must(m.write(m.Morag, "I wake early, says Morag."))
	m.Must(m.write(m.Pete, "I wake early, says Morag. And Pete."))
	undo := func(whose models.ID, entry models.ID, reach models.Reach) error {
		_, err := m.App.UndoWords(t.Context(), m.Ailsa.Actor, app.UndoWords{Plan: m.Ailsa.Plan, Session: m.id, Entry: entry, Reach: reach, Whose: whose})
		return err
	}
	m.Must(undo(m.Pete.Account, m.e.ID, models.LastWords))
	if got := m.words(); got != "I wake early, says Morag." {
		t.Errorf("without Pete's last words: %q", got)
	}
	m.Must(m.write(m.Pete, "I wake early, says Morag. And Pete again."))
	m.Must(undo("", "", models.AllTheirs))
	if got := m.words(); got != "I wake early. And Pete again." {
		t.Errorf("without Morag's: %q", got)
	}
	m.Must(undo(m.Pete.Account, "", models.AllTheirs))
	if got := m.words(); got != "I wake early." {
		t.Errorf("without Pete's: %q", got)
	}
	for _, whose := range []models.ID{m.Ailsa.Account, m.Jamie.Account, "nobody"} {
		if err := undo(whose, "", models.AllTheirs); models.KindOf(err) != models.Invalid {
			t.Errorf("of %s, who is not one of them: %v", whose, err)
		}
	}
}

// While two type at once each keystroke is a version; the history shows one for each,
// and any of them can be brought back.
func TestHistoryAfterTypingTogetherReadsWell(t *testing.T) {
	m := meet(t)
	for i := range 20 {
		m.Must(m.write(m.Ailsa, m.words()+"a"))
		m.Must(m.write(m.Morag, m.words()+"m"))
		m.Clock.Forward(time.Duration(i%3) * time.Second)
	}
	past, err := m.App.Versions(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, app.Part{})
	m.Must(err)
	if len(past) != 3 || past[0].Author.Name != "Morag" || past[1].Author.Name != "Ailsa" || past[2].Version != 1 {
		t.Fatalf("%d versions: %+v", len(past), past)
	}
	for _, v := range []int{past[1].Version, 7, 1} { // one that is shown, one that was folded away, the first
		back, err := m.App.RestoreVersion(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, v)
		m.Must(err)
		if want := "I wake early." + map[int]string{1: "", 7: "amamam", past[1].Version: past[1].Fields.Get("sign")[len("I wake early."):]}[v]; back.Fields.Get("sign") != want {
			t.Errorf("version %d brings back %q, not %q", v, back.Fields.Get("sign"), want)
		}
	}
}

package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// meeting is Ailsa and Morag in a running session, with the warnings worked on together.
type meeting struct {
	*apptest.World
	id models.ID
	e  *app.Entry
}

func meet(t *testing.T) *meeting {
	t.Helper()
	w := apptest.New(t)
	e := w.Write("warnings", "I wake early.")
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightWork, "warnings")
	w.ShareWhen(w.Morag, models.RightSee, models.Together, "triggers")
	s, err := w.App.OpenSession(t.Context(), w.Ailsa.Actor, app.OpenSession{Plan: w.Ailsa.Plan, With: w.Morag.Account})
	w.Must(err)
	m := &meeting{World: w, id: s.ID, e: e}
	m.join(w.Morag)
	return m
}

func (m *meeting) join(who apptest.Who) *app.Session {
	m.T.Helper()
	s, err := m.App.JoinSession(m.T.Context(), who.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	return s
}

// write saves the entry's words as somebody, over what stands now.
func (m *meeting) write(who apptest.Who, words string) error {
	now, err := m.App.ReadEntry(m.T.Context(), who.Actor, m.Ailsa.Plan, m.e.ID)
	if err != nil {
		return err
	}
	_, err = m.App.EditEntry(m.T.Context(), who.Actor, app.EditEntry{
		Plan: m.Ailsa.Plan, Entry: m.e.ID, Version: now.Version, Fields: models.Fields{{Key: "sign", Text: words}}, Session: m.id})
	return err
}

func (m *meeting) words() string {
	m.T.Helper()
	e, err := m.App.ReadEntry(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID)
	m.Must(err)
	return e.Fields.Get("sign")
}

// sees reports what Morag sees that hangs on being together.
func (m *meeting) together() bool {
	m.T.Helper()
	_, err := m.App.ReadSection(m.T.Context(), m.Morag.Actor, m.Ailsa.Plan, "triggers")
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		m.T.Fatal(err)
	}
	return err == nil
}

func TestAPractitionerWritesInARunningSessionAndAtNoOtherTime(t *testing.T) {
	m := meet(t)
	if err := m.write(m.Morag, "I wake early, two days running."); err != nil || !m.together() {
		t.Fatalf("together and running: %v", err)
	}
	past, err := m.App.Versions(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, app.Part{})
	m.Must(err)
	if past[0].Author.Name != "Morag" || past[0].How != models.InSession || past[1].Author.Name != "Ailsa" {
		t.Errorf("the history says %+v", past)
	}
	for name, over := range map[string]func() error{
		"paused": func() error { _, err := m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id); return err },
		"the person left": func() error {
			_, err := m.App.LeaveSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
			return err
		},
		"the practitioner left": func() error {
			_, err := m.App.LeaveSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
			return err
		},
		"the person's page was put away": func() error {
			_, err := m.App.GiveSign(t.Context(), m.Ailsa.Actor, app.GiveSign{Plan: m.Ailsa.Plan, Session: m.id, Sign: app.SignAway})
			return err
		},
		"no sign of the person": func() error {
			_, err := m.App.GiveSign(t.Context(), m.Ailsa.Actor, app.GiveSign{Plan: m.Ailsa.Plan, Session: m.id, Sign: app.SignHere})
			m.Clock.Forward(models.HereFor)
			return err
		},
	} {
		m.Must(over())
		if err := m.write(m.Morag, "alone"); !errors.Is(err, models.ErrNotAllowed) {
			t.Errorf("%s: writing gives %v", name, err)
		}
		if m.together() {
			t.Errorf("%s: what is seen only together is still there", name)
		}
		if _, err := m.App.ResumeSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id); err != nil {
			t.Fatal(err)
		}
		m.join(m.Morag)
		if !m.together() {
			t.Fatalf("after %q it did not come back", name)
		}
	}
	_, err = m.App.EndSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	if m.together() || !errors.Is(m.write(m.Morag, "alone"), models.ErrNotAllowed) {
		t.Error("it has ended")
	}
	if _, err := m.App.JoinSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id); models.KindOf(err) != models.Conflict {
		t.Errorf("joining what has ended: %v", err)
	}
}

func TestTheServiceTakesItsWordBackInTheMiddle(t *testing.T) {
	m := meet(t)
	m.Must(m.App.ConfirmWorker(t.Context(), m.Leona.Actor, m.Morag.Account, ""))
	if err := m.write(m.Morag, "alone"); err == nil || m.together() {
		t.Errorf("it goes on: %v", err)
	}
}

func TestWhoOpensASession(t *testing.T) {
	w := apptest.New(t)
	unconfirmed := w.Person("Una", app.NewAccount{})
	w.Tie(w.Morag, models.Practitioner)
	w.Tie(unconfirmed, models.Practitioner)
	w.Tie(w.Jamie, models.Carer)
	open := func(who apptest.Who, with models.ID) error {
		_, err := w.App.OpenSession(t.Context(), who.Actor, app.OpenSession{Plan: w.Ailsa.Plan, With: with})
		return err
	}
	if err := errors.Join(open(w.Ailsa, w.Morag.Account), open(w.Morag, w.Ailsa.Account), open(w.Morag, "")); err != nil {
		t.Errorf("both sides may: %v", err)
	}
	for _, who := range []apptest.Who{unconfirmed, w.Jamie} {
		if err := open(who, ""); !errors.Is(err, models.ErrNotAllowed) {
			t.Errorf("%s opens one: %v", who.Name, err)
		}
		if err := open(w.Ailsa, who.Account); models.KindOf(err) != models.Invalid {
			t.Errorf("with %s: %v", who.Name, err)
		}
	}
	if err := open(w.Stranger, ""); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestASessionRunsOnceBothHaveJoined(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.ShareWhen(w.Morag, models.RightSee, models.Together, "triggers")
	later := w.Clock.Now().Add(48 * time.Hour)
	s, err := w.App.OpenSession(t.Context(), w.Morag.Actor, app.OpenSession{Plan: w.Ailsa.Plan, PlannedFor: later})
	w.Must(err)
	m := &meeting{World: w, id: s.ID}
	if s.State != models.SessionPlanned || !s.PlannedFor.Equal(later) {
		t.Errorf("planned: %+v", s)
	}
	if s = m.join(w.Morag); s.State != models.SessionOpen || m.together() {
		t.Errorf("one has come: %s", s.State)
	}
	if s = m.join(w.Ailsa); s.State != models.SessionRunning || !m.together() {
		t.Errorf("both have come: %s", s.State)
	}
	if s.People[0].Name != "Ailsa" || !s.People[1].Here || s.Other().Name != "Morag" {
		t.Errorf("who is there: %+v", s.People)
	}
}

// Whoever is brought sees what is shared with them and nothing for being there.
func TestThePersonBringsSomebody(t *testing.T) {
	m := meet(t)
	m.Tie(m.Jamie, models.Carer)
	m.ShareWhen(m.Jamie, models.RightSee, models.Together, "daily")
	if _, err := m.App.ReadSession(t.Context(), m.Jamie.Actor, m.Ailsa.Plan, m.id); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("not brought: %v", err)
	}
	_, err := m.App.BringTo(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, m.Jamie.Account)
	m.Must(err)
	m.join(m.Jamie)
	p, err := m.App.ReadPlan(t.Context(), m.Jamie.Actor, m.Ailsa.Plan)
	m.Must(err)
	if got := keys(p); len(got) != 1 || got[0] != "daily" {
		t.Errorf("Jamie sees %v", got)
	}
	if _, err := m.App.BringTo(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id, m.Pete.Account); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Morag brings Pete: %v", err)
	}
	if _, err := m.App.WriteSummary(t.Context(), m.Jamie.Actor, app.WriteSummary{Plan: m.Ailsa.Plan, Session: m.id, Text: "x"}); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Jamie writes the summary: %v", err)
	}
}

func TestWhatIsLeftOverIsOfferedNextTime(t *testing.T) {
	m := meet(t)
	add := func(who apptest.Who, session models.ID, text string) *app.AgendaItem {
		i, err := m.App.AddToAgenda(t.Context(), who.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: session, Text: text})
		m.Must(err)
		return i
	}
	add(m.Ailsa, m.id, "Sleep since the clocks changed")
	talked := add(m.Morag, m.id, "A smaller step")
	ticked, err := m.App.TickAgenda(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, talked.ID, app.Ticked)
	m.Must(err)
	if !ticked.Done || ticked.By.Name != "Morag" {
		t.Errorf("ticked: %+v", ticked)
	}
	_, err = m.App.EndSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	m.Clock.Forward(time.Hour)
	next, err := m.App.OpenSession(t.Context(), m.Morag.Actor, app.OpenSession{Plan: m.Ailsa.Plan})
	m.Must(err)
	if len(next.Left) != 1 || next.Left[0].Text != "Sleep since the clocks changed" || next.Left[0].By.Name != "Ailsa" {
		t.Fatalf("left over: %+v", next.Left)
	}
	next, err = m.App.CarryOver(t.Context(), m.Morag.Actor, m.Ailsa.Plan, next.ID)
	m.Must(err)
	if len(next.Agenda) != 1 || len(next.Left) != 0 {
		t.Errorf("taken over: %+v", next)
	}
}

// What is open stays on offer past sessions that never took place, together with what
// was put on their lists; one that was held takes its place.
func TestWhatIsLeftOverOutlastsSessionsThatNeverTookPlace(t *testing.T) {
	m := meet(t)
	ctx, plan := t.Context(), m.Ailsa.Plan
	add := func(session models.ID, text string) {
		_, err := m.App.AddToAgenda(ctx, m.Ailsa.Actor, app.AddToAgenda{Plan: plan, Session: session, Text: text})
		m.Must(err)
	}
	open := func(in app.OpenSession) *app.Session {
		m.Clock.Forward(time.Hour)
		in.Plan, in.With = plan, m.Morag.Account
		s, err := m.App.OpenSession(ctx, m.Ailsa.Actor, in)
		m.Must(err)
		return s
	}
	left := func(s *app.Session) []string {
		s, err := m.App.ReadSession(ctx, m.Morag.Actor, plan, s.ID)
		m.Must(err)
		var out []string
		for _, i := range s.Left {
			out = append(out, i.Text)
		}
		return out
	}
	add(m.id, "Sleep")
	m.end()
	off := open(app.OpenSession{PlannedFor: m.Clock.Now().Add(24 * time.Hour)})
	add(off.ID, "The bus")
	_, err := m.App.EndSession(ctx, m.Ailsa.Actor, plan, off.ID)
	m.Must(err)
	missed := open(app.OpenSession{PlannedFor: m.Clock.Now().Add(2 * time.Hour)})
	add(missed.ID, "A smaller step")
	m.Clock.Forward(48 * time.Hour)
	next := open(app.OpenSession{})
	if got := left(next); !slices.Equal(got, []string{"Sleep", "The bus", "A smaller step"}) {
		t.Errorf("left over: %q", got)
	}
	m.id = next.ID
	m.join(m.Morag)
	add(m.id, "Something else")
	m.end()
	if got := left(open(app.OpenSession{})); !slices.Equal(got, []string{"Something else"}) {
		t.Errorf("after a session that was held: %q", got)
	}
}

func TestASummaryBothAgreedToNeverChanges(t *testing.T) {
	m := meet(t)
	write := func(who apptest.Who, text string, version int) (*app.Session, error) {
		return m.App.WriteSummary(t.Context(), who.Actor, app.WriteSummary{Plan: m.Ailsa.Plan, Session: m.id, Text: text, Version: version})
	}
	agree := func(who apptest.Who, version int) (*app.Session, error) {
		return m.App.AgreeToSummary(t.Context(), who.Actor, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id, Version: version})
	}
	s, err := write(m.Morag, "We talked about sleep.", 0)
	m.Must(err)
	first := s.Summary.Version
	s, err = agree(m.Ailsa, first)
	m.Must(err)
	if len(s.Summary.Agreed) != 1 || s.Summary.Waiting.Name != "Morag" || s.Summary.Fixed {
		t.Fatalf("one agreed: %+v", s.Summary)
	}
	// Both change it from the same version: both are in, and the yes is gone.
	_, err = write(m.Ailsa, "We talked about sleep. And the allotment.", first)
	m.Must(err)
	s, err = write(m.Morag, "Today: We talked about sleep.", first)
	m.Must(err)
	if s.Summary.Text != "Today: We talked about sleep. And the allotment." || len(s.Summary.Agreed) != 0 {
		t.Fatalf("merged: %+v", s.Summary)
	}
	if _, err := agree(m.Ailsa, first); models.KindOf(err) != models.Conflict {
		t.Errorf("a yes to words that are no longer there: %v", err)
	}
	for _, who := range []apptest.Who{m.Ailsa, m.Morag} {
		s, err = agree(who, s.Summary.Version)
		m.Must(err)
	}
	if !s.Summary.Fixed || s.Summary.Agreed[0].Name != "Ailsa" || s.Summary.Agreed[1].Name != "Morag" {
		t.Fatalf("both agreed: %+v", s.Summary)
	}
	if _, err := write(m.Ailsa, "Something else", s.Summary.Version); models.KindOf(err) != models.Conflict {
		t.Errorf("changed after both agreed: %v", err)
	}
	s, err = m.App.AddSessionNote(t.Context(), m.Ailsa.Actor, app.AddSessionNote{Plan: m.Ailsa.Plan, Session: m.id, Text: "It did help."})
	m.Must(err)
	if s.Summary.Text != "Today: We talked about sleep. And the allotment." || len(s.Notes) != 1 || s.Notes[0].By.Name != "Ailsa" {
		t.Errorf("a note later: %+v", s)
	}
}

func TestThePersonTakesTheOthersWordsOut(t *testing.T) {
	m := meet(t)
	m.Must(m.write(m.Morag, "I wake early, two days running."))
	m.Must(m.write(m.Ailsa, "I often wake early, two days running."))
	m.Clock.Forward(20 * time.Second)
	m.Clock.Forward(20 * time.Second)
	m.Must(m.write(m.Morag, "I often wake early, two days running. Or three."))
	added, err := m.App.AddEntry(t.Context(), m.Morag.Actor, app.AddEntry{Plan: m.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "Morag's own"}}})
	m.Must(err)
	undo := func(who apptest.Who, reach models.Reach) ([]app.Entry, error) {
		in := app.UndoWords{Plan: m.Ailsa.Plan, Session: m.id, Reach: reach}
		if reach == models.LastWords {
			in.Entry = m.e.ID
		}
		return m.App.UndoWords(t.Context(), who.Actor, in)
	}
	if _, err := undo(m.Morag, models.AllTheirs); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Morag undoes: %v", err)
	}
	_, err = undo(m.Ailsa, models.LastWords)
	m.Must(err)
	if got := m.words(); got != "I often wake early, two days running." {
		t.Errorf("without the last words: %q", got)
	}
	changed, err := undo(m.Ailsa, models.AllTheirs)
	m.Must(err)
	if got := m.words(); got != "I often wake early." || len(changed) != 2 {
		t.Errorf("without all of them: %q, %d changed", got, len(changed))
	}
	gone, err := m.App.Removed(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, app.Part{})
	m.Must(err)
	if len(gone) != 1 || gone[0].ID != added.ID {
		t.Errorf("what Morag added alone is out, and can be brought back: %+v", gone)
	}
}

// A save whose answer was lost is sent again and counts once.
func TestASaveSentTwiceCountsOnce(t *testing.T) {
	m := meet(t)
	in := app.EditEntry{Plan: m.Ailsa.Plan, Entry: m.e.ID, Version: 1, Fields: models.Fields{{Key: "sign", Text: "I wake early. Hello"}},
		Once: models.NewOnce(m.Morag.Account, "entry", "k", []byte("x"))}
	for range 2 {
		done, err := m.App.EditEntry(t.Context(), m.Morag.Actor, in)
		m.Must(err)
		if got := done.Entry.Fields.Get("sign"); strings.Count(got, "Hello") != 1 || done.Entry.Version != 2 {
			t.Fatalf("version %d: %q", done.Entry.Version, got)
		}
	}
}

// A merge rests only on a version that its author was shown under a right that
// still holds (RULES.md 12).
func TestAMergeBaseMustHaveBeenSeen(t *testing.T) {
	m := meet(t)
	version := 1
	keep := func(words string, onlyMe bool) {
		m.Clock.Forward(time.Minute)
		done, err := m.App.EditEntry(t.Context(), m.fresh(), app.EditEntry{
			Plan: m.Ailsa.Plan, Entry: m.e.ID, Version: version, Fields: models.Fields{{Key: "sign", Text: words}}, Place: app.Place{OnlyMe: &onlyMe}})
		m.Must(err)
		version = done.Entry.Version
	}
	keep("A secret that nobody saw", true)
	keep("Another", true)
	keep("Fit to be seen", false)
	for version := 1; version <= 3; version++ {
		_, err := m.App.EditEntry(t.Context(), m.Morag.Actor, app.EditEntry{
			Plan: m.Ailsa.Plan, Entry: m.e.ID, Version: version, Fields: models.Fields{{Key: "sign", Text: "x"}}})
		if models.KindOf(err) != models.Conflict {
			t.Errorf("a change from version %d: %v", version, err)
		}
	}
}

func (m *meeting) fresh() models.Actor {
	who := m.Ailsa.Actor
	who.Proved = m.Clock.Now()
	return who
}

// What the person says afterwards is theirs until they show it, and theirs again
// when they take it back.
func TestAnswersAfterwardsAreThePersonsOwn(t *testing.T) {
	m := meet(t)
	answer := func(who models.Actor, shown bool) error {
		_, err := m.App.AnswerAfterwards(t.Context(), who, app.AnswerAfterwards{Plan: m.Ailsa.Plan, Session: m.id,
			Answers: app.Answers{Marks: map[string]string{"heard": "partly"}, Words: "Too fast.", Shown: shown}})
		return err
	}
	seen := func() bool {
		s, err := m.App.ReadSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
		m.Must(err)
		return s.Answers != nil
	}
	m.Must(answer(m.Ailsa.Actor, false))
	if seen() {
		t.Error("Morag reads what was not shown")
	}
	m.Clock.Forward(time.Hour)
	if err := answer(m.Ailsa.Actor, true); !errors.Is(err, models.ErrStepUp) {
		t.Errorf("showing it: %v", err)
	}
	m.Must(answer(m.fresh(), true))
	if !seen() {
		t.Error("Morag was to read it")
	}
	m.Must(answer(m.Ailsa.Actor, false))
	if seen() {
		t.Error("it was taken back")
	}
	if err := answer(m.Morag.Actor, false); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Morag answers: %v", err)
	}
}

// "Show this to Morag" shows it to Morag alone, whoever else was there.
func TestAnswersAreShownToTheOneWhoIsNamed(t *testing.T) {
	m := meet(t)
	m.Tie(m.Jamie, models.Carer)
	m.Tie(m.Pete, models.Peer)
	for _, brought := range []apptest.Who{m.Jamie, m.Pete} {
		_, err := m.App.BringTo(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, brought.Account)
		m.Must(err)
		m.join(brought)
	}
	_, err := m.App.AnswerAfterwards(t.Context(), m.fresh(), app.AnswerAfterwards{Plan: m.Ailsa.Plan, Session: m.id, Answers: app.Answers{Words: "Jamie spoke for me.", Shown: true}})
	m.Must(err)
	for who, want := range map[*apptest.Who]bool{&m.Ailsa: true, &m.Morag: true, &m.Jamie: false, &m.Pete: false} {
		s, err := m.App.ReadSession(t.Context(), who.Actor, m.Ailsa.Plan, m.id)
		m.Must(err)
		if (s.Answers != nil) != want {
			t.Errorf("%s reads %+v", who.Name, s.Answers)
		}
	}
}

func TestAReflectionIsThePractitionersOwn(t *testing.T) {
	m := meet(t)
	in := app.Reflect{Plan: m.Ailsa.Plan, Session: m.id, Skills: map[string]string{"listening": "I talked too much."}}
	m.Must(m.App.Reflect(t.Context(), m.Morag.Actor, in))
	in.Skills["change"] = "Slower."
	m.Must(m.App.Reflect(t.Context(), m.Morag.Actor, in))
	mine, err := m.App.Reflections(t.Context(), m.Morag.Actor)
	m.Must(err)
	if len(mine) != 1 || mine[0].Skills["listening"] != "I talked too much." || mine[0].With != "Ailsa" {
		t.Errorf("Morag's: %+v", mine)
	}
	if hers, err := m.App.Reflections(t.Context(), m.Ailsa.Actor); err != nil || len(hers) != 0 {
		t.Errorf("Ailsa reads %+v, %v", hers, err)
	}
	if err := m.App.Reflect(t.Context(), m.Ailsa.Actor, in); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Ailsa reflects: %v", err)
	}
	if err := m.App.Reflect(t.Context(), m.Pete.Actor, in); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("Pete, who was not there: %v", err)
	}
}

func TestSideBySideAtOneScreen(t *testing.T) {
	m := meet(t)
	_, err := m.App.LeaveSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	if _, err := m.App.MakeRoomCode(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Ailsa makes the code: %v", err)
	}
	code, err := m.App.MakeRoomCode(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	if _, err := m.App.SitBeside(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, "not it"); models.KindOf(err) != models.Invalid {
		t.Errorf("another code: %v", err)
	}
	s, err := m.App.SitBeside(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, code)
	m.Must(err)
	if !s.Beside || m.together() {
		t.Errorf("beside %v; it gave Morag a right: %v", s.Beside, m.together())
	}
	m.Must(m.write(m.Ailsa, "I wake early, most days."))
	past, err := m.App.Versions(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, app.Part{})
	m.Must(err)
	if past[0].How != models.InSession || past[0].Author.Name != "Ailsa" || past[0].With == nil || past[0].With.Name != "Morag" || past[1].With != nil {
		t.Errorf("written %+v", past)
	}
	e, err := m.App.ReadEntry(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID)
	m.Must(err)
	if e.With == nil || e.With.Name != "Morag" {
		t.Errorf("the entry was written with %+v", e.With)
	}
	if e, err = m.App.ReadEntry(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.e.ID); err != nil || e.With != nil || e.How != "" {
		t.Errorf("to Morag it says %+v, %v", e, err)
	}
}

func TestACopyForTheServicesRecord(t *testing.T) {
	m := meet(t)
	copied := func() error {
		s, err := m.App.CopySummary(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
		if err == nil && s.Summary.Text != "Sleep." {
			t.Errorf("copied %+v", s.Summary)
		}
		return err
	}
	_, err := m.App.WriteSummary(t.Context(), m.Ailsa.Actor, app.WriteSummary{Plan: m.Ailsa.Plan, Session: m.id, Text: "Sleep."})
	m.Must(err)
	if _, err := m.App.AllowCopy(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id); models.KindOf(err) != models.Conflict {
		t.Errorf("before both agreed: %v", err)
	}
	for _, who := range []apptest.Who{m.Ailsa, m.Morag} {
		_, err = m.App.AgreeToSummary(t.Context(), who.Actor, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id})
		m.Must(err)
	}
	if err := copied(); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("without a yes: %v", err)
	}
	_, err = m.App.AllowCopy(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	m.Must(copied())
	looks, err := m.App.ReadLooks(t.Context(), m.Ailsa.Actor, app.Looks{Plan: m.Ailsa.Plan})
	m.Must(err)
	if l := looks.Looks[0]; l.How != models.ByExport || l.Section != models.InSessions || l.Account != m.Morag.Account {
		t.Errorf("who has looked: %+v", l)
	}
}

// Whoever was paused no longer learns whether the person is there, though the
// session itself says nothing of it (RULES.md 2, 5).
func TestNobodyIsWatchedThroughASessionAfterAPause(t *testing.T) {
	for name, stop := range map[string]func(m *meeting) error{
		"paused": func(m *meeting) error {
			return m.App.PausePerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account)
		},
		"the session paused": func(m *meeting) error {
			_, err := m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
			return err
		},
	} {
		m := meet(t)
		sees := func() bool {
			s, err := m.App.ReadSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
			m.Must(err)
			return s.People[0].Here
		}
		before := sees()
		m.Must(stop(m))
		if !before || sees() {
			t.Errorf("%s: here before %v, after %v", name, before, sees())
		}
		if e := m.firstHeard(m.Morag, m.comesAndGoes); e.Kind != "session" {
			t.Errorf("%s: hears %+v", name, e)
		}
	}
}

// comesAndGoes is Ailsa putting her page away, coming back to write, and ending the session.
func (m *meeting) comesAndGoes() {
	for _, sign := range []app.Sign{app.SignAway, app.SignActed} {
		_, err := m.App.GiveSign(m.T.Context(), m.Ailsa.Actor, app.GiveSign{
			Plan: m.Ailsa.Plan, Session: m.id, Sign: sign, At: app.WritingAt{Section: "warnings", Entry: m.e.ID}})
		m.Must(err)
	}
	_, err := m.App.EndSession(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
}

// firstHeard is the first event on somebody's stream of the session while something happens.
func (m *meeting) firstHeard(who apptest.Who, happens func()) app.Event {
	ctx, cancel := context.WithCancel(m.T.Context())
	heard, begun, ended := make(chan app.Event, 8), make(chan struct{}, 8), make(chan struct{})
	go func() {
		defer close(ended)
		_ = m.App.Watch(ctx, who.Actor, app.Watch{Plan: m.Ailsa.Plan, Session: m.id},
			func(e app.Event) error { heard <- e; return nil }, func() error { begun <- struct{}{}; return nil })
	}()
	<-begun
	happens()
	first := <-heard
	cancel()
	<-ended
	return first
}

// Who was sent away has no room left to write into.
func TestEndingATieEndsWhatIsOpenBetweenThem(t *testing.T) {
	m := meet(t)
	m.Must(m.App.EndPerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account))
	s, err := m.App.ReadSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	if err != nil || s.State != models.SessionEnded {
		t.Errorf("the session is %+v, %v", s, err)
	}
	_, err = m.App.AddToAgenda(t.Context(), m.Morag.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.id, Text: "Ring me."})
	if models.KindOf(err) != models.Conflict {
		t.Errorf("writing onto the agenda: %v", err)
	}
}

// To anybody but the owner an author is the owner or themselves, by the names that stand
// in the plan, and of anybody else there is none (RULES.md 10).
func TestWhoWroteItToThoseWhoAreNotTheOwner(t *testing.T) {
	m := meet(t)
	m.Tie(m.Jamie, models.Carer)
	m.Share(m.Jamie, models.RightSee, "warnings")
	m.Must(m.write(m.Morag, "I wake early, two days running."))
	for who, want := range map[*apptest.Who]string{&m.Ailsa: "Morag", &m.Morag: "Morag", &m.Jamie: "nobody"} {
		e, err := m.App.ReadEntry(t.Context(), who.Actor, m.Ailsa.Plan, m.e.ID)
		m.Must(err)
		got := "nobody"
		if e.Author != nil {
			got = e.Author.Name
		}
		if got != want {
			t.Errorf("to %s it was written by %q, not %q", who.Name, got, want)
		}
	}
	s, err := m.App.Suggest(t.Context(), m.Morag.Actor, app.Suggest{Plan: m.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
	m.Must(err)
	if s.From.Name != "Morag" {
		t.Errorf("her own suggestion is from %q", s.From.Name)
	}
}

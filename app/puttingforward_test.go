package app_test

import (
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

func (m *meeting) note(who models.Actor, text string) (*app.Session, error) {
	return m.App.AddSessionNote(m.T.Context(), who, app.AddSessionNote{Plan: m.Ailsa.Plan, Session: m.id, Text: text})
}

func (m *meeting) sum(who models.Actor, text string) (*app.Session, error) {
	return m.App.WriteSummary(m.T.Context(), who, app.WriteSummary{Plan: m.Ailsa.Plan, Session: m.id, Text: text, Version: m.read(who).Summary.Version})
}

func (m *meeting) read(who models.Actor) *app.Session {
	m.T.Helper()
	s, err := m.App.ReadSession(m.T.Context(), who, m.Ailsa.Plan, m.id)
	m.Must(err)
	return s
}

func (m *meeting) answer(who models.Actor, note models.ID, answer models.Outcome) error {
	_, err := m.App.AnswerPutForward(m.T.Context(), who, app.AnswerPutForward{Plan: m.Ailsa.Plan, Session: m.id, Note: note, Answer: answer})
	return err
}

func (m *meeting) waits() int {
	m.T.Helper()
	all, err := m.App.WaitingWords(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan)
	m.Must(err)
	return len(all)
}

// After the end, and whenever the two are not together, what the other writes of the
// session changes nothing by itself: the person is told, and says yes or leaves it.
func TestWhatIsWrittenAfterTheEndWaitsForThePerson(t *testing.T) {
	for name, over := range map[string]func(m *meeting){
		"ended": (*meeting).end,
		"paused": func(m *meeting) {
			_, err := m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
			m.Must(err)
		},
		"the person is away": func(m *meeting) {
			_, err := m.App.GiveSign(t.Context(), m.Ailsa.Actor, app.GiveSign{Plan: m.Ailsa.Plan, Session: m.id, Sign: app.SignAway})
			m.Must(err)
		},
	} {
		t.Run(name, func(t *testing.T) { waitsForThePerson(t, over) })
	}
}

func waitsForThePerson(t *testing.T, over func(m *meeting)) {
	m := meet(t)
	_, err := m.sum(m.Morag.Actor, "We talked about sleep.")
	m.Must(err)
	_, err = m.App.AgreeToSummary(t.Context(), m.Ailsa.Actor, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id})
	m.Must(err)
	over(m)
	_, err = m.sum(m.Morag.Actor, "We talked about sleep. She has to do more.")
	m.Must(err)
	_, err = m.note(m.Morag.Actor, "A late thought.")
	m.Must(err)
	s := m.read(m.Ailsa.Actor)
	if s.Summary.Text != "We talked about sleep." || !s.AgreedByMe() || len(s.Notes) != 0 || len(s.PutForward) != 2 || m.waits() != 2 {
		t.Fatalf("the person sees %+v, notes %+v, put forward %+v", s.Summary, s.Notes, s.PutForward)
	}
	words, note := s.PutForward[0], s.PutForward[1]
	if err := m.answer(m.Morag.Actor, note.ID, models.TakenIn); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("its writer takes it in: %v", err)
	}
	m.Must(m.answer(m.Ailsa.Actor, words.ID, models.Declined))
	if theirs := m.read(m.Morag.Actor); len(theirs.PutForward) != 2 || theirs.PutForward[0].Left {
		t.Errorf("its writer is told that it was left: %+v", theirs.PutForward)
	}
	if m.waits() != 1 {
		t.Error("what was left still waits")
	}
	m.Must(m.answer(m.Ailsa.Actor, note.ID, models.TakenIn))
	if s := m.read(m.Morag.Actor); len(s.Notes) != 1 || s.Notes[0].Text != "A late thought." || s.Notes[0].By.Name != "Morag" {
		t.Errorf("taken in: %+v", s.Notes)
	}
	m.Must(m.answer(m.Ailsa.Actor, words.ID, models.TakenIn)) // after all
	if s := m.read(m.Ailsa.Actor); s.Summary.Text != "We talked about sleep. She has to do more." || s.AgreedByMe() || len(s.PutForward) != 0 {
		t.Errorf("taken in: %+v", s.Summary)
	}
	for _, who := range []models.Actor{m.Ailsa.Actor, m.Morag.Actor} {
		_, err = m.App.AgreeToSummary(t.Context(), who, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id})
		m.Must(err)
	}
	if !m.read(m.Ailsa.Actor).Summary.Fixed {
		t.Error("agreeing stays possible")
	}
}

func TestNobodyIsPressedAfterASession(t *testing.T) {
	m := meet(t)
	m.end()
	for range 3 {
		_, err := m.note(m.Morag.Actor, "Again.")
		m.Must(err)
	}
	if _, err := m.note(m.Morag.Actor, "And again."); models.KindOf(err) != models.TooMany {
		t.Errorf("a fourth in a week: %v", err)
	}
	m.Clock.Forward(7 * 24 * time.Hour)
	if _, err := m.note(m.Morag.Actor, "A week later."); err != nil {
		t.Errorf("a week later: %v", err)
	}
	if _, err := m.note(m.Ailsa.Actor, "My own."); err != nil || len(m.read(m.Ailsa.Actor).Notes) != 1 {
		t.Errorf("the person's own: %v", err)
	}
}

// Somebody who is paused, or whom the person does not want to hear, reads what they
// wrote as if nothing were different; the person does not hear of it.
func TestWhoIsNotHeardDoesNotLearnIt(t *testing.T) {
	for name, stop := range map[string]func(m *meeting) error{
		"paused": func(m *meeting) error {
			return m.App.PausePerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account)
		},
		"muted": func(m *meeting) error {
			return m.App.MutePerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account, app.Unheard)
		},
	} {
		m := meet(t)
		m.end()
		m.Must(stop(m))
		_, err := m.note(m.Morag.Actor, "Answer me.")
		m.Must(err)
		if theirs := m.read(m.Morag.Actor); len(theirs.PutForward) != 1 {
			t.Errorf("%s: they read %+v", name, theirs.PutForward)
		}
		mine := m.read(m.Ailsa.Actor)
		if len(mine.PutForward) != 0 || m.waits() != 0 {
			t.Errorf("%s: the person hears %+v", name, mine.PutForward)
		}
	}
}

// What a paused one puts on the agenda of a session to come is theirs alone; so is
// what somebody whom the person brought writes once they were sent away.
func TestTheAgendaDoesNotCarryWhatIsNotHeard(t *testing.T) {
	m := meet(t)
	m.Tie(m.Jamie, models.Carer)
	_, err := m.App.BringTo(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, m.Jamie.Account)
	m.Must(err)
	m.join(m.Jamie)
	add := func(who models.Actor) *app.AgendaItem {
		i, err := m.App.AddToAgenda(t.Context(), who, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.id, Text: "Talk to me."})
		m.Must(err)
		return i
	}
	m.Must(m.App.EndPerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Jamie.Account))
	jamies := add(m.Jamie.Actor)
	m.Must(m.App.PausePerson(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account))
	add(m.Morag.Actor)
	if s := m.read(m.Ailsa.Actor); len(s.Agenda) != 0 {
		t.Errorf("the person reads %+v", s.Agenda)
	}
	for _, who := range []models.Actor{m.Jamie.Actor, m.Morag.Actor} {
		if s := m.read(who); len(s.Agenda) != 1 || !s.Agenda[0].Mine {
			t.Errorf("its writer reads %+v", s.Agenda)
		}
	}
	if _, err := m.App.TickAgenda(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, jamies.ID, app.Ticked); models.KindOf(err) != models.NotFound {
		t.Errorf("the person ticks it off: %v", err)
	}
}

// The agenda is ticked off together, each takes out what they wrote and the person
// anything; when the session is over it stays as it is.
func TestWhoChangesTheAgenda(t *testing.T) {
	m := meet(t)
	add := func(who models.Actor, text string) models.ID {
		i, err := m.App.AddToAgenda(t.Context(), who, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.id, Text: text})
		m.Must(err)
		return i.ID
	}
	tick := func(who models.Actor, item models.ID) error {
		_, err := m.App.TickAgenda(t.Context(), who, m.Ailsa.Plan, m.id, item, app.Ticked)
		return err
	}
	drop := func(who models.Actor, item models.ID) error {
		_, err := m.App.DropFromAgenda(t.Context(), who, m.Ailsa.Plan, m.id, item)
		return err
	}
	ailsas, morags, another := add(m.Ailsa.Actor, "a"), add(m.Morag.Actor, "b"), add(m.Morag.Actor, "c")
	m.Must(tick(m.Morag.Actor, ailsas))
	if err := drop(m.Morag.Actor, ailsas); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Morag takes out what is not hers: %v", err)
	}
	m.Must(errors.Join(drop(m.Morag.Actor, morags), drop(m.Ailsa.Actor, another)))
	_, err := m.App.GiveSign(t.Context(), m.Ailsa.Actor, app.GiveSign{Plan: m.Ailsa.Plan, Session: m.id, Sign: app.SignAway})
	m.Must(err)
	if err := tick(m.Morag.Actor, ailsas); models.KindOf(err) != models.Conflict {
		t.Errorf("alone: %v", err)
	}
	m.end()
	if tick(m.Ailsa.Actor, ailsas) == nil || drop(m.Ailsa.Actor, ailsas) == nil {
		t.Error("the agenda of what is over was changed")
	}
}

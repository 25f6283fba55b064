package app_test

import (
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// Both press "now" at once: they meet in one session, not in two with one in each.
func TestTwoWhoOpenAtOnceMeet(t *testing.T) {
	m := meet(t)
	m.end()
	opened, err := m.App.OpenSession(t.Context(), m.Morag.Actor, app.OpenSession{Plan: m.Ailsa.Plan})
	m.Must(err)
	met, err := m.App.OpenSession(t.Context(), m.Ailsa.Actor, app.OpenSession{Plan: m.Ailsa.Plan, With: m.Morag.Account})
	m.Must(err)
	if met.ID != opened.ID || met.State != models.SessionRunning || !m.together() {
		t.Errorf("%s and %s, which is %s", opened.ID, met.ID, met.State)
	}
}

// Nobody is in two places: who comes into one session goes out of the other, so that
// pausing where they are leaves nothing running elsewhere.
func TestWhoComesIntoOneSessionLeavesTheOther(t *testing.T) {
	m := meet(t)
	m.Tie(m.Pete, models.Peer)
	m.Share(m.Pete, models.RightWork, "warnings")
	other, err := m.App.OpenSession(t.Context(), m.Ailsa.Actor, app.OpenSession{Plan: m.Ailsa.Plan, With: m.Pete.Account})
	m.Must(err)
	if err := m.write(m.Morag, "alone"); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Morag writes in the session that was left: %v", err)
	}
	first := m.id
	m.id = other.ID
	m.join(m.Pete)
	m.Must(m.write(m.Pete, "I wake early, says Pete."))
	m.id = first
	m.join(m.Ailsa)
	if err := m.write(m.Pete, "alone"); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("Pete writes after Ailsa went back: %v", err)
	}
	m.Must(m.write(m.Morag, "I wake early, says Morag."))
}

// Whoever planned a session calls it off before the person has come, and not after.
func TestOnlyThePersonEndsWhatTheyCameTo(t *testing.T) {
	m := meet(t)
	m.end()
	open := func() {
		s, err := m.App.OpenSession(t.Context(), m.Morag.Actor, app.OpenSession{Plan: m.Ailsa.Plan})
		m.Must(err)
		m.id = s.ID
	}
	end := func() error {
		_, err := m.App.EndSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
		return err
	}
	open()
	m.Must(end())
	open()
	m.join(m.Ailsa)
	_, err := m.App.LeaveSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	if err := end(); !errors.Is(err, models.ErrNotAllowed) || m.read(m.Morag.Actor).MayEnd {
		t.Errorf("Morag ends it: %v", err)
	}
}

// What is left over comes from the session that was over last, whichever was planned
// first, also where nobody ended it; and by the names of those who wrote it.
func TestLeftOversComeFromTheLastSession(t *testing.T) {
	m := meet(t)
	ctx, plan := t.Context(), m.Ailsa.Plan
	m.Tie(m.Jamie, models.Carer)
	planned, err := m.App.OpenSession(ctx, m.Ailsa.Actor, app.OpenSession{Plan: plan, With: m.Morag.Account, PlannedFor: m.Clock.Now().Add(24 * 7 * time.Hour)})
	m.Must(err)
	m.end()
	m.Clock.Forward(time.Hour)
	between, err := m.App.OpenSession(ctx, m.Ailsa.Actor, app.OpenSession{Plan: plan, With: m.Morag.Account})
	m.Must(err)
	_, err = m.App.BringTo(ctx, m.Ailsa.Actor, plan, between.ID, m.Jamie.Account)
	m.Must(err)
	_, err = m.App.AddToAgenda(ctx, m.Jamie.Actor, app.AddToAgenda{Plan: plan, Session: between.ID, Text: "Weekends"})
	m.Must(err)
	m.Clock.Forward(24 * time.Hour) // nobody ended it
	s, err := m.App.ReadSession(ctx, m.Ailsa.Actor, plan, planned.ID)
	m.Must(err)
	if len(s.Left) != 1 || s.Left[0].Text != "Weekends" || s.Left[0].By.Name != "Jamie" {
		t.Errorf("left over: %+v", s.Left)
	}
}

// Side by side at one screen the two sum up too, though the other never came in on
// their own.
func TestASummarySideBySide(t *testing.T) {
	m := meet(t)
	m.end()
	s, err := m.App.OpenSession(t.Context(), m.Ailsa.Actor, app.OpenSession{Plan: m.Ailsa.Plan, With: m.Morag.Account})
	m.Must(err)
	m.id = s.ID
	code, err := m.App.MakeRoomCode(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	_, err = m.App.SitBeside(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, code)
	m.Must(err)
	_, err = m.sum(m.Ailsa.Actor, "We talked about sleep.")
	m.Must(err)
	m.end()
	for _, who := range []models.Actor{m.Ailsa.Actor, m.Morag.Actor} {
		_, err = m.App.AgreeToSummary(t.Context(), who, app.AgreeToSummary{Plan: m.Ailsa.Plan, Session: m.id})
		m.Must(err)
	}
	if !m.read(m.Ailsa.Actor).Summary.Fixed {
		t.Error("both agreed")
	}
}

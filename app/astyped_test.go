package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// Letters on their way are shown while the session runs and their writer wants it; at any
// other time they are refused, so that a page keeps them as a draft (RULES.md 1).
func TestTypingIsShownOnlyInARunningSession(t *testing.T) {
	m := meet(t)
	letters := func(words string) error {
		now, err := m.App.ReadEntry(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID)
		m.Must(err)
		_, err = m.App.EditEntry(t.Context(), m.Ailsa.Actor, app.EditEntry{Plan: m.Ailsa.Plan, Entry: m.e.ID, Version: now.Version, AsTyped: true,
			Fields: models.Fields{{Key: "sign", Text: words}}, Session: m.id})
		return err
	}
	refused := func(when string) {
		t.Helper()
		if err := letters(when); models.KindOf(err) != models.Conflict || m.words() == when {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("before she chose to be seen")
	_, err := m.App.ShowAs(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id, models.AsTyped)
	m.Must(err)
	m.Must(letters("I wake"))
	m.Must(letters("I wake early"))
	past, err := m.App.Versions(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID, app.Part{})
	m.Must(err)
	if len(past) != 2 || past[0].How != models.InSession {
		t.Errorf("letters are not folded: %+v", past)
	}
	_, err = m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	refused("paused")
	_, err = m.App.ResumeSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	_, err = m.App.LeaveSession(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.id)
	m.Must(err)
	refused("nobody else is here")
}

// Whoever goes on writing begins with their draft, merged with what others wrote since;
// where its beginning may not be read any more, both stand.
func TestADraftIsGoneOnWith(t *testing.T) {
	m := meet(t)
	m.Must(m.App.SaveDraft(t.Context(), m.Morag.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: m.Ailsa.Plan, Section: "warnings", Entry: m.e.ID}, Version: 1,
		Fields: models.Fields{{Key: "sign", Text: "I wake very early."}}}))
	m.Clock.Forward(time.Second)
	m.Must(m.write(m.Ailsa, "I wake early. Two days running."))
	begun, err := m.App.GoOn(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.e.ID)
	m.Must(err)
	if !begun.Drafted || begun.Version != 2 || begun.Now.Get("sign") != "I wake early. Two days running." || begun.Fields.Get("sign") != "I wake very early. Two days running." {
		t.Errorf("begun with %+v", begun)
	}
	m.Clock.Forward(time.Second)
	given, err := m.App.Consents(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan)
	m.Must(err)
	for _, c := range given {
		m.Must(m.App.Withdraw(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, c.ID))
	}
	m.Must(m.write(m.Ailsa, "Three days running."))
	m.Share(m.Morag, models.RightWork, "warnings")
	begun, err = m.App.GoOn(t.Context(), m.Morag.Actor, m.Ailsa.Plan, m.e.ID)
	m.Must(err)
	if got := begun.Fields.Get("sign"); got != "I wake very early.\n\nThree days running." {
		t.Errorf("the beginning is not hers to read, and it begins with %q", got)
	}
	if begun, err = m.App.GoOn(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.e.ID); err != nil || begun.Drafted {
		t.Errorf("Ailsa has no draft: %+v %v", begun, err)
	}
}

package handlers_test

import (
	"testing"

	"handrail/app"
	"handrail/models"
)

// One press takes out the other's last words, also where the entry is not open for
// writing, and one press all that they did in the session, also when it has ended: with a
// script and without, at both widths.
func TestUndoingWithOnePress(t *testing.T) {
	for _, v := range []view{wide, {"phone-no-script", 360, true, false}} {
		t.Run(v.name, func(t *testing.T) {
			m := sitDown(t, v, wide)
			ailsa := m.windows[0]
			m.adds(m.Morag.Actor, " Two days running.")
			ailsa.goes(m.room + "?section=warnings")
			ailsa.fits()
			ailsa.picture("undo")
			ailsa.presses("Undo Morag's last words")
			ailsa.reads("Taken out. The words are kept in the history.")
			if kept := m.kept(); kept != "I wake before four." {
				t.Errorf("without the last words: %q", kept)
			}
			m.adds(m.Morag.Actor, " Once.")
			m.adds(m.Ailsa.Actor, " My own.")
			m.adds(m.Morag.Actor, " Twice.")
			ailsa.goes(m.room + "?section=warnings")
			if !v.script {
				ailsa.presses("End the session")
			}
			ailsa.presses("Undo all that Morag did in this session")
			if kept := m.kept(); kept != "I wake before four. My own." {
				t.Errorf("without all of this session's: %q", kept)
			}
			ailsa.presses("Undo all that Morag did in this session")
			ailsa.reads("There is nothing left to take out.")
		})
	}
}

// adds puts words at the end of the entry, as somebody in the session.
func (m *together) adds(who models.Actor, words string) {
	m.T.Helper()
	now, err := m.App.ReadEntry(m.T.Context(), who, m.Ailsa.Plan, m.entry.ID)
	m.Must(err)
	_, err = m.App.EditEntry(m.T.Context(), who, app.EditEntry{Plan: m.Ailsa.Plan, Entry: m.entry.ID, Version: now.Version, Session: m.session,
		Fields: now.Fields.With("sign", now.Fields.Get("sign")+words)})
	m.Must(err)
}

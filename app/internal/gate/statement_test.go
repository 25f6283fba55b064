package gate

import (
	"testing"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// signs keeps a statement of the owner's.
func (h *house) signs(text string) models.ID {
	h.t.Helper()
	s := &models.Statement{Record: models.Record{Section: "advance"}, Words: models.StatementWords{Text: text, Hash: models.HashOf(text), SignedAt: h.now}}
	h.as(h.owner, func(pen *Pen) error { return Sign(pen, s) })
	return s.ID
}

// Nothing behind the door changes what was signed or takes it out, not even for its
// owner; and whoever writes into the database without the key makes it unreadable, never different.
func TestNothingChangesWhatWasSigned(t *testing.T) {
	h := newHouse(t)
	id, other := h.signs("Talk to me first."), h.signs("Do as you like.")
	find := func() (s *models.Statement, err error) {
		err = h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
			s, err = Find[models.Statement](p, id)
			return err
		})
		return s, err
	}
	first, err := find()
	h.must(err)
	for name, do := range map[string]func(*Pen) error{
		"a save": func(pen *Pen) error {
			s := *first
			s.Words.Text, s.Words.Hash = "Other words.", models.HashOf("Other words.")
			return Save(pen, &s)
		},
		"taking it out":     func(pen *Pen) error { return Remove[models.Statement](pen, id, 0) },
		"bringing it back":  func(pen *Pen) error { _, err := BringBack[models.Statement](pen, id); return err },
		"emptying it":       func(pen *Pen) error { return Empty(pen, id) },
		"keeping it hidden": func(pen *Pen) error { s := *first; s.OnlyMe = true; return Save(pen, &s) },
	} {
		if err := h.gate.Write(t.Context(), h.owner, h.plan, models.ByAPI, do); err == nil {
			t.Errorf("%s is done", name)
		}
		if now, err := find(); err != nil || now.Words != first.Words || now.OnlyMe || now.Version != 1 {
			t.Errorf("after %s it is %+v, %v", name, now, err)
		}
	}
	meddle := func(text string, args ...any) {
		h.must(h.db.Change(t.Context(), func(tx *database.Tx) error { _, err := tx.Exec(text, args...); return err }))
	}
	meddle("UPDATE statements SET body = (SELECT body FROM statements WHERE id = ?) WHERE id = ?", string(other), string(id))
	if s, err := find(); err == nil {
		t.Errorf("another's words stand in it: %+v", s.Words)
	}
	meddle("UPDATE statements SET parent = 'elsewhere', author = 'somebody' WHERE id = ?", string(other))
	if err := h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
		_, err := Find[models.Statement](p, other)
		return err
	}); err == nil {
		t.Error("it is somebody else's now")
	}
}

package gate

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

func (h *house) hang(entry *models.Entry, content []byte) (*models.Attachment, error) {
	a := &models.Attachment{Record: models.Record{Section: entry.Section, Parent: entry.ID}, Words: models.AttachmentWords{Media: "image/png", About: "x"}}
	return a, h.gate.Write(h.t.Context(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error { return Attach(pen, a, content) })
}

func (h *house) content(who models.Actor, id models.ID) (content []byte, err error) {
	err = h.gate.Read(h.t.Context(), who, h.plan, models.ByAPI, func(p *Pass) error {
		_, content, err = Content(p, id)
		return err
	})
	return content, err
}

func (h *house) tamper(text string, args ...any) {
	h.t.Helper()
	h.must(h.db.Change(context.Background(), func(tx *database.Tx) error {
		_, err := tx.Exec(text, args...)
		return err
	}))
}

// Bytes come back as they were, over several parts, the last one short.
func TestWhatIsAttachedComesBackWhole(t *testing.T) {
	h := newHouse(t)
	for _, size := range []int{1, models.PartSize - 1, models.PartSize, 2*models.PartSize + 17} {
		content := make([]byte, size)
		_, _ = rand.Read(content)
		a, err := h.hang(h.entry("notes", "x"), content)
		h.must(err)
		if got, err := h.content(h.owner, a.ID); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", size, len(got), err)
		}
	}
}

// The first that is hung on a plan is listed by whoever hung it, in the same turn too.
func TestTheFirstThatIsAttachedIsListed(t *testing.T) {
	h := newHouse(t)
	entry := h.entry("notes", "x")
	h.write(func(pen *Pen) error {
		a := &models.Attachment{Record: models.Record{Section: entry.Section, Parent: entry.ID}, Words: models.AttachmentWords{Media: "image/png", About: "x"}}
		if err := Attach(pen, a, []byte{1}); err != nil {
			return err
		}
		all, err := List[models.Attachment](pen)
		if len(all) != 1 || all[0].ID != a.ID {
			t.Errorf("%d are listed", len(all))
		}
		return err
	})
}

// A picture of an entry that is the owner's alone, hung on one that others see by
// whoever can write to the database, does not open there; nor do parts of another, or too few.
func TestWhatIsHungElsewhereDoesNotOpen(t *testing.T) {
	for name, tamper := range map[string]func(h *house, mine, shown *models.Attachment){
		"on another entry": func(h *house, mine, shown *models.Attachment) {
			h.tamper("UPDATE attachments SET parent = ? WHERE id = ?", string(shown.Parent), string(mine.ID))
		},
		"its parts under another": func(h *house, mine, shown *models.Attachment) {
			h.tamper("DELETE FROM attachment_parts WHERE parent = ?", string(shown.ID))
			h.tamper("UPDATE attachment_parts SET parent = ? WHERE parent = ?", string(shown.ID), string(mine.ID))
		},
		"a part is missing": func(h *house, mine, shown *models.Attachment) {
			h.tamper("DELETE FROM attachment_parts WHERE position = 2")
		},
		"parts in another order": func(h *house, mine, shown *models.Attachment) {
			h.tamper("UPDATE attachment_parts SET position = 3 - position")
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			jamie := h.confirmed("jamie", models.Carer, models.RightSee, "notes")
			mine := h.entry("notes", "mine")
			secret, err := h.hang(mine, bytes.Repeat([]byte("secret"), models.PartSize/4))
			h.must(err)
			h.write(func(pen *Pen) error {
				mine.OnlyMe = true
				return Save(pen, mine)
			})
			shown, err := h.hang(h.entry("notes", "shown"), bytes.Repeat([]byte("shown!"), models.PartSize/4))
			h.must(err)
			if _, err := h.content(jamie, secret.ID); models.KindOf(err) != models.NotFound {
				t.Errorf("before: %v", err)
			}
			if _, err := h.content(jamie, shown.ID); err != nil {
				t.Errorf("before: %v", err)
			}
			tamper(h, secret, shown)
			for _, id := range []models.ID{secret.ID, shown.ID} {
				if got, err := h.content(jamie, id); err == nil && bytes.Contains(got, []byte("secret")) || err == nil && name != "on another entry" {
					t.Errorf("he is given %.20q, %v", got, err)
				}
			}
		})
	}
}

func TestAPlanHasRoomForSoMuch(t *testing.T) {
	h := newHouse(t)
	defer func(most int) { mostAttached = most }(mostAttached)
	mostAttached = 100_000
	e := h.entry("notes", "x")
	first, err := h.hang(e, make([]byte, 60_000))
	h.must(err)
	if _, err := h.hang(e, make([]byte, 60_000)); !errors.Is(err, ErrAttachedFull) {
		t.Errorf("over the brim: %v", err)
	}
	h.write(func(pen *Pen) error { return Remove[models.Attachment](pen, first.ID, 0) })
	if _, err := h.hang(e, make([]byte, 60_000)); !errors.Is(err, ErrAttachedFull) {
		t.Errorf("what can be brought back takes room: %v", err)
	}
	h.write(func(pen *Pen) error { return EmptyAttachment(pen, first.ID) })
	_, err = h.hang(e, make([]byte, 60_000))
	h.must(err)
}

// Taking a picture off narrows what others see, so that a copy of the database from
// before does not show it again.
func TestTakingOffIsANarrowing(t *testing.T) {
	h := newHouse(t)
	a, err := h.hang(h.entry("notes", "x"), []byte("x"))
	h.must(err)
	var before, after int
	h.must(h.db.View(t.Context(), func(tx *database.Tx) error { return tx.One("SELECT epoch FROM plans", nil, &before) }))
	h.write(func(pen *Pen) error { return Remove[models.Attachment](pen, a.ID, 0) })
	h.must(h.db.View(t.Context(), func(tx *database.Tx) error { return tx.One("SELECT epoch FROM plans", nil, &after) }))
	if after <= before {
		t.Errorf("the epoch stands at %d", after)
	}
}

// With a plan everything that hangs on it is erased: no row is left.
func TestErasingTakesWhatHangsAlong(t *testing.T) {
	h := newHouse(t)
	_, err := h.hang(h.entry("notes", "x"), make([]byte, 3*models.PartSize))
	h.must(err)
	left := func() (n int) {
		h.must(h.db.View(t.Context(), func(tx *database.Tx) error {
			return tx.One("SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM attachment_parts)", nil, &n)
		}))
		return n
	}
	if n := left(); n != 4 {
		t.Errorf("%d rows before", n)
	}
	h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
		_, err := h.gate.erase(tx, h.plan)
		return err
	}))
	if n := left(); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

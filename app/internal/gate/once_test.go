package gate

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// A plain hash of what was typed would let whoever has the file try words against it.
func TestWhatWasSentOnceIsKeptUnderAKey(t *testing.T) {
	h := newHouse(t)
	body := []byte(`{"fields":{"mark":"3"}}`)
	h.write(func(pen *Pen) error { return pen.Did(models.NewOnce(h.owner.Account, "entries", "key", body), "ref") })
	var kept []byte
	h.must(h.db.View(t.Context(), func(tx *database.Tx) error { return tx.One("SELECT body_hash FROM answered", nil, &kept) }))
	if plain := sha256.Sum256(body); len(kept) == 0 || bytes.Equal(kept, plain[:]) {
		t.Errorf("kept as %x", kept)
	}
	h.write(func(pen *Pen) error {
		ref, err := pen.Once(models.NewOnce(h.owner.Account, "entries", "key", body))
		if err != nil || ref != "ref" {
			t.Errorf("sent again: %q, %v", ref, err)
		}
		if _, err := pen.Once(models.NewOnce(h.owner.Account, "entries", "key", []byte("else"))); models.KindOf(err) != models.Invalid {
			t.Errorf("another body: %v", err)
		}
		return nil
	})
}

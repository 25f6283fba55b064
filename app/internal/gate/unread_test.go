package gate

import (
	"errors"
	"slices"
	"testing"
	"time"

	"handrail/models"
)

// Whatever is sealed for its place and is read in another is found, in rows of every shape: an
// entry whose section has changed, a right that has become another, a tie of somebody else's.
func TestWhatDoesNotOpenIsFound(t *testing.T) {
	h := newHouse(t)
	e := h.entry("daily", "a walk")
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	h.now = h.now.Add(25 * time.Hour)
	h.write(func(pen *Pen) error {
		told := &models.Consent{Account: jamie.Account, Section: "warnings", Right: models.RightSee, When: models.InCrisis, Told: true}
		task := &models.Task{Section: "daily", Entry: e.ID, Account: jamie.Account, Words: "ring on Sundays"}
		return errors.Join(Give(pen, told), OfferTask(pen, task), Invite(pen, &models.Invitation{Role: models.Peer}, "CODE"),
			ChooseCrisisWay(pen, models.OneAfterOne, 7), GiveKey(pen, jamie.Account))
	})
	h.as(jamie, func(pen *Pen) error { _, _, err := PressCrisis(pen, "she does not answer"); return err })
	if got := h.unread(); len(got) != 0 {
		t.Fatalf("before: %v", got)
	}
	for kind, change := range map[models.Kind]string{
		models.Entries: "UPDATE entries SET section = 'notes'", models.Relationships: "UPDATE relationships SET id = 'X'",
		models.Grants: "UPDATE grants SET gives = 2", "invitations": "UPDATE invitations SET role = 'carer'",
		"tasks": "UPDATE tasks SET section = 'goals'", "crisis_starts": "UPDATE crisis_starts SET id = 'X'",
	} {
		h.tamper(change)
		if got := h.unread(); !slices.Contains(got, kind) {
			t.Errorf("%s: not found, but %v", kind, got)
		}
	}
}

// unread is the kinds of which something does not open.
func (h *house) unread() (kinds []models.Kind) {
	h.t.Helper()
	found, err := h.gate.CheckWords(h.t.Context(), silent)
	h.must(err)
	for _, u := range found {
		kinds = append(kinds, u.Kind)
	}
	return kinds
}

package gate

import (
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// bound is the rows of a plan that have a shape of their own: what their seal is bound to, as
// one text, and the body.
type bound struct {
	kind  models.Kind
	text  string
	place func(plan models.ID, h *packedHead) seal.Place
}

// everyBound is each kind of them.
var everyBound = []bound{
	{models.Relationships, "SELECT concat_ws('|', id, account), body FROM relationships WHERE plan = ?", func(plan models.ID, h *packedHead) seal.Place {
		return personPlace(&models.Relationship{Plan: plan, ID: models.ID(h.text()), Account: models.ID(h.text())})
	}},
	{models.Grants, "SELECT concat_ws('|', id, account, section, gives, circumstance, told), body FROM grants WHERE plan = ?", func(plan models.ID, h *packedHead) seal.Place {
		return grantPlace(&models.Consent{Plan: plan, ID: models.ID(h.text()), Account: models.ID(h.text()), Section: models.SectionKey(h.text()),
			Right: models.Right(h.number()), When: models.Circumstance(h.text()), Told: h.number() != 0})
	}},
	{"invitations", "SELECT concat_ws('|', id, role), body FROM invitations WHERE plan = ?", func(plan models.ID, h *packedHead) seal.Place {
		return invitationPlace(&models.Invitation{Plan: plan, ID: models.ID(h.text()), Role: models.Role(h.text())})
	}},
	{"tasks", "SELECT concat_ws('|', id, account, section, entry), body FROM tasks WHERE plan = ?", func(plan models.ID, h *packedHead) seal.Place {
		return taskPlace(&models.Task{Plan: plan, ID: models.ID(h.text()), Account: models.ID(h.text()), Section: models.SectionKey(h.text()), Entry: models.ID(h.text())})
	}},
	{"crisis_starts", "SELECT concat_ws('|', id, account), body FROM crisis_starts WHERE plan = ?", func(plan models.ID, h *packedHead) seal.Place {
		return pressPlace(plan, &models.CrisisPress{ID: models.ID(h.text()), Account: models.ID(h.text())})
	}},
}

// unreadBound is how many of them do not open.
func (v *visit) unreadBound(b bound) (n int, err error) {
	rows, err := v.tx.Query(b.text, string(v.plan))
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h packedHead
		var body seal.Text
		if rows.Scan(&h.rest, &body) != nil {
			n++
			continue
		}
		place := b.place(v.plan, &h)
		if _, err := v.key.Open(body, place); err != nil || h.err != nil {
			n++
		}
	}
	return n, rows.Err()
}

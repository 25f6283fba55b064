package gate

import (
	"handrail/app/internal/internal/database"
	"handrail/models"
)

// noteRemover keeps who took an entry out: the owner is shown what somebody else
// did, and can bring it back.
func (v *visit) noteRemover(entry models.ID) error {
	by := v.who.Account
	if v.grant.Owner {
		by = ""
	}
	_, err := v.tx.Exec("UPDATE entries SET removed_by = ? WHERE id = ? AND plan = ?", string(by), string(entry), string(v.plan))
	return err
}

// RemovedBy is the entries that somebody else took out of the owner's plan in a
// spell and that are still out.
func RemovedBy(l Leave, account models.ID, spell models.Spell) ([]models.Entry, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	all, err := records[models.Entry](v, " WHERE plan = ? AND removed_by = ? AND removed_at >= ? ORDER BY removed_at, seq",
		string(v.plan), string(account), database.At(spell.From))
	out := all[:0]
	for _, e := range all {
		if spell.Holds(e.RemovedAt) {
			out = append(out, e)
		}
	}
	return out, err
}

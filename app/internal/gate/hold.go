package gate

import (
	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Held is whether the plan's sharing stands still, and why, for its owner.
func Held(l Leave) (models.Hold, error) {
	v, err := own(l)
	if err != nil {
		return models.Hold{}, err
	}
	var h models.Hold
	var since, erase database.Micros
	err = v.tx.One("SELECT held_at, held_why, erase_at, account_goes FROM plans WHERE id = ?", []any{string(v.plan)}, &since, &h.Why, &erase, &h.AccountGoes)
	h.Since, h.EraseAt = since.Time(), erase.Time()
	return h, err
}

// SetHold makes the plan's sharing stand still, or go on. It moves the epoch: what
// is being answered just now is decided anew.
func SetHold(pen *Pen, h models.Hold) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec("UPDATE plans SET held_at = ?, held_why = ?, erase_at = ?, account_goes = ? WHERE id = ?",
		database.At(h.Since), string(h.Why), database.At(h.EraseAt), h.AccountGoes, string(v.plan)); err != nil {
		return err
	}
	if h.Holds() {
		return Narrow(v.tx, v.plan)
	}
	return v.raise()
}

// HoldAll makes the sharing of every plan stand still in which there is any to
// stand still: nobody can say which of them it is about.
func (g *Gate) HoldAll(tx *database.Tx, why models.HoldReason) (int64, error) {
	return tx.Exec(`UPDATE plans SET held_at = ?, held_why = ?, epoch = epoch + 1 WHERE held_at = 0 AND
		(EXISTS (SELECT 1 FROM relationships r WHERE r.plan = plans.id) OR EXISTS (SELECT 1 FROM invitations i WHERE i.plan = plans.id))`,
		database.At(g.now()), string(why))
}

// HoldBehind makes a plan's sharing stand still when its epoch is behind one that
// the ledger knows of (RULES.md 8).
func (g *Gate) HoldBehind(tx *database.Tx, plan models.ID, epoch int64) (bool, error) {
	n, err := tx.Exec(`UPDATE plans SET epoch = ?, held_at = CASE WHEN held_at = 0 THEN ? ELSE held_at END,
		held_why = CASE WHEN held_why = '' THEN ? ELSE held_why END WHERE id = ? AND epoch < ?`,
		epoch, database.At(g.now()), string(models.Restored), string(plan), epoch)
	return n > 0, err
}

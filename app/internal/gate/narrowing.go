package gate

import (
	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Narrow moves the plan's epoch because others see less from now, and has it
// written down outside the database before the change commits (RULES.md 8).
func Narrow(tx *database.Tx, plan models.ID) error {
	var epoch int64
	if err := tx.Returning("UPDATE plans SET epoch = epoch + 1 WHERE id = ? RETURNING epoch", []any{string(plan)}, &epoch); err != nil {
		return err
	}
	tx.Narrowed(string(ledger.Plan), string(plan), epoch)
	return nil
}

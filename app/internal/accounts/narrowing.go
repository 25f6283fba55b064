package accounts

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// narrow moves an account's epoch because it can do less from now, and has it
// written down outside the database before the change commits (RULES.md 8).
func narrow(tx *database.Tx, account models.ID, what ledger.What) error {
	var epoch int64
	if err := tx.Returning("UPDATE accounts SET epoch = epoch + 1 WHERE id = ? RETURNING epoch", []any{string(account)}, &epoch); err != nil {
		return err
	}
	tx.Narrowed(string(what), string(account), epoch)
	return nil
}

// ErrRecover is a right password of an account that must give its recovery code
// first: the database was put back from a copy in which the password may be an old one.
var ErrRecover = &models.Error{Kind: models.SignIn, Key: "signin.recover_first"}

// HandOver gives an account another recovery code, for the operator to hand
// over where the old one is lost. The old one opens nothing any more.
func (a *Accounts) HandOver(ctx context.Context, account models.ID) (string, error) {
	code := newCode()
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		if err := one(tx, "UPDATE accounts SET recovery = ? WHERE id = ? AND disabled_at = 0", a.ring.CodeHash(code), string(account)); err != nil {
			return err
		}
		return narrow(tx, account, ledger.Account)
	})
	return models.GroupedCode(code), err
}

package accounts

import (
	"context"
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Disable shuts an account until Enable: it is signed out everywhere and opens nothing, and
// its plan and what it gave others stay as they are. ErrNotFound where there is none with the
// address that is open.
func (a *Accounts) Disable(ctx context.Context, email string) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		account, err := a.at(tx, email, "disabled_at = 0")
		if err != nil {
			return err
		}
		if err := one(tx, "UPDATE accounts SET disabled_at = ? WHERE id = ?", database.At(a.now()), string(account)); err != nil {
			return err
		}
		if err := a.endEach(tx, account, ""); err != nil {
			return err
		}
		return narrow(tx, account, ledger.Disabled)
	})
}

// Enable lets an account in again with the password that it had. Whoever left for good has no
// address any more, and does not come back.
func (a *Accounts) Enable(ctx context.Context, email string) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		account, err := a.at(tx, email, "disabled_at <> 0")
		if err != nil {
			return err
		}
		return one(tx, "UPDATE accounts SET disabled_at = 0 WHERE id = ?", string(account))
	})
}

// at is the account with an address; which is a text of this file.
func (a *Accounts) at(tx *database.Tx, email, which string) (account models.ID, err error) {
	normal, _ := models.NormalEmail(email)
	err = tx.One("SELECT id FROM accounts WHERE email_hash = ? AND "+which, []any{a.ring.AddressHash(normal)}, &account)
	if errors.Is(err, sql.ErrNoRows) {
		return "", models.ErrNotFound
	}
	return account, err
}

// Disabled is the accounts that were shut, oldest first, without those who left: these have
// no password any more.
func (a *Accounts) Disabled(ctx context.Context) ([]models.Account, error) {
	return a.list(ctx, accountFrom+"a.disabled_at <> 0 AND a.password <> '' ORDER BY a.created_at, a.id")
}

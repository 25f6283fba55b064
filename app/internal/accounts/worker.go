package accounts

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Ask asks the lead to confirm the account as practitioner or peer.
func (a *Accounts) Ask(ctx context.Context, who models.Actor, role models.Role) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("UPDATE accounts SET asked_for = ? WHERE id = ?", string(role), string(who.Account))
		return err
	})
}

// Waiting is the accounts that asked to be confirmed, or are: nobody else
// (RULES.md 21).
func (a *Accounts) Waiting(ctx context.Context) ([]models.Account, error) {
	return a.list(ctx, accountText+"AND (a.asked_for <> '' OR a.works <> '') ORDER BY a.works <> '', a.created_at, a.id")
}

// SetWork confirms an account as practitioner or peer, or with an empty role
// takes that away, which also pauses what people gave to them in that role until
// each says otherwise (RULES.md 21). Either moves the epoch of every plan that they are tied to.
func (a *Accounts) SetWork(ctx context.Context, account models.ID, role models.Role) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("UPDATE accounts SET works = ?, asked_for = '' WHERE id = ?", string(role), string(account))
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		if role == "" {
			if _, err := tx.Exec(`UPDATE relationships SET state = 'paused'
				WHERE account = ? AND role IN ('practitioner', 'peer') AND state = 'confirmed'`, string(account)); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE plans SET epoch = epoch + 1 WHERE id IN (SELECT plan FROM relationships WHERE account = ?)", string(account))
		return err
	})
}

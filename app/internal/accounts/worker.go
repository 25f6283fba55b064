package accounts

import (
	"context"
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// works reports whether a role can be asked for and confirmed, or is none.
func works(role models.Role) bool { return role == "" || role.Works() }

// Ask asks the lead to confirm the account as practitioner or peer; "" takes that back.
func (a *Accounts) Ask(ctx context.Context, who models.Actor, role models.Role) error {
	if !works(role) {
		return models.Wrong("role", "field.not_an_option")
	}
	return a.markOwn(ctx, "UPDATE accounts SET asked_for = ? WHERE id = ? AND disabled_at = 0", string(role), string(who.Account))
}

// SetWork confirms an account as practitioner or peer; an empty role takes that
// away, or says no to somebody who asked. What is taken away also pauses what people gave
// to them in such a role, until each says otherwise (RULES.md 21). Either moves the epoch
// of every plan that they are tied to.
func (a *Accounts) SetWork(ctx context.Context, account models.ID, role models.Role) error {
	if !works(role) {
		return models.Wrong("role", "field.not_an_option")
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := tx.HoldOf(string(account)); err != nil {
			return err
		}
		var before models.Role
		err := tx.One("SELECT works FROM accounts WHERE id = ?", []any{string(account)}, &before)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := one(tx, "UPDATE accounts SET works = ?, asked_for = '' WHERE id = ?", string(role), string(account)); err != nil {
			return err
		}
		if err := pauseWork(tx, account, before, role); err != nil {
			return err
		}
		if before != "" && before != role {
			if err := narrow(tx, account, ledger.Standing); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE plans SET epoch = epoch + 1 WHERE id IN (SELECT plan FROM relationships WHERE account = ?)", string(account))
		return err
	})
}

// pauseWork pauses what rested on a confirmation that is no more; one that never
// was leaves everything as each person chose it, knowing that it was not confirmed.
func pauseWork(tx *database.Tx, account models.ID, before, after models.Role) error {
	if before == after {
		return nil
	}
	_, err := tx.Exec(`UPDATE relationships SET state = 'paused'
		WHERE account = ?1 AND state = 'confirmed' AND (role = ?2 OR ?3 = '' AND role IN ('practitioner', 'peer'))`,
		string(account), string(before), string(after))
	return err
}

// MakeLead makes an account a lead of the service.
func (a *Accounts) MakeLead(ctx context.Context, account models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		return one(tx, "UPDATE accounts SET lead = 1 WHERE id = ? AND disabled_at = 0", string(account))
	})
}

// EndLead has it be one no longer.
func (a *Accounts) EndLead(ctx context.Context, account models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := one(tx, "UPDATE accounts SET lead = 0 WHERE id = ? AND disabled_at = 0", string(account)); err != nil {
			return err
		}
		return narrow(tx, account, ledger.Standing)
	})
}

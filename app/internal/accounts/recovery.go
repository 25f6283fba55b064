package accounts

import (
	"context"
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Recover sets a new password with the recovery code, ends every sign-in and
// gives a new code. A wrong code is the same ErrWrong as a wrong password, at the
// same cost, and TooMany of them are counted apart from sign-ins.
func (a *Accounts) Recover(ctx context.Context, email, recovery, password string, d Device) (string, error) {
	normal, _ := models.NormalEmail(email)
	address := a.ring.AddressHash(normal)
	by := asker{account: "recovery " + string(address), network: network(d.From)}
	if err := a.tries.open(by, a.now()); err != nil {
		return "", err
	}
	if p, bad := passwordProblem(password, normal); bad {
		return "", invalid(p)
	}
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return "", err
	}
	next := newCode()
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		return a.recover(tx, address, a.ring.CodeHash(models.PlainCode(recovery)), hash, a.ring.CodeHash(next))
	})
	if errors.Is(err, ErrWrong) {
		if full := a.tries.wrong(by, a.now()); full != nil {
			err = full
		}
	}
	if err != nil {
		return "", err
	}
	return models.GroupedCode(next), nil
}

func (a *Accounts) recover(tx *database.Tx, address, code []byte, hash string, next []byte) error {
	var account models.ID
	err := tx.One("SELECT id FROM accounts WHERE email_hash = ? AND recovery = ? AND disabled_at = 0", []any{address, code}, &account)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrWrong
	}
	if err != nil {
		return err
	}
	if err := one(tx, "UPDATE accounts SET password = ?, recovery = ?, code_seen = 1, must_recover = 0 WHERE id = ?", hash, next, string(account)); err != nil {
		return err
	}
	if err := a.stay(tx, account); err != nil {
		return err
	}
	return a.endAll(tx, account, "")
}

// NewRecovery makes a new recovery code and gives it this once; the old one opens
// nothing any more. It asks for a fresh sign-in, and freshness is cleared
// everywhere: to have such a code is to have the account (RULES.md 17).
func (a *Accounts) NewRecovery(ctx context.Context, who models.Actor) (string, error) {
	code := newCode()
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.mustBeFresh(tx, who); err != nil {
			return err
		}
		if err := one(tx, "UPDATE accounts SET recovery = ?, code_seen = 1 WHERE id = ?", a.ring.CodeHash(code), string(who.Account)); err != nil {
			return err
		}
		return unfresh(tx, who.Account)
	})
	if err != nil {
		return "", err
	}
	return models.GroupedCode(code), nil
}

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// proofLasts is how long a mailed link proves an address.
const proofLasts = 24 * time.Hour

// keepProof has a token prove the account's address, or the one that it is to move to.
// Those before it prove nothing any more.
func (a *Accounts) keepProof(tx *database.Tx, account models.ID, token string) error {
	now := a.now()
	if _, err := tx.Exec("DELETE FROM proofs WHERE account = ? OR expires_at <= ?", string(account), database.At(now)); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO proofs (hash, account, made_at, expires_at) VALUES (?,?,?,?)",
		a.ring.CodeHash(token), string(account), database.At(now), database.At(now.Add(proofLasts)))
	return err
}

func dropProofs(tx *database.Tx, account models.ID) error {
	_, err := tx.Exec("DELETE FROM proofs WHERE account = ?", string(account))
	return err
}

// Prove takes a mailed token, once: the address that it went to is proved, and is the
// account's from now. Left is the one that the account moved from; empty: it did
// not. Any other token is ErrNotFound, and so is one whose address has found another account.
func (a *Accounts) Prove(ctx context.Context, token string) (account models.ID, left string, err error) {
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		err := tx.One("SELECT account FROM proofs WHERE hash = ? AND expires_at > ?", []any{a.ring.CodeHash(token), database.At(a.now())}, &account)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if left, err = a.moveOn(tx, account); err != nil {
			return err
		}
		if err := dropProofs(tx, account); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE accounts SET proved = 1 WHERE id = ?", string(account))
		return err
	})
	if errors.Is(err, database.ErrTaken) {
		err = models.ErrNotFound
	}
	return account, left, err
}

// moveOn moves an account to the address that it waits for, and gives the one before.
func (a *Accounts) moveOn(tx *database.Tx, id models.ID) (left string, err error) {
	account, err := a.accountIn(tx, id)
	if err != nil || account.NextEmail == "" || account.NextEmail == account.Email {
		return "", err
	}
	return account.Email, a.readdress(tx, account, account.NextEmail)
}

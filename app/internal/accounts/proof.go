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

// NewProof is a token to mail to the account's address.
func (a *Accounts) NewProof(ctx context.Context, account models.ID) (string, error) {
	token := newToken()
	return token, a.db.Change(ctx, func(tx *database.Tx) error { return a.keepProof(tx, account, token) })
}

// keepProof has a token prove the account's address; those before it prove nothing any more.
func (a *Accounts) keepProof(tx *database.Tx, account models.ID, token string) error {
	now := a.now()
	if _, err := tx.Exec("DELETE FROM proofs WHERE account = ? OR expires_at <= ?", string(account), database.At(now)); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO proofs (hash, account, made_at, expires_at) VALUES (?,?,?,?)",
		a.ring.CodeHash(token), string(account), database.At(now), database.At(now.Add(proofLasts)))
	return err
}

// Prove takes a mailed token, once: the account's address is proved. Any other
// token is ErrNotFound.
func (a *Accounts) Prove(ctx context.Context, token string) (models.ID, error) {
	var account models.ID
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		err := tx.One("SELECT account FROM proofs WHERE hash = ? AND expires_at > ?", []any{a.ring.CodeHash(token), database.At(a.now())}, &account)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM proofs WHERE account = ?", string(account)); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE accounts SET proved = 1 WHERE id = ?", string(account))
		return err
	})
	return account, err
}

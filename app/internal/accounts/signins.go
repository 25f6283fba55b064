package accounts

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// SignIns is where the account is signed in, last used first.
func (a *Accounts) SignIns(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.signIns(ctx, who, `SELECT id, begun_at, seen_at, body FROM sign_ins
		WHERE account = ? AND ended_at = 0 AND until_at > ? ORDER BY seen_at DESC, id`, string(who.Account), database.At(a.now()))
}

// Copied is the account's sign-ins that ended because a refresh token of theirs
// was used twice, so that the person can be told (SAFETY.md 13), until Told.
func (a *Accounts) Copied(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.signIns(ctx, who, `SELECT id, begun_at, seen_at, body FROM sign_ins
		WHERE account = ? AND ended_at <> 0 AND copied_at <> 0 ORDER BY copied_at DESC, id`, string(who.Account))
}

// Told notes that the person knows of a copied token; another's is ErrNotFound.
func (a *Accounts) Told(ctx context.Context, who models.Actor, id models.ID) error {
	return a.markOwn(ctx, "UPDATE sign_ins SET copied_at = 0 WHERE id = ? AND account = ? AND copied_at <> 0", string(id), string(who.Account))
}

// End ends one of the account's own sign-ins; another's is ErrNotFound.
func (a *Accounts) End(ctx context.Context, who models.Actor, id models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := one(tx, "UPDATE sign_ins SET ended_at = ? WHERE id = ? AND account = ? AND ended_at = 0",
			database.At(a.now()), string(id), string(who.Account)); err != nil {
			return err
		}
		return narrow(tx, who.Account, ledger.SignIns)
	})
}

// SignOut ends this sign-in.
func (a *Accounts) SignOut(ctx context.Context, who models.Actor) error {
	return a.End(ctx, who, who.SignIn)
}

// markOwn runs a text of this file that changes one row, else ErrNotFound.
func (a *Accounts) markOwn(ctx context.Context, text string, args ...any) error {
	return a.db.Change(ctx, func(tx *database.Tx) error { return one(tx, text, args...) })
}

// one runs a fixed text that changes one row, else ErrNotFound.
func one(tx *database.Tx, text string, args ...any) error {
	n, err := tx.Exec(text, args...)
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	return err
}

// endAll ends every sign-in of an account but one; "" spares none. It goes with a
// change of what the account signs in with.
func (a *Accounts) endAll(tx *database.Tx, account, but models.ID) error {
	if _, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE account = ? AND id <> ? AND ended_at = 0",
		database.At(a.now()), string(account), string(but)); err != nil {
		return err
	}
	return narrow(tx, account, ledger.Account)
}

func (a *Accounts) signIns(ctx context.Context, who models.Actor, text string, args ...any) ([]models.SignInRecord, error) {
	var out []models.SignInRecord
	err := a.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query(text, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			r, err := a.scanSignIn(rows)
			if err != nil {
				return err
			}
			r.Current = r.ID == who.SignIn
			out = append(out, r)
		}
		return rows.Err()
	})
	return out, err
}

func (a *Accounts) scanSignIn(rows interface{ Scan(...any) error }) (models.SignInRecord, error) {
	var r models.SignInRecord
	var begun, seen database.Micros
	var body seal.Text
	if err := rows.Scan(&r.ID, &begun, &seen, &body); err != nil {
		return r, err
	}
	device, err := a.ring.Service().Open(body, signInPlace(r.ID))
	r.Begun, r.LastSeen, r.Device = begun.Time(), seen.Time(), string(device)
	return r, err
}

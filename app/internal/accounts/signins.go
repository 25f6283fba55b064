package accounts

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// SignIns is where the account is signed in, last used first.
func (a *Accounts) SignIns(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	var out []models.SignInRecord
	err := a.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query(`SELECT id, begun_at, seen_at, body FROM sign_ins
			WHERE account = ? AND ended_at = 0 AND until_at > ? ORDER BY seen_at DESC, id`, string(who.Account), database.At(a.now()))
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

// End ends one of the account's own sign-ins; another's is ErrNotFound.
func (a *Accounts) End(ctx context.Context, who models.Actor, id models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE id = ? AND account = ? AND ended_at = 0",
			database.At(a.now()), string(id), string(who.Account))
		if err == nil && n == 0 {
			return models.ErrNotFound
		}
		return err
	})
}

// SignOut ends this sign-in.
func (a *Accounts) SignOut(ctx context.Context, who models.Actor) error {
	return a.End(ctx, who, who.SignIn)
}

// endOthers ends every sign-in of an account but one.
func (a *Accounts) endOthers(tx *database.Tx, account, but models.ID) error {
	_, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE account = ? AND id <> ? AND ended_at = 0",
		database.At(a.now()), string(account), string(but))
	return err
}

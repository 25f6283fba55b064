package accounts

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// signInText is a sign-in with the copy that its device keeps. ?1 is now.
const signInText = `SELECT s.id, s.begun_at, s.seen_at, s.body, coalesce(c.since, 0), coalesce(c.heard_at, 0), s.ended_at <> 0 OR s.until_at <= ?1
	FROM sign_ins s LEFT JOIN offline_copies c ON c.sign_in = s.id `

// SignIns is where the account is signed in, last used first, and the devices that
// still keep a copy though their sign-in ran out.
func (a *Accounts) SignIns(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.signIns(ctx, who, signInText+`WHERE s.account = ?2 AND (s.ended_at = 0 AND s.until_at > ?1 OR c.since IS NOT NULL AND `+standing+`)
		ORDER BY s.seen_at DESC, s.id`, database.At(a.now()), string(who.Account))
}

// Copied is the account's sign-ins that ended because a refresh token of theirs
// was used twice, so that the person can be told (SAFETY.md 13), until Told.
func (a *Accounts) Copied(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.signIns(ctx, who, signInText+`WHERE s.account = ?2 AND s.ended_at <> 0 AND s.copied_at <> 0
		ORDER BY s.copied_at DESC, s.id`, database.At(a.now()), string(who.Account))
}

// Told notes that the person knows of a copied token; another's is ErrNotFound.
func (a *Accounts) Told(ctx context.Context, who models.Actor, id models.ID) error {
	return a.markOwn(ctx, "UPDATE sign_ins SET copied_at = 0 WHERE id = ? AND account = ? AND copied_at <> 0", string(id), string(who.Account))
}

// End ends one of the account's own sign-ins, and the leave of its device to keep a
// copy, also where the sign-in itself ran out before; another's is ErrNotFound.
func (a *Accounts) End(ctx context.Context, who models.Actor, id models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		copies, err := tx.Exec("DELETE FROM offline_copies WHERE sign_in IN (SELECT id FROM sign_ins WHERE id = ? AND account = ?)", string(id), string(who.Account))
		if err != nil {
			return err
		}
		ended, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE id = ? AND account = ? AND ended_at = 0", database.At(a.now()), string(id), string(who.Account))
		if err != nil {
			return err
		}
		if copies+ended == 0 {
			return models.ErrNotFound
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
	if err := a.endEach(tx, account, but); err != nil {
		return err
	}
	return narrow(tx, account, ledger.Account)
}

func (a *Accounts) endEach(tx *database.Tx, account, but models.ID) error {
	if _, err := tx.Exec("DELETE FROM offline_copies WHERE sign_in IN (SELECT id FROM sign_ins WHERE account = ? AND id <> ?)",
		string(account), string(but)); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE account = ? AND id <> ? AND ended_at = 0",
		database.At(a.now()), string(account), string(but))
	return err
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
	var begun, seen, since, heard database.Micros
	var body seal.Text
	if err := rows.Scan(&r.ID, &begun, &seen, &body, &since, &heard, &r.Over); err != nil {
		return r, err
	}
	device, err := a.ring.Service().Open(body, signInPlace(r.ID))
	r.Begun, r.LastSeen, r.Device = begun.Time(), seen.Time(), string(device)
	r.Keeps, r.Heard = since.Time(), heard.Time()
	return r, err
}

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// errCopied is a refresh token that comes a second time. It never leaves here.
var errCopied = errors.New("accounts: a refresh token was used twice")

// Refresh gives a new pair for a refresh token, once. One that comes a second
// time was copied: its sign-in ends (RFC 9700 section 4.14.2), locked or not, and
// the person can be told, see Copied. Whatever is not a living token is ErrSignIn.
func (a *Accounts) Refresh(ctx context.Context, refresh string) (SignedIn, error) {
	next := newToken()
	var who models.Actor
	err := a.db.ChangeOr(ctx, func(tx *database.Tx) (err error) {
		who, err = a.rotate(tx, refresh, next)
		return err
	}, func(tx *database.Tx, err error) error {
		if errors.Is(err, errCopied) {
			return a.endCopied(tx, who)
		}
		return nil
	})
	if errors.Is(err, errCopied) {
		return SignedIn{}, models.ErrSignIn
	}
	if err != nil {
		return SignedIn{}, err
	}
	return a.signedIn(who, "", next)
}

const refreshText = `SELECT t.used_at, s.id, s.account, s.proved_at, s.locked_at, s.viewing, a.lead
	FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in JOIN accounts a ON a.id = s.account
	WHERE t.hash = ? AND s.ended_at = 0 AND s.until_at > ? AND a.disabled_at = 0`

func (a *Accounts) rotate(tx *database.Tx, refresh, next string) (models.Actor, error) {
	var who models.Actor
	var used, proved, locked database.Micros
	hash, now := a.ring.CodeHash(refresh), database.At(a.now())
	err := tx.One(refreshText, []any{hash, now}, &used, &who.SignIn, &who.Account, &proved, &locked, &who.As, &who.Lead)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return who, models.ErrSignIn
	case err != nil:
		return who, err
	case used != 0:
		return who, errCopied
	case locked != 0:
		return who, models.ErrSignIn
	}
	who.Proved = proved.Time()
	if err := one(tx, "UPDATE refresh_tokens SET used_at = ? WHERE hash = ? AND used_at = 0", now, hash); err != nil {
		return who, err
	}
	return who, a.keepRefresh(tx, who.SignIn, next)
}

func (a *Accounts) keepRefresh(tx *database.Tx, signIn models.ID, refresh string) error {
	_, err := tx.Exec("INSERT INTO refresh_tokens (hash, sign_in, made_at, used_at) VALUES (?,?,?,0)",
		a.ring.CodeHash(refresh), string(signIn), database.At(a.now()))
	return err
}

func (a *Accounts) endCopied(tx *database.Tx, who models.Actor) error {
	now := database.At(a.now())
	_, err := tx.Exec("UPDATE sign_ins SET ended_at = ?, copied_at = ? WHERE id = ?", now, now, string(who.SignIn))
	if err == nil {
		err = narrow(tx, who.Account, ledger.SignIns)
	}
	if err != nil {
		slog.Error("a refresh token was used twice and its sign-in could not be ended", "error", err)
		return err
	}
	slog.Warn("a refresh token was used twice; its sign-in was ended")
	return nil
}

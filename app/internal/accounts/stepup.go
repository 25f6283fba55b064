package accounts

import (
	"context"
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// StepUp proves the password again, which makes the sign-in fresh (RULES.md 17),
// and gives a new access token. A wrong password is Invalid, and TooMany of them
// are counted against this sign-in alone. A locked sign-in stays locked: ErrSignIn.
func (a *Accounts) StepUp(ctx context.Context, who models.Actor, password string) (string, error) {
	if err := a.proveAgain(ctx, who, password); err != nil {
		return "", err
	}
	who.Proved = a.now()
	if err := a.mark(ctx, "UPDATE sign_ins SET proved_at = ? WHERE id = ? AND account = ? AND ended_at = 0 AND locked_at = 0",
		database.At(who.Proved), string(who.SignIn), string(who.Account)); err != nil {
		return "", err
	}
	return a.accessToken(who)
}

// proveAgain checks the password of somebody who is signed in.
func (a *Accounts) proveAgain(ctx context.Context, who models.Actor, password string) error {
	by := asker{device: string(who.SignIn)}
	if err := a.tries.open(by, a.now()); err != nil {
		return err
	}
	var hash string
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT password FROM accounts WHERE id = ? AND disabled_at = 0", []any{string(who.Account)}, &hash)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return models.ErrSignIn
	}
	if err != nil {
		return err
	}
	err = a.compare(ctx, by, password, hash)
	if errors.Is(err, ErrWrong) {
		return models.Wrong("password", "password.wrong")
	}
	return err
}

// Lock makes the sign-in ask for the password before anything else; it is no
// longer fresh.
func (a *Accounts) Lock(ctx context.Context, who models.Actor) error {
	return a.mark(ctx, "UPDATE sign_ins SET locked_at = ?, proved_at = 0 WHERE id = ? AND account = ? AND ended_at = 0",
		database.At(a.now()), string(who.SignIn), string(who.Account))
}

// Unlock opens a locked sign-in. It does not make it fresh.
func (a *Accounts) Unlock(ctx context.Context, cookie, password string) error {
	p, err := a.ByCookie(ctx, cookie)
	if err != nil {
		return err
	}
	if err := a.proveAgain(ctx, p.Actor, password); err != nil {
		return err
	}
	return a.mark(ctx, "UPDATE sign_ins SET locked_at = 0, pin_tries = 0 WHERE id = ? AND ended_at = 0", string(p.Actor.SignIn))
}

// View makes the sign-in show a plan as another account sees it; "" ends that.
func (a *Accounts) View(ctx context.Context, who models.Actor, as models.ID) error {
	return a.mark(ctx, "UPDATE sign_ins SET viewing = ? WHERE id = ? AND account = ? AND ended_at = 0",
		string(as), string(who.SignIn), string(who.Account))
}

// mark runs a text of this file that changes one living sign-in, else ErrSignIn.
func (a *Accounts) mark(ctx context.Context, text string, args ...any) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec(text, args...)
		if err == nil && n == 0 {
			err = models.ErrSignIn
		}
		return err
	})
}

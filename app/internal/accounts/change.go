package accounts

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Rename changes an account's name; one that cannot be kept is Invalid.
func (a *Accounts) Rename(ctx context.Context, who models.Actor, name string) error {
	name = strings.TrimSpace(name)
	if p, bad := nameProblem(name); bad {
		return invalid(p)
	}
	return a.reword(ctx, who, func(account *models.Account) { account.Name = name })
}

// SetZone keeps the time zone that an account reads times in; one that is not
// known is Invalid, and an empty one is the service's.
func (a *Accounts) SetZone(ctx context.Context, who models.Actor, zone string) error {
	if _, known := models.ZoneNamed(zone); !known && zone != "" {
		return models.Wrong("zone", "field.not_an_option")
	}
	return a.reword(ctx, who, func(account *models.Account) { account.Zone = zone })
}

// reword changes the sealed words of an account.
func (a *Accounts) reword(ctx context.Context, who models.Actor, change func(*models.Account)) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		account, err := a.accountIn(tx, who.Account)
		if err != nil {
			return err
		}
		change(&account)
		return a.keepWords(tx, account)
	})
}

func (a *Accounts) keepWords(tx *database.Tx, account models.Account) error {
	body, err := a.sealWords(account)
	if err != nil {
		return err
	}
	return one(tx, "UPDATE accounts SET body = ? WHERE id = ?", body, string(account.ID))
}

// mustBeFresh reads the sign-in's own row: what the actor carries may be older.
func (a *Accounts) mustBeFresh(tx *database.Tx, who models.Actor) error {
	var proved database.Micros
	err := tx.One("SELECT proved_at FROM sign_ins WHERE id = ? AND account = ? AND ended_at = 0 AND locked_at = 0",
		[]any{string(who.SignIn), string(who.Account)}, &proved)
	if errors.Is(err, sql.ErrNoRows) {
		return models.ErrSignIn
	}
	if err != nil {
		return err
	}
	return models.Actor{Proved: proved.Time()}.MustBeFresh(a.now())
}

// unfresh clears the freshness of every sign-in of an account, as each change of
// a credential does (RULES.md 17).
func unfresh(tx *database.Tx, account models.ID) error {
	_, err := tx.Exec("UPDATE sign_ins SET proved_at = 0 WHERE account = ? AND ended_at = 0", string(account))
	return err
}

// ChangePassword asks for the old one, ends every other sign-in and clears
// freshness. What is wrong with either is Invalid, under "old" or "password".
func (a *Accounts) ChangePassword(ctx context.Context, who models.Actor, old, password string) error {
	err := a.proveAgain(ctx, who, old)
	if models.KindOf(err) == models.Invalid {
		return models.Wrong("old", "password.wrong")
	}
	if err != nil {
		return err
	}
	account, err := a.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	if p, bad := passwordProblem(password, account.Email); bad {
		return invalid(p)
	}
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error { return a.repassword(tx, who, hash) })
}

// repassword changes nothing where another change of the password, which has
// ended this sign-in, came first: ErrSignIn.
func (a *Accounts) repassword(tx *database.Tx, who models.Actor, hash string) error {
	n, err := tx.Exec(`UPDATE accounts SET password = ? WHERE id = ? AND EXISTS
		(SELECT 1 FROM sign_ins s WHERE s.id = ? AND s.account = accounts.id AND s.ended_at = 0 AND s.locked_at = 0)`,
		hash, string(who.Account), string(who.SignIn))
	if err != nil {
		return err
	}
	if n == 0 {
		return models.ErrSignIn
	}
	if err := a.endAll(tx, who.Account, who.SignIn); err != nil {
		return err
	}
	if err := a.stay(tx, who.Account); err != nil {
		return err
	}
	return unfresh(tx, who.Account)
}

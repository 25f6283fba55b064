package accounts

import (
	"context"
	"strings"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Rename changes an account's name.
func (a *Accounts) Rename(ctx context.Context, who models.Actor, name string) error {
	name = strings.TrimSpace(name)
	if key := nameFault(name); key != "" {
		return &models.Error{Kind: models.Invalid, Key: "error.invalid",
			Fields: []models.Problem{{Field: "name", Key: key, Args: map[string]any{"Max": maxName}}}}
	}
	account, err := a.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	account.Name = name
	return a.rewrite(ctx, account, "")
}

// rewrite seals an account's words anew; with an address hash that changes too,
// and is not proved any more.
func (a *Accounts) rewrite(ctx context.Context, account models.Account, addressHash string) error {
	body, err := a.sealWords(account)
	if err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if addressHash == "" {
			_, err := tx.Exec("UPDATE accounts SET body = ? WHERE id = ?", body, string(account.ID))
			return err
		}
		_, err := tx.Exec("UPDATE accounts SET body = ?, email_hash = ?, proved = 0 WHERE id = ?", body, []byte(addressHash), string(account.ID))
		if err == database.ErrTaken {
			return ErrTaken
		}
		return err
	})
}

// ChangeEmail gives the account another address, not proved yet. Freshness is
// cleared: the next such change asks for the password again.
func (a *Accounts) ChangeEmail(ctx context.Context, who models.Actor, email string) error {
	normal, fine := models.NormalEmail(email)
	if !fine {
		return models.Wrong("email", "field.not_an_address")
	}
	account, err := a.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	account.Email = normal
	if err := a.rewrite(ctx, account, string(a.ring.AddressHash(normal))); err != nil {
		return err
	}
	return a.touch(ctx, who.SignIn, "proved_at", time.Time{})
}

// ChangePassword asks for the old one, ends every other sign-in and clears freshness.
func (a *Accounts) ChangePassword(ctx context.Context, who models.Actor, old, password string) error {
	if err := a.proveAgain(ctx, who.Account, old); err != nil {
		return renamed(err, "password", "old")
	}
	account, err := a.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	if key := passwordFault(password, account.Email); key != "" {
		return &models.Error{Kind: models.Invalid, Key: "error.invalid",
			Fields: []models.Problem{{Field: "password", Key: key, Args: map[string]any{"Min": minPassword, "Max": maxPassword}}}}
	}
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if _, err := tx.Exec("UPDATE accounts SET password = ? WHERE id = ?", hash, string(who.Account)); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE sign_ins SET proved_at = 0 WHERE id = ?", string(who.SignIn)); err != nil {
			return err
		}
		return a.endOthers(tx, who.Account, who.SignIn)
	})
}

// renamed says the same of another field.
func renamed(err error, from, to string) error {
	e, ok := err.(*models.Error)
	if !ok || e.Kind != models.Invalid {
		return err
	}
	out := *e
	out.Fields = append([]models.Problem{}, e.Fields...)
	for i := range out.Fields {
		if out.Fields[i].Field == from {
			out.Fields[i].Field = to
		}
	}
	return &out
}

// Recover sets a new password with the recovery code, ends every sign-in and
// gives a new code. A wrong code is the same ErrWrong as a wrong password.
func (a *Accounts) Recover(ctx context.Context, email, recovery, password string, d Device) (string, error) {
	normal, _ := models.NormalEmail(email)
	key := a.ring.AddressHash(normal)
	if err := a.tries.open(string(key), d.From, a.now()); err != nil {
		return "", err
	}
	if fault := passwordFault(password, normal); fault != "" {
		return "", &models.Error{Kind: models.Invalid, Key: "error.invalid",
			Fields: []models.Problem{{Field: "password", Key: fault, Args: map[string]any{"Min": minPassword, "Max": maxPassword}}}}
	}
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return "", err
	}
	next := newSecret()
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("UPDATE accounts SET password = ?, recovery = ? WHERE email_hash = ? AND recovery = ? AND disabled_at = 0",
			hash, a.ring.CodeHash(next), key, a.ring.CodeHash(ungrouped(recovery)))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrWrong
		}
		_, err = tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE ended_at = 0 AND account = (SELECT id FROM accounts WHERE email_hash = ?)",
			database.At(a.now()), key)
		return err
	})
	if err == ErrWrong {
		a.tries.wrong(string(key), d.From, a.now())
	}
	if err != nil {
		return "", err
	}
	return readable(next), nil
}

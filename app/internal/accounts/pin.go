package accounts

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// A PIN opens one locked sign-in again, on the device where it was set and nowhere
// else. It is short, so it can be tried a few times only; then it takes the password.
const (
	minPIN   = 4
	maxPIN   = 8
	pinTries = 5
)

// PIN is what there is to know about a sign-in's PIN.
type PIN struct {
	Set bool
	Own bool // the sign-in is on a device of their own
}

// pinProblem is what is wrong with a PIN: it is digits, and not those that
// everybody tries first.
func pinProblem(pin string) (models.Problem, bool) {
	key := ""
	switch {
	case len(pin) < minPIN || len(pin) > maxPIN || strings.Trim(pin, "0123456789") != "":
		key = "pin.not_digits"
	case inStep(pin, 0) || inStep(pin, 1) || inStep(pin, -1):
		key = "pin.too_common"
	}
	return models.Problem{Field: "pin", Key: key, Args: map[string]any{"Min": minPIN, "Max": maxPIN}}, key != ""
}

// inStep reports whether each digit is the one before and so much more.
func inStep(pin string, step int) bool {
	for i := 1; i < len(pin); i++ {
		if int(pin[i])-int(pin[i-1]) != step {
			return false
		}
	}
	return true
}

// PIN is what there is to know about this sign-in's.
func (a *Accounts) PIN(ctx context.Context, who models.Actor) (PIN, error) {
	var p PIN
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT pin <> '', until_at - begun_at > ? FROM sign_ins WHERE id = ? AND ended_at = 0",
			[]any{sharedLasts.Microseconds(), string(who.SignIn)}, &p.Set, &p.Own)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = models.ErrSignIn
	}
	return p, err
}

// SetPIN gives this sign-in a PIN. It asks for a fresh sign-in: ErrStepUp.
func (a *Accounts) SetPIN(ctx context.Context, who models.Actor, pin string) error {
	if p, bad := pinProblem(pin); bad {
		return invalid(p)
	}
	hash, err := a.hash.make(ctx, pin)
	if err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.mustBeFresh(tx, who); err != nil {
			return err
		}
		return one(tx, "UPDATE sign_ins SET pin = ?, pin_tries = 0 WHERE id = ? AND account = ?", hash, string(who.SignIn), string(who.Account))
	})
}

// DropPIN takes this sign-in's PIN away: from then on only the password opens it.
func (a *Accounts) DropPIN(ctx context.Context, who models.Actor) error {
	return a.mark(ctx, "UPDATE sign_ins SET pin = '', pin_tries = 0 WHERE id = ? AND account = ? AND ended_at = 0",
		string(who.SignIn), string(who.Account))
}

// UnlockByPIN opens a locked sign-in with its PIN. It does not make it fresh. What is
// not the PIN is Invalid, under "pin"; so is every PIN after pinTries.
func (a *Accounts) UnlockByPIN(ctx context.Context, cookie, pin string) error {
	p, err := a.ByCookie(ctx, cookie)
	if err != nil {
		return err
	}
	if err := a.provePIN(ctx, p.Actor, pin); err != nil {
		return err
	}
	return a.mark(ctx, "UPDATE sign_ins SET locked_at = 0, pin_tries = 0 WHERE id = ? AND ended_at = 0", string(p.Actor.SignIn))
}

// ProvePIN is nil for this sign-in's PIN, within its tries.
func (a *Accounts) ProvePIN(ctx context.Context, who models.Actor, pin string) error {
	if err := a.provePIN(ctx, who, pin); err != nil {
		return err
	}
	return a.mark(ctx, "UPDATE sign_ins SET pin_tries = 0 WHERE id = ? AND ended_at = 0", string(who.SignIn))
}

// provePIN counts a try before it compares: whoever asks many times at once has no
// more of them, and a server that stops forgets none.
func (a *Accounts) provePIN(ctx context.Context, who models.Actor, pin string) error {
	var hash string
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		err := tx.One("SELECT pin FROM sign_ins WHERE id = ? AND ended_at = 0 AND pin <> '' AND pin_tries < ?",
			[]any{string(who.SignIn), pinTries}, &hash)
		if errors.Is(err, sql.ErrNoRows) {
			return models.Wrong("pin", "pin.used_up")
		}
		if err != nil {
			return err
		}
		return one(tx, "UPDATE sign_ins SET pin_tries = pin_tries + 1 WHERE id = ?", string(who.SignIn))
	})
	if err != nil {
		return err
	}
	right, err := a.hash.matches(ctx, pin, hash)
	if err == nil && !right {
		err = models.Wrong("pin", "pin.wrong")
	}
	return err
}

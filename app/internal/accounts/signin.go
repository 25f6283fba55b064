package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// Device is where somebody signs in. From counts tries and is not kept.
type Device struct {
	Name string
	From string
	Own  bool
}

// How long a sign-in lasts, and how often it is noted that it was used.
const (
	ownLasts    = 90 * 24 * time.Hour
	sharedLasts = 12 * time.Hour
	seenEvery   = 5 * time.Minute
)

// SignedIn is a fresh sign-in: a secret for the cookie of pages and a pair of
// tokens for the API. ExpiresIn is the seconds that Access lasts.
type SignedIn struct {
	Actor           models.Actor
	Cookie          string
	Access, Refresh string
	ExpiresIn       int
}

// ErrWrong is one answer for a wrong password and for an address without an account.
var ErrWrong = &models.Error{Kind: models.SignIn, Key: "signin.wrong"}

// SignIn signs in with a password. It costs one hash whether or not there is such
// an account.
func (a *Accounts) SignIn(ctx context.Context, email, password string, d Device) (SignedIn, error) {
	account, err := a.prove(ctx, email, password, d)
	if err != nil {
		return SignedIn{}, err
	}
	return a.Begin(ctx, account, d)
}

// prove checks a password for an address, within the limits.
func (a *Accounts) prove(ctx context.Context, email, password string, d Device) (models.ID, error) {
	normal, _ := models.NormalEmail(email)
	key := a.ring.AddressHash(normal)
	if err := a.tries.open(string(key), d.From, a.now()); err != nil {
		return "", err
	}
	var id models.ID
	var hash string
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT id, password FROM accounts WHERE email_hash = ? AND disabled_at = 0", []any{key}, &id, &hash)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	right, err := a.hash.matches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !right {
		a.tries.wrong(string(key), d.From, a.now())
		return "", ErrWrong
	}
	return id, nil
}

// Begin opens a sign-in for an account that has just proved who it is.
func (a *Accounts) Begin(ctx context.Context, account models.ID, d Device) (SignedIn, error) {
	now, id, cookie, refresh := a.now(), models.NewID(), newSecret(), newSecret()
	lasts := sharedLasts
	if d.Own {
		lasts = ownLasts
	}
	device := a.ring.Service().Seal([]byte(d.Name), signInPlace(id))
	var lead bool
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		if err := tx.One("SELECT lead FROM accounts WHERE id = ? AND disabled_at = 0", []any{string(account)}, &lead); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO sign_ins (id, account, cookie, proved_at, begun_at, seen_at, until_at, locked_at, ended_at, viewing, body)
			VALUES (?,?,?,?,?,?,?,0,0,'',?)`, string(id), string(account), a.ring.CodeHash(cookie),
			database.At(now), database.At(now), database.At(now), database.At(now.Add(lasts)), device); err != nil {
			return err
		}
		return a.keepRefresh(tx, id, refresh)
	})
	if err != nil {
		return SignedIn{}, err
	}
	return a.signedIn(models.Actor{Account: account, SignIn: id, Proved: now, Lead: lead}, cookie, refresh)
}

func signInPlace(id models.ID) seal.Place { return seal.At("sign_ins", string(id)) }

// Present is who a cookie belongs to.
type Present struct {
	Actor  models.Actor
	Locked bool
}

const presentText = `SELECT s.id, s.account, s.proved_at, s.seen_at, s.locked_at, s.viewing, a.lead
	FROM sign_ins s JOIN accounts a ON a.id = s.account
	WHERE s.ended_at = 0 AND s.until_at > ?1 AND a.disabled_at = 0 AND `

// ByCookie is who a page request comes from, else ErrSignIn.
func (a *Accounts) ByCookie(ctx context.Context, cookie string) (Present, error) {
	return a.present(ctx, presentText+"s.cookie = ?2", a.ring.CodeHash(cookie))
}

func (a *Accounts) present(ctx context.Context, text string, arg any) (Present, error) {
	var p Present
	var proved, seen, locked database.Micros
	now := a.now()
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One(text, []any{database.At(now), arg},
			&p.Actor.SignIn, &p.Actor.Account, &proved, &seen, &locked, &p.Actor.As, &p.Actor.Lead)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return p, models.ErrSignIn
	}
	if err != nil {
		return p, err
	}
	p.Actor.Proved, p.Locked = proved.Time(), locked != 0
	if now.Sub(seen.Time()) > seenEvery {
		a.noteSeen(p.Actor.SignIn, now)
	}
	return p, nil
}

func (a *Accounts) noteSeen(signIn models.ID, now time.Time) {
	a.db.Later(func(tx *database.Tx) error {
		_, err := tx.Exec("UPDATE sign_ins SET seen_at = ? WHERE id = ?", database.At(now), string(signIn))
		return err
	})
}

// Alive is nil while the actor's sign-in lives and is not locked.
func (a *Accounts) Alive(ctx context.Context, who models.Actor) error {
	p, err := a.present(ctx, presentText+"s.id = ?2", string(who.SignIn))
	if err == nil && p.Locked {
		err = models.ErrSignIn
	}
	return err
}

// StepUp proves the password again, which makes the sign-in fresh, and gives a
// new access token.
func (a *Accounts) StepUp(ctx context.Context, who models.Actor, password string) (string, error) {
	if err := a.proveAgain(ctx, who.Account, password); err != nil {
		return "", err
	}
	now := a.now()
	if err := a.touch(ctx, who.SignIn, "proved_at", now); err != nil {
		return "", err
	}
	who.Proved = now
	return a.accessToken(who)
}

// proveAgain checks the password of an account that is signed in.
func (a *Accounts) proveAgain(ctx context.Context, account models.ID, password string) error {
	var key []byte
	var hash string
	if err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT email_hash, password FROM accounts WHERE id = ?", []any{string(account)}, &key, &hash)
	}); err != nil {
		return err
	}
	if err := a.tries.open(string(key), "", a.now()); err != nil {
		return err
	}
	right, err := a.hash.matches(ctx, password, hash)
	if err == nil && !right {
		a.tries.wrong(string(key), "", a.now())
		err = &models.Error{Kind: models.Invalid, Key: "error.invalid", Fields: []models.Problem{{Field: "password", Key: "password.wrong"}}}
	}
	return err
}

// touch sets one time of a living sign-in; column comes from this file alone.
func (a *Accounts) touch(ctx context.Context, signIn models.ID, column string, at time.Time) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("UPDATE sign_ins SET "+column+" = ? WHERE id = ? AND ended_at = 0", database.At(at), string(signIn))
		if err == nil && n == 0 {
			return models.ErrSignIn
		}
		return err
	})
}

// Lock makes the sign-in ask for the password before anything else; it is no
// longer fresh.
func (a *Accounts) Lock(ctx context.Context, who models.Actor) error {
	if err := a.touch(ctx, who.SignIn, "proved_at", time.Time{}); err != nil {
		return err
	}
	return a.touch(ctx, who.SignIn, "locked_at", a.now())
}

// Unlock opens a locked sign-in.
func (a *Accounts) Unlock(ctx context.Context, cookie, password string) error {
	p, err := a.ByCookie(ctx, cookie)
	if err != nil {
		return err
	}
	if err := a.proveAgain(ctx, p.Actor.Account, password); err != nil {
		return err
	}
	return a.touch(ctx, p.Actor.SignIn, "locked_at", time.Time{})
}

// View makes the sign-in show a plan as another account sees it; "" ends that.
func (a *Accounts) View(ctx context.Context, who models.Actor, as models.ID) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("UPDATE sign_ins SET viewing = ? WHERE id = ?", string(as), string(who.SignIn))
		return err
	})
}

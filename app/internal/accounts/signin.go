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

// Device is where somebody signs in. From (a client's address) counts tries and
// is not kept. Browser is a random mark that the browser keeps; of that a hash is
// kept, so that two accounts in one browser can be told from two people (RULES.md 7).
type Device struct {
	Name    string
	From    string
	Own     bool // their own phone or computer: stays signed in for 90 days, otherwise 12 hours
	Shared  bool // others use it too: the sign-in ends when it was not used for 15 minutes
	Browser string
}

// How long a sign-in lasts.
const (
	ownLasts    = 90 * 24 * time.Hour
	sharedLasts = 12 * time.Hour
	sharedIdle  = 15 * time.Minute
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
// an account: ErrWrong. Too many tries are TooMany, see RetryAfter.
func (a *Accounts) SignIn(ctx context.Context, email, password string, d Device) (SignedIn, error) {
	account, hash, err := a.prove(ctx, email, password, d)
	if err != nil {
		return SignedIn{}, err
	}
	if a.hash.stale(hash) {
		hash = a.rehash(ctx, account, password, hash)
	}
	return a.begin(ctx, account, hash, d)
}

// prove checks a password for an address, within the limits, and gives the hash
// that it was compared with.
func (a *Accounts) prove(ctx context.Context, email, password string, d Device) (id models.ID, hash string, err error) {
	normal, _ := models.NormalEmail(email)
	address := a.ring.AddressHash(normal)
	by := asker{account: string(address), network: network(d.From)}
	if err := a.tries.open(by, a.now()); err != nil {
		return "", "", err
	}
	var mustRecover database.Number
	err = a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT id, password, must_recover FROM accounts WHERE email_hash = ? AND disabled_at = 0", []any{address}, &id, &hash, &mustRecover)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", "", err
	}
	if err = a.compare(ctx, by, password, hash); err == nil && mustRecover != 0 {
		err = ErrRecover
	}
	return id, hash, err
}

// compare is nil for the right password, else ErrWrong, and charges the try.
func (a *Accounts) compare(ctx context.Context, by asker, password, hash string) error {
	right, err := a.hash.matches(ctx, password, hash)
	if err != nil {
		return err
	}
	if right {
		return a.tries.right(by, a.now())
	}
	if err := a.tries.wrong(by, a.now()); err != nil {
		return err
	}
	return ErrWrong
}

// rehash keeps a right password at today's cost, where there is room for that,
// and gives the hash that is kept now.
func (a *Accounts) rehash(ctx context.Context, account models.ID, password, old string) string {
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return old
	}
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("UPDATE accounts SET password = ? WHERE id = ? AND password = ?", hash, string(account), old)
		if err == nil && n == 0 {
			err = ErrWrong
		}
		return err
	})
	if err != nil {
		return old
	}
	return hash
}

// Begin opens a sign-in for an account that was made just now.
func (a *Accounts) Begin(ctx context.Context, account models.ID, d Device) (SignedIn, error) {
	return a.begin(ctx, account, "", d)
}

// begin opens a sign-in. Where it rests on a password, that must still be the
// account's: one changed meanwhile has ended every sign-in that it opened.
func (a *Accounts) begin(ctx context.Context, account models.ID, proved string, d Device) (SignedIn, error) {
	now, id, cookie, refresh := a.now(), models.NewID(), newToken(), newToken()
	lasts, idle := d.lasts()
	device := a.ring.Service().Seal([]byte(d.Name), signInPlace(id))
	var lead bool
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		err := tx.One("SELECT lead FROM accounts WHERE id = ?1 AND disabled_at = 0 AND (?2 = '' OR password = ?2)",
			[]any{string(account), proved}, &lead)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrWrong
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO sign_ins (id, account, cookie, proved_at, begun_at, seen_at, until_at, locked_at, ended_at, copied_at, viewing, browser, idle_for, body)
			VALUES (?,?,?,?,?,?,?,0,0,0,'',?,?,?)`, string(id), string(account), a.ring.CodeHash(cookie),
			database.At(now), database.At(now), database.At(now), database.At(now.Add(lasts)), a.browserMark(d), idle.Microseconds(), device); err != nil {
			return err
		}
		return a.keepRefresh(tx, id, refresh)
	})
	if err != nil {
		return SignedIn{}, err
	}
	a.clear()
	return a.signedIn(models.Actor{Account: account, SignIn: id, Proved: now, Lead: lead}, cookie, refresh)
}

// browserMark is the hash of a browser's mark; empty where it keeps none.
func (a *Accounts) browserMark(d Device) []byte {
	if d.Browser == "" {
		return []byte{}
	}
	return a.ring.CodeHash(d.Browser)
}

// lasts is how long a sign-in there lasts in all, and unused; 0: that does not count.
func (d Device) lasts() (all, idle time.Duration) {
	switch {
	case d.Own:
		return ownLasts, 0
	case d.Shared:
		return sharedLasts, sharedIdle
	}
	return sharedLasts, 0
}

func signInPlace(id models.ID) seal.Place { return seal.At("sign_ins", string(id)) }

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// seenEvery is how often it is noted that a sign-in was used.
const seenEvery = 5 * time.Minute

// Present is who a cookie belongs to. A locked sign-in may do nothing but unlock.
type Present struct {
	Actor  models.Actor
	Locked bool
}

const presentText = `SELECT s.id, s.account, s.proved_at, s.seen_at, s.until_at, s.locked_at, s.idle_for, s.viewing, a.lead
	FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND a.disabled_at = 0 AND `

// foundSignIn is a sign-in as it stands in its row.
type foundSignIn struct {
	Present
	seen, until time.Time
	idle        time.Duration // it ends when it was not used for so long; 0: it does not
}

// over reports whether its time is over.
func (f foundSignIn) over(now time.Time) bool {
	return !now.Before(f.until) || f.idle > 0 && now.Sub(f.seen) >= f.idle
}

// ByCookie is who a page request comes from, else ErrSignIn.
func (a *Accounts) ByCookie(ctx context.Context, cookie string) (Present, error) {
	return a.used(a.present(ctx, presentText+"s.cookie = ?", a.ring.CodeHash(cookie)))
}

// Alive is nil while the actor's sign-in lives, is not locked and shows what it showed
// when they came: one that has become a view since gives its owner's streams no more. To be
// asked is not to be used: an open page alone keeps nobody signed in.
func (a *Accounts) Alive(ctx context.Context, who models.Actor) error {
	f, err := a.present(ctx, presentText+"s.id = ?", string(who.SignIn))
	if err == nil && (f.Locked || f.Actor.As != who.As) {
		err = models.ErrSignIn
	}
	return err
}

func (a *Accounts) unlocked(ctx context.Context, signIn models.ID) (models.Actor, error) {
	p, err := a.used(a.present(ctx, presentText+"s.id = ?", string(signIn)))
	if err == nil && p.Locked {
		err = models.ErrSignIn
	}
	if err != nil {
		return models.Actor{}, err
	}
	return p.Actor, nil
}

// present takes texts from this file alone.
func (a *Accounts) present(ctx context.Context, text string, arg any) (foundSignIn, error) {
	var f foundSignIn
	var proved, seen, until, locked database.Micros
	var idle int64
	err := a.db.Peek(ctx, func(tx *database.Tx) error {
		return tx.One(text, []any{arg}, &f.Actor.SignIn, &f.Actor.Account, &proved, &seen, &until, &locked, &idle, &f.Actor.As, &f.Actor.Lead)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return foundSignIn{}, models.ErrSignIn
	}
	if err != nil {
		return foundSignIn{}, err
	}
	f.Actor.Proved, f.Locked = proved.Time(), locked != 0
	f.seen, f.until, f.idle = seen.Time(), until.Time(), time.Duration(idle)*time.Microsecond
	if now := a.now(); f.over(now) {
		a.later("UPDATE sign_ins SET ended_at = ? WHERE id = ? AND ended_at = 0", now, f.Actor.SignIn)
		return foundSignIn{}, models.ErrSignIn
	}
	return f, nil
}

// used notes that a sign-in was used, not at every request.
func (a *Accounts) used(f foundSignIn, err error) (Present, error) {
	if err != nil {
		return Present{}, err
	}
	every := seenEvery
	if f.idle > 0 {
		every = f.idle / 15
	}
	if now := a.now(); now.Sub(f.seen) > every {
		a.later("UPDATE sign_ins SET seen_at = ? WHERE id = ?", now, f.Actor.SignIn)
	}
	return f.Present, nil
}

// later notes a time in a sign-in without anybody waiting: when it was used, or
// that its time was over, so that it stays over if the clock is set back (SAFETY.md 23).
func (a *Accounts) later(text string, now time.Time, signIn models.ID) {
	a.db.Later(func(tx *database.Tx) error {
		_, err := tx.Exec(text, database.At(now), string(signIn))
		return err
	})
}

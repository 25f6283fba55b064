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

const presentText = `SELECT s.id, s.account, s.proved_at, s.seen_at, s.until_at, s.locked_at, s.viewing, a.lead
	FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND a.disabled_at = 0 AND `

// ByCookie is who a page request comes from, else ErrSignIn.
func (a *Accounts) ByCookie(ctx context.Context, cookie string) (Present, error) {
	return a.present(ctx, presentText+"s.cookie = ?", a.ring.CodeHash(cookie))
}

// Alive is nil while the actor's sign-in lives, is not locked and shows what it showed
// when they came: one that has become a view since gives its owner's streams no more.
func (a *Accounts) Alive(ctx context.Context, who models.Actor) error {
	now, err := a.unlocked(ctx, who.SignIn)
	if err == nil && now.As != who.As {
		return models.ErrSignIn
	}
	return err
}

func (a *Accounts) unlocked(ctx context.Context, signIn models.ID) (models.Actor, error) {
	p, err := a.present(ctx, presentText+"s.id = ?", string(signIn))
	if err == nil && p.Locked {
		err = models.ErrSignIn
	}
	if err != nil {
		return models.Actor{}, err
	}
	return p.Actor, nil
}

// present takes texts from this file alone.
func (a *Accounts) present(ctx context.Context, text string, arg any) (Present, error) {
	var p Present
	var proved, seen, until, locked database.Micros
	err := a.db.Peek(ctx, func(tx *database.Tx) error {
		return tx.One(text, []any{arg}, &p.Actor.SignIn, &p.Actor.Account, &proved, &seen, &until, &locked, &p.Actor.As, &p.Actor.Lead)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Present{}, models.ErrSignIn
	}
	if err != nil {
		return Present{}, err
	}
	now := a.now()
	if !now.Before(until.Time()) {
		a.later("UPDATE sign_ins SET ended_at = ? WHERE id = ? AND ended_at = 0", now, p.Actor.SignIn)
		return Present{}, models.ErrSignIn
	}
	if now.Sub(seen.Time()) > seenEvery {
		a.later("UPDATE sign_ins SET seen_at = ? WHERE id = ?", now, p.Actor.SignIn)
	}
	p.Actor.Proved, p.Locked = proved.Time(), locked != 0
	return p, nil
}

// later notes a time in a sign-in without anybody waiting: when it was used, or
// that its time was over, so that it stays over if the clock is set back (SAFETY.md 23).
func (a *Accounts) later(text string, now time.Time, signIn models.ID) {
	a.db.Later(func(tx *database.Tx) error {
		_, err := tx.Exec(text, database.At(now), string(signIn))
		return err
	})
}

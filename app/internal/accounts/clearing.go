package accounts

import (
	"context"
	"time"

	"handrail/app/internal/internal/database"
)

// overKept is how long what is over is kept: an ended sign-in, in case that somebody
// wants to know of it; a used refresh token, so that a copy of it is known as one.
const overKept = 30 * 24 * time.Hour

// clearAtOnce is how many rows one write takes, so that nobody waits long for it.
const clearAtOnce = 500

// Clear removes sign-ins that ended long ago with their tokens, tokens that were
// used long ago, and proofs that prove nothing any more. One that was copied stays until
// the person has read of it, and of each browser the last, because two crisis keys must not
// come from one (RULES.md 7).
func (a *Accounts) Clear(ctx context.Context) error {
	now := a.now()
	for _, c := range []struct {
		text   string
		before time.Time
	}{
		{`DELETE FROM sign_ins WHERE id IN (SELECT s.id FROM sign_ins s WHERE s.copied_at = 0 AND (s.ended_at > 0 AND s.ended_at < ?1 OR s.until_at < ?1)
			AND (length(s.browser) = 0 OR EXISTS (SELECT 1 FROM sign_ins n WHERE n.account = s.account AND n.browser = s.browser AND n.begun_at > s.begun_at))
			LIMIT ?2)`, now.Add(-overKept)},
		{`DELETE FROM refresh_tokens WHERE hash IN (SELECT t.hash FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in
			WHERE t.used_at > 0 AND t.used_at < ?1 OR s.copied_at = 0 AND s.ended_at > 0 AND s.ended_at < ?1 LIMIT ?2)`, now.Add(-overKept)},
		{`DELETE FROM proofs WHERE hash IN (SELECT hash FROM proofs WHERE expires_at < ?1 LIMIT ?2)`, now},
	} {
		if err := a.clear(ctx, c.text, database.At(c.before)); err != nil {
			return err
		}
	}
	return nil
}

func (a *Accounts) clear(ctx context.Context, text string, before database.Micros) error {
	for {
		var n int64
		err := a.db.Change(ctx, func(tx *database.Tx) (err error) {
			n, err = tx.Exec(text, before, clearAtOnce)
			return err
		})
		if err != nil || n < clearAtOnce {
			return err
		}
	}
}

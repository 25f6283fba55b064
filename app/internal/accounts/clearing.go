package accounts

import (
	"sync"
	"time"

	"handrail/app/internal/internal/database"
)

// What is over is kept for a while, so that a token that comes late is still known
// to be copied, and then cleared out: once a day, as somebody signs in, and no
// more at a time than leaves nobody waiting.
const (
	keptAfter  = 30 * 24 * time.Hour
	clearEvery = 24 * time.Hour
	mostClears = 500 // rows of each kind
)

// clearing is when something was last cleared out.
type clearing struct {
	mu   sync.Mutex
	last time.Time
}

// due reports whether it is time again, and if so counts as done.
func (c *clearing) due(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.last) < clearEvery {
		return false
	}
	c.last = now
	return true
}

// again makes it due at once.
func (c *clearing) again() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = time.Time{}
}

// clearings are what goes: sign-ins that ended or ran out, but those that a person
// is still to be told of, those whose device may keep a copy, and the last of each browser, because two
// crisis keys must not come from one (RULES.md 7), and refresh tokens that were used. ?1 is the instant
// before which that was, ?2 how many rows.
var clearings = []string{
	`DELETE FROM offline_copies WHERE sign_in IN (SELECT s.id FROM sign_ins s WHERE s.ended_at <> 0 AND s.ended_at < s.until_at AND s.ended_at < ?1 LIMIT ?2)`,
	`DELETE FROM sign_ins WHERE id IN (SELECT s.id FROM sign_ins s
		WHERE (s.ended_at <> 0 AND s.ended_at < ?1 OR s.until_at < ?1) AND s.copied_at = 0
		AND NOT EXISTS (SELECT 1 FROM offline_copies c WHERE c.sign_in = s.id) AND (length(s.browser) = 0 OR EXISTS
		(SELECT 1 FROM sign_ins n WHERE n.account = s.account AND n.browser = s.browser AND n.begun_at > s.begun_at)) LIMIT ?2)`,
	`DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE used_at <> 0 AND used_at < ?1 LIMIT ?2)`,
	`DELETE FROM proofs WHERE hash IN (SELECT hash FROM proofs WHERE expires_at < ?1 LIMIT ?2)`,
}

// clear does that behind whoever signs in. Where there was more than it takes at a
// time the next one goes on with it.
func (a *Accounts) clear() {
	now := a.now()
	if !a.cleared.due(now) {
		return
	}
	queued := a.db.Later(func(tx *database.Tx) error {
		for _, text := range clearings {
			n, err := tx.Exec(text, database.At(now.Add(-keptAfter)), mostClears)
			if err != nil {
				return err
			}
			if n == mostClears {
				a.cleared.again()
			}
		}
		return nil
	})
	if !queued {
		a.cleared.again()
	}
}

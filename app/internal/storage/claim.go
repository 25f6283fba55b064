package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"sync"
	"time"

	"handrail/app/internal/internal/database"
)

// Lease is how long a server that has gone silent keeps a claim.
const Lease = 40 * time.Second

// Claim is work that one of several servers on the same database does at a time. No
// server looks at another's clock: whoever waits takes a claim that they have seen
// unchanged for the whole lease by their own, and its holder stops a lease after its last renewal.
type Claim struct {
	storage    *Storage
	work, self string

	mu      sync.Mutex
	renewed time.Time // zero: another server's
	seen    string    // the beat of another server
	seenAt  time.Time // when it was first seen
}

// Claim is this server's part in a piece of work. Nothing is claimed yet.
func (s *Storage) Claim(work string) *Claim {
	return &Claim{storage: s, work: work, self: rand.Text()}
}

// Ours takes the work or keeps it, and reports whether it is this server's for the
// next lease. With SQLite there is no other server.
func (c *Claim) Ours(ctx context.Context) (bool, error) {
	if !c.storage.db.Shared() {
		return true, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	began := c.storage.settings.Clock()
	ours := false
	err := c.storage.db.Change(ctx, func(tx *database.Tx) (err error) {
		ours, err = c.take(tx, began)
		return err
	})
	switch {
	case err != nil: // nobody knows whether it was renewed: it was not
		return !c.renewed.IsZero() && began.Sub(c.renewed) < Lease, err
	case ours:
		c.renewed, c.seen = began, ""
	default:
		c.renewed = time.Time{}
	}
	return ours, nil
}

// take renews a claim of ours, or takes one that is free or was left.
func (c *Claim) take(tx *database.Tx, now time.Time) (bool, error) {
	var holder, beat string
	err := tx.One("SELECT holder, beat FROM claims WHERE work = ?", []any{c.work}, &holder, &beat)
	free := errors.Is(err, sql.ErrNoRows)
	if err != nil && !free {
		return false, err
	}
	if !free && holder != c.self && !c.left(beat, now) {
		return false, nil
	}
	_, err = tx.Exec("INSERT INTO claims (work, holder, beat) VALUES (?, ?, ?) ON CONFLICT (work) DO UPDATE SET holder = excluded.holder, beat = excluded.beat",
		c.work, c.self, rand.Text())
	return err == nil, err
}

// left reports whether another server's claim has not been renewed for a lease. A clock
// that was set back begins to wait anew.
func (c *Claim) left(beat string, now time.Time) bool {
	if beat != c.seen || now.Before(c.seenAt) {
		c.seen, c.seenAt = beat, now
	}
	return now.Sub(c.seenAt) >= Lease
}

// Release lets another server have the work at once.
func (c *Claim) Release(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.renewed.IsZero() {
		return nil
	}
	c.renewed = time.Time{}
	return c.storage.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM claims WHERE work = ? AND holder = ?", c.work, c.self)
		return err
	})
}

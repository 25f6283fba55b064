// Package reminding keeps when people want a note to themselves, and where it goes. It
// must never know a word of a plan, nor hand out a place to tell to anybody but who sends there.
package reminding

import (
	"context"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// Reminding is what the database keeps of it. Its caller has asked the gate whose plan it is.
type Reminding struct {
	db    *database.DB
	ring  *seal.Keyring
	clock func() time.Time
}

// New is what is kept in a database.
func New(db *database.DB, ring *seal.Keyring, clock func() time.Time) *Reminding {
	return &Reminding{db: db, ring: ring, clock: clock}
}

func (r *Reminding) now() database.Micros { return database.At(r.clock().UTC()) }

// Times is the reminders of a plan's owner, by the clock.
func (r *Reminding) Times(ctx context.Context, plan models.ID) ([]models.Reminder, error) {
	out := []models.Reminder{}
	err := r.db.View(ctx, func(tx *database.Tx) (err error) {
		out, err = times(tx, plan)
		return err
	})
	return out, err
}

func times(tx *database.Tx, plan models.ID) ([]models.Reminder, error) {
	rows, err := tx.Query("SELECT id, clock, days FROM reminders WHERE plan = ? ORDER BY clock, made_at, id", string(plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := []models.Reminder{}
	for rows.Next() {
		var one models.Reminder
		if err := rows.Scan(&one.ID, &one.At, &one.Days); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, rows.Err()
}

var errTooMany = models.Wrong("at", "reminder.too_many")

// Add keeps one more, due next at an instant.
func (r *Reminding) Add(ctx context.Context, plan models.ID, one models.Reminder, next time.Time) error {
	return r.db.Change(ctx, func(tx *database.Tx) error {
		there, err := times(tx, plan)
		if err != nil {
			return err
		}
		if len(there) >= models.MostReminders {
			return errTooMany
		}
		_, err = tx.Exec("INSERT INTO reminders (id, plan, clock, days, made_at, next_at) VALUES (?,?,?,?,?,?)",
			string(one.ID), string(plan), int(one.At), int(one.Days), r.now(), database.At(next))
		return err
	})
}

// Remove takes one away; there may be none.
func (r *Reminding) Remove(ctx context.Context, plan, id models.ID) error {
	return r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM reminders WHERE plan = ? AND id = ?", string(plan), string(id))
		return err
	})
}

// Anew works out again when each is due next: the owner's clock is another.
func (r *Reminding) Anew(ctx context.Context, plan models.ID, next func(models.Reminder) time.Time) error {
	return r.db.Change(ctx, func(tx *database.Tx) error {
		all, err := times(tx, plan)
		for _, one := range all {
			if _, err := tx.Exec("UPDATE reminders SET next_at = ? WHERE id = ?", database.At(next(one)), string(one.ID)); err != nil {
				return err
			}
		}
		return err
	})
}

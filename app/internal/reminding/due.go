package reminding

import (
	"context"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Due is a reminder whose instant has come.
type Due struct {
	models.Reminder
	Plan, Owner models.ID
	When        time.Time // at which it was due
	Then        time.Time // when it comes again; zero: never
}

// atOnce is how many are taken at a time.
const atOnce = 500

// TakeDue gives the reminders whose instant has come, some hundreds at most, and sets
// each to its next one before anybody is told: none comes twice, whatever happens.
func (r *Reminding) TakeDue(ctx context.Context, next func(Due) (time.Time, error)) ([]Due, error) {
	var due []Due
	if err := r.db.View(ctx, func(tx *database.Tx) (err error) {
		due, err = r.due(tx)
		return err
	}); err != nil || len(due) == 0 {
		return nil, err
	}
	for i := range due {
		var err error
		if due[i].Then, err = next(due[i]); err != nil {
			return nil, err
		}
	}
	var taken []Due
	err := r.db.Change(ctx, func(tx *database.Tx) error {
		taken = taken[:0]
		for _, d := range due {
			n, err := tx.Exec("UPDATE reminders SET next_at = ? WHERE id = ? AND next_at = ?", never(d.Then), string(d.ID), database.At(d.When))
			if err != nil {
				return err
			}
			if n == 1 {
				taken = append(taken, d)
			}
		}
		return nil
	})
	return taken, err
}

// never is far off for a reminder that has no next instant.
func never(at time.Time) database.Micros {
	if at.IsZero() {
		at = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return database.At(at)
}

func (r *Reminding) due(tx *database.Tx) ([]Due, error) {
	rows, err := tx.Query(`SELECT r.id, r.clock, r.days, r.plan, p.owner, r.next_at FROM reminders r JOIN plans p ON p.id = r.plan
		WHERE r.next_at <= ? ORDER BY r.next_at LIMIT ?`, r.now(), atOnce)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Due
	for rows.Next() {
		var d Due
		var when database.Micros
		if err := rows.Scan(&d.ID, &d.At, &d.Days, &d.Plan, &d.Owner, &when); err != nil {
			return nil, err
		}
		d.When = when.Time()
		out = append(out, d)
	}
	return out, rows.Err()
}

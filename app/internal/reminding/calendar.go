package reminding

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Calendar is whose calendar a secret opens.
type Calendar struct {
	Plan, Owner models.ID
	Made        time.Time
}

// NewCalendar makes the secret of a plan's calendar, 260 random bits; an earlier one opens nothing from then on.
func (r *Reminding) NewCalendar(ctx context.Context, plan models.ID) (secret string, err error) {
	secret = strings.ToLower(rand.Text() + rand.Text())
	err = r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(`INSERT INTO calendars (plan, secret, made_at) VALUES (?,?,?)
			ON CONFLICT (plan) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at`, string(plan), r.hash(secret), r.now())
		return err
	})
	return secret, err
}

func (r *Reminding) hash(secret string) []byte { return r.ring.CodeHash("calendar " + secret) }

// EndCalendar takes it away; there may be none.
func (r *Reminding) EndCalendar(ctx context.Context, plan models.ID) error {
	return r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM calendars WHERE plan = ?", string(plan))
		return err
	})
}

// CalendarSince is when the secret of a plan's calendar was made; zero where there is none.
func (r *Reminding) CalendarSince(ctx context.Context, plan models.ID) (time.Time, error) {
	var made database.Micros
	err := r.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT coalesce(max(made_at), 0) FROM calendars WHERE plan = ?", []any{string(plan)}, &made)
	})
	return made.Time(), err
}

// Behind is the calendar that a secret opens; none is ErrNotFound.
func (r *Reminding) Behind(ctx context.Context, secret string) (Calendar, error) {
	var c Calendar
	var made database.Micros
	err := r.db.View(ctx, func(tx *database.Tx) error {
		return tx.One(`SELECT c.plan, p.owner, c.made_at FROM calendars c JOIN plans p ON p.id = c.plan
			JOIN accounts a ON a.id = p.owner WHERE c.secret = ? AND a.disabled_at = 0`, []any{r.hash(secret)}, &c.Plan, &c.Owner, &made)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return c, models.ErrNotFound
	}
	c.Made = made.Time()
	return c, err
}

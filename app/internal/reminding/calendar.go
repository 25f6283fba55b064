package reminding

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	"handrail/app/internal/gate"
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
	err = r.db.ChangePlan(ctx, string(plan), func(tx *database.Tx) error {
		if err := end(tx, plan); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO calendars (plan, secret, made_at) VALUES (?,?,?)", string(plan), r.hash(secret), r.now())
		return err
	}, nil)
	return secret, err
}

func (r *Reminding) hash(secret string) []byte { return r.ring.CodeHash("calendar " + secret) }

// EndCalendar takes it away; there may be none.
func (r *Reminding) EndCalendar(ctx context.Context, plan models.ID) error {
	return r.db.ChangePlan(ctx, string(plan), func(tx *database.Tx) error { return end(tx, plan) }, nil)
}

// end takes a calendar away, and has it written down where there was one: a copy of the
// database from before must not open it again (RULES.md 8).
func end(tx *database.Tx, plan models.ID) error {
	n, err := tx.Exec("DELETE FROM calendars WHERE plan = ?", string(plan))
	if err != nil || n == 0 {
		return err
	}
	return gate.Narrow(tx, plan)
}

// Drop takes away the calendar of a plan whose copy may be older than the end of its secret.
func (r *Reminding) Drop(tx *database.Tx, plan models.ID) error {
	_, err := tx.Exec("DELETE FROM calendars WHERE plan = ?", string(plan))
	return err
}

// DropAll takes all calendars away: nobody can say whose had ended.
func (r *Reminding) DropAll(tx *database.Tx) error {
	_, err := tx.Exec("DELETE FROM calendars")
	return err
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

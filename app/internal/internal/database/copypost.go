package database

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// copiedAtOnce is few rows: one may be as large as a picture.
const copiedAtOnce = 50

// CopyTo writes a PostgreSQL as it is at one moment into a new SQLite database in
// a folder, while it is in use, and reports how many rows are done. The rows are those that Move carries
// the other way, so that a copy can be served by itself or be moved to a PostgreSQL again.
func (db *DB) CopyTo(ctx context.Context, folder string, report func(done, total int64)) error {
	into, err := Open(ctx, folder)
	if err != nil {
		return err
	}
	c := &copying{move: move{ctx: ctx, to: db}, report: report}
	err = db.View(ctx, func(there *Tx) error {
		return into.Change(ctx, func(here *Tx) error {
			c.from, c.there = here, there
			return c.all()
		})
	})
	return errors.Join(err, into.Close())
}

// copying is a move the other way: what describes the tables is SQLite in both.
type copying struct {
	move
	there       *Tx // one snapshot of the PostgreSQL
	report      func(done, total int64)
	done, total int64
}

func (c *copying) all() error {
	tables, err := c.tables()
	if err != nil {
		return err
	}
	if _, err := c.from.Exec("PRAGMA defer_foreign_keys = ON"); err != nil { // a row may point to a later one
		return err
	}
	for _, t := range slices.Backward(tables) { // what the migrations have put there
		if _, err := c.from.Exec("DELETE FROM " + t.name); err != nil {
			return err
		}
	}
	counts := make([]int64, len(tables))
	for i, t := range tables {
		if err := c.there.One("SELECT count(*) FROM "+t.name+" WHERE "+t.which(), nil, &counts[i]); err != nil {
			return err
		}
		c.total += counts[i]
	}
	for i, t := range tables {
		if err := c.table(t, counts[i]); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// table brings one table, and makes sure that it has as many rows as were counted.
func (c *copying) table(t *table, count int64) error {
	before := c.done
	for last := ([]any)(nil); ; {
		if err := c.ctx.Err(); err != nil {
			return unavailable(err)
		}
		rows, err := t.page(c.there, last, nil, copiedAtOnce)
		if err != nil {
			return err
		}
		if err := t.put(c.from, rows); err != nil {
			return err
		}
		c.done += int64(len(rows))
		c.report(c.done, c.total)
		if len(rows) < copiedAtOnce {
			break
		}
		last = t.key(rows[len(rows)-1])
	}
	var have int64
	if err := c.from.One("SELECT count(*) FROM "+t.name, nil, &have); err != nil {
		return err
	}
	if have != count || c.done-before != count {
		return ErrDiffers
	}
	return nil
}

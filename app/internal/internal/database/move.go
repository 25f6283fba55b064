package database

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// Names of settings that say how far a move has come. They are not moved themselves.
const (
	movingMark = "moving" // on PostgreSQL, with the mark of the key: not all of it is here yet
	movedMark  = "moved"  // on SQLite: all of it is elsewhere now
)

// What can stand in the way of a move.
var (
	ErrNotEmpty = errors.New("database: there are accounts already")
	ErrDiffers  = errors.New("database: what was moved is not what there was")
	ErrMoving   = errors.New("database: a move into it has not finished")
	ErrMoved    = errors.New("database: everything was moved elsewhere")
)

// Progress is called as rows are brought over, with the table's name, and as they are compared
// afterwards, with "comparing" before it.
type Progress func(doing string, rows, all int64)

// Move carries everything from SQLite to a PostgreSQL without accounts, and compares
// every row afterwards. It may be cut short and called again: what is there already is compared and
// not brought twice. Nothing is written to SQLite meanwhile, by no other process either.
func Move(ctx context.Context, from, to *DB, report Progress) error {
	m := &move{ctx: ctx, to: to, report: report}
	err := from.Change(ctx, func(tx *Tx) error {
		m.from = tx
		if err := m.all(); err != nil {
			return err
		}
		return tx.OfferSetting(movedMark, []byte{1})
	})
	if err != nil {
		return err
	}
	return to.Change(ctx, func(tx *Tx) error {
		_, err := tx.Exec("DELETE FROM settings WHERE name = ?", movingMark)
		return err
	})
}

// Whole is nil when a database can be served: nothing was moved out of it, and all
// that is being moved into it has come.
func (db *DB) Whole(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		if _, had, err := tx.Setting(movedMark); err != nil || had {
			return cmp.Or(err, ErrMoved)
		}
		if _, had, err := tx.Setting(movingMark); err != nil || had {
			return cmp.Or(err, ErrMoving)
		}
		return nil
	})
}

type move struct {
	ctx    context.Context
	from   *Tx
	to     *DB
	report Progress
	bring  bool // make the other side the same; else only look whether it is
}

func (m *move) all() error {
	if err := m.begin(); err != nil {
		return err
	}
	tables, err := m.tables()
	if err != nil {
		return err
	}
	for _, bring := range []bool{true, false} {
		m.bring = bring
		for _, t := range tables {
			if err := m.table(t); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return m.to.Change(m.ctx, func(tx *Tx) error { return countOn(tx, tables) })
}

// begin marks the PostgreSQL, unless it has accounts that another move did not bring.
func (m *move) begin() error {
	key, _, err := m.from.Setting("key check")
	if err != nil {
		return err
	}
	return m.to.Change(m.ctx, func(tx *Tx) error {
		mark, had, err := tx.Setting(movingMark)
		if err != nil || had && bytes.Equal(mark, key) {
			return err
		}
		var accounts int
		if err := tx.One("SELECT count(*) FROM accounts", nil, &accounts); err != nil {
			return err
		}
		if had || accounts > 0 {
			return ErrNotEmpty
		}
		_, err = tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?)", movingMark, key)
		return err
	})
}

// table walks through a table on both sides in the order of its key. Bringing, it makes
// the other side the same; else it only looks whether it is.
func (m *move) table(t *table) error {
	var all, done int64
	if err := m.from.One("SELECT count(*) FROM "+t.name+" WHERE "+t.which(), nil, &all); err != nil {
		return err
	}
	for last := ([]any)(nil); ; {
		if err := m.ctx.Err(); err != nil {
			return unavailable(err)
		}
		here, err := t.page(m.from, last, nil, pageRows)
		if err != nil {
			return err
		}
		var until []any // of the last page: to the end, for there may be too much
		if len(here) == pageRows {
			until = t.key(here[len(here)-1])
		}
		if err := m.page(t, last, until, here); err != nil {
			return err
		}
		done += int64(len(here))
		m.report(m.doing(t), done, all)
		if until == nil {
			return nil
		}
		last = until
	}
}

func (m *move) doing(t *table) string {
	if m.bring {
		return t.name
	}
	return "comparing " + t.name
}

// page makes one page of rows the same on the other side, or looks whether it is.
func (m *move) page(t *table, last, until []any, here [][]any) error {
	return m.to.Change(m.ctx, func(tx *Tx) error {
		there, err := t.page(tx, last, until, 0)
		if err != nil {
			return err
		}
		differ, extra := t.compare(here, there)
		if len(differ)+len(extra) == 0 {
			return nil
		}
		if !m.bring {
			return ErrDiffers
		}
		for _, row := range extra {
			if _, err := tx.Exec("DELETE FROM "+t.name+" WHERE ("+strings.Join(t.keys, ", ")+") = ("+marks(len(t.keys))+")", t.key(row)...); err != nil {
				return err
			}
		}
		return t.put(tx, differ)
	})
}

// countOn lets whatever counts rows go on behind those that were brought.
func countOn(tx *Tx, tables []*table) error {
	for _, t := range tables {
		for _, column := range t.columns {
			if column != "seq" && column != "rowid" {
				continue
			}
			if _, err := tx.Exec("SELECT setval(pg_get_serial_sequence(?, ?), coalesce(max("+column+"), 0) + 1, false) FROM "+t.name, t.name, column); err != nil {
				return err
			}
		}
	}
	return nil
}

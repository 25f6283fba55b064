package database

import (
	"context"
	"errors"
	"testing"

	"handrail/app/internal/databasetest"
)

func TestAPostgreSQLIsCopiedAsItIsAtOneMoment(t *testing.T) {
	from, post := full(t, 120), open(t, databasetest.PostgreSQL(t))
	defer post.Close()
	if err := Move(t.Context(), from, post, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var done, total int64
	err := post.CopyTo(t.Context(), folder, func(d, all int64) {
		if d == copiedAtOnce { // somebody writes meanwhile, in a table that comes later
			change(t, post, func(tx *Tx) error { return fill(tx, 1000) })
		}
		done, total = d, all
	})
	if err != nil || done != total || total < 120*8 {
		t.Fatalf("%d of %d rows, %v", done, total, err)
	}
	into := open(t, folder)
	defer into.Close()
	for table, want := range map[string]int{"accounts": 120, "plans": 120, "entries": 360, "access_records": 360} {
		if n := number(t, into, "SELECT count(*) FROM "+table); n != want {
			t.Errorf("%s: %d rows of %d", table, n, want)
		}
	}
	if n := number(t, post, "SELECT count(*) FROM accounts"); n != 121 {
		t.Errorf("%d accounts: nothing was written meanwhile", n)
	}
	if faults, err := into.Integrity(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
	if err := into.Whole(t.Context()); err != nil {
		t.Errorf("the copy cannot be served: %v", err)
	}
	same(t, from, into, post)
}

// same holds every row of two SQLite databases against each other.
func same(t *testing.T, a, b, post *DB) {
	t.Helper()
	change(t, a, func(one *Tx) error {
		return b.View(t.Context(), func(two *Tx) error {
			tables, err := (&move{ctx: t.Context(), from: one, to: post}).tables()
			if err != nil {
				return err
			}
			for _, table := range tables {
				here, err := table.page(one, nil, nil, 0)
				there, bad := table.page(two, nil, nil, 0)
				if differ, extra := table.compare(here, there); len(differ)+len(extra) > 0 || errors.Join(err, bad) != nil {
					t.Errorf("%s: %d rows differ, %d are too many, %v", table.name, len(differ), len(extra), errors.Join(err, bad))
				}
			}
			return nil
		})
	})
}

func TestACopyThatIsStoppedSaysSo(t *testing.T) {
	from, post := full(t, 60), open(t, databasetest.PostgreSQL(t))
	defer post.Close()
	if err := Move(t.Context(), from, post, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	err := post.CopyTo(ctx, t.TempDir(), func(int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

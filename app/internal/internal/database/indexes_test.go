package database

import (
	"context"
	"strings"
	"testing"
)

// TestWhatBelongsToOneIsFoundByIt: no table is read from end to end for one plan or one
// account. Each record that is kept counts what its plan holds, and a plan that is erased
// takes everything with it, both in the one place where all writes wait.
func TestWhatBelongsToOneIsFoundByIt(t *testing.T) {
	db := open(t, t.TempDir())
	tables := 0
	err := db.View(context.Background(), func(tx *Tx) error {
		columns, err := tx.Query(`SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND (c.name = 'plan' OR c.name = 'account' AND m.name <> 'access_records')`) // records are asked for by plan alone
		if err != nil {
			return err
		}
		defer func() { _ = columns.Close() }()
		for columns.Next() {
			var table, column string
			if err := columns.Scan(&table, &column); err != nil {
				return err
			}
			tables++
			var id, parent, unused int
			var how string
			if err := tx.One("EXPLAIN QUERY PLAN SELECT 1 FROM "+table+" WHERE "+column+" = ?", []any{"p"}, &id, &parent, &unused, &how); err != nil {
				return err
			}
			if !strings.HasPrefix(how, "SEARCH ") {
				t.Errorf("what %s holds for one %s: %s", table, column, how)
			}
		}
		return columns.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if tables < 30 {
		t.Errorf("%d columns were looked at", tables)
	}
}

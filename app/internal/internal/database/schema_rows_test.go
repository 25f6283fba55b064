package database

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// rowsEach is how many rows each table of an older schema is given.
const rowsEach = 3

// column is one of a table, as SQLite describes it.
type column struct {
	name, kind, refers string // refers: the table whose key it holds
}

// filling puts rows into every table of a schema.
type filling struct {
	tables  []string // each behind those that it refers to
	columns map[string][]column
	flags   map[string]bool // "table.column" that can only be 0 or 1
}

var onlyFlag = regexp.MustCompile(`CHECK \((\w+) IN \(0, 1\)\)`)

// describe reads a schema from a SQLite database.
func describe(t *testing.T, pool *sql.DB) *filling {
	t.Helper()
	f := &filling{columns: map[string][]column{}, flags: map[string]bool{}}
	var waiting []string
	for _, row := range all(t, pool, "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name") {
		table := row[0].(string)
		waiting = append(waiting, table)
		for _, flag := range onlyFlag.FindAllStringSubmatch(row[1].(string), -1) {
			f.flags[table+"."+flag[1]] = true
		}
		refers := map[string]string{}
		for _, key := range all(t, pool, `SELECT "from", "table" FROM pragma_foreign_key_list('`+table+`')`) {
			refers[key[0].(string)] = key[1].(string)
		}
		for _, c := range all(t, pool, "SELECT name, type FROM pragma_table_info('"+table+"') ORDER BY cid") {
			name := c[0].(string)
			f.columns[table] = append(f.columns[table], column{name, c[1].(string), refers[name]})
		}
	}
	for there := map[string]bool{}; len(waiting) > 0; {
		table := waiting[0]
		waiting = waiting[1:]
		ready := true
		for _, c := range f.columns[table] {
			ready = ready && (c.refers == "" || there[c.refers])
		}
		if !ready {
			waiting = append(waiting, table)
			continue
		}
		there[table], f.tables = true, append(f.tables, table)
	}
	return f
}

// value is what stands in one column of the n-th row: another in each, and in keys that of the
// n-th row of the table that it refers to.
func (f *filling) value(table string, c column, at, n int) any {
	switch {
	case c.refers != "":
		return f.value(c.refers, column{name: "id", kind: "TEXT"}, 0, n)
	case c.name == "body":
		return fmt.Appendf(nil, "hs1 the words of %s %d", table, n)
	case f.flags[table+"."+c.name]:
		return int64((n + at) % 2)
	case c.kind == "INTEGER":
		return int64(1000*at + n + 1)
	case c.kind == "BLOB":
		return fmt.Appendf(nil, "%s %s %d\x00\xff", table, c.name, n)
	default:
		return fmt.Sprintf("%s %s %d ’", table, c.name, n)
	}
}

// fill puts rows into all tables; said is how a text is said to the database.
func (f *filling) fill(t *testing.T, pool *sql.DB, said func(string) string) {
	t.Helper()
	for _, table := range f.tables {
		var names []string
		for _, c := range f.columns[table] {
			names = append(names, c.name)
		}
		for n := range rowsEach {
			var values []any
			for at, c := range f.columns[table] {
				values = append(values, f.value(table, c, at, n))
			}
			text := said("INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + marks(len(names)) + ")")
			if _, err := pool.ExecContext(t.Context(), text, values...); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		}
	}
}

// kept fails the test unless each row is what it was filled with, and there is no other.
func (f *filling) kept(t *testing.T, pool *sql.DB, when string) {
	t.Helper()
	for _, table := range f.tables {
		var names []string
		for _, c := range f.columns[table] {
			names = append(names, c.name)
		}
		rows := all(t, pool, "SELECT "+strings.Join(names, ", ")+" FROM "+table)
		found := make(map[string]bool)
		for _, row := range rows {
			found[fmt.Sprintf("%q", row)] = true
		}
		for n := range rowsEach {
			var want []any
			for at, c := range f.columns[table] {
				want = append(want, f.value(table, c, at, n))
			}
			if !found[fmt.Sprintf("%q", want)] {
				t.Errorf("%s: row %d of %s is not what it was: %q", when, n, table, rows)
			}
		}
		if len(rows) != rowsEach {
			t.Errorf("%s: %d rows in %s", when, len(rows), table)
		}
	}
}

func all(t *testing.T, pool *sql.DB, text string) (out [][]any) {
	t.Helper()
	rows, err := pool.QueryContext(context.Background(), text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

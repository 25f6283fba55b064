package databasetest

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"handrail/app/internal/internal/sqlite"
)

// SQLite is the name of the driver that this build opens SQLite's files with.
const SQLite = sqlite.Driver

// Reached is the tables of an installation, past the one door to them.
type Reached struct {
	*sql.DB
	t        testing.TB
	postgres bool
}

// Reach opens them: place is a folder with SQLite in it, or the address of a PostgreSQL.
func Reach(t testing.TB, place string) Reached {
	t.Helper()
	driver, source, postgres := SQLite, filepath.Join(place, "handrail.db"), schemaOf(place) != ""
	if postgres {
		driver, source = "pgx", place
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return Reached{db, t, postgres}
}

// PlanTables is every table that has anything to do with a plan: those that a later
// migration makes too.
func (r Reached) PlanTables() []string {
	r.t.Helper()
	return r.tablesWith("plan")
}

// SealedTables is every table that has a sealed text in its rows.
func (r Reached) SealedTables() []string {
	r.t.Helper()
	return r.tablesWith("body")
}

func (r Reached) tablesWith(column string) []string {
	r.t.Helper()
	text := "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = '%s' ORDER BY 1"
	if r.postgres {
		text = "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = '%s' ORDER BY 1"
	}
	names := r.Names(fmt.Sprintf(text, column))
	if len(names) < 10 {
		r.t.Fatalf("only %v", names)
	}
	return names
}

// Columns is the columns of a table.
func (r Reached) Columns(table string) []string {
	r.t.Helper()
	if r.postgres {
		return r.Names(fmt.Sprintf("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '%s' AND column_name <> 'rowid' ORDER BY 1", table)) // SQLite has that without saying so
	}
	return r.Names(fmt.Sprintf("SELECT name FROM pragma_table_info('%s') ORDER BY 1", table))
}

// Names is the first column of what a query finds.
func (r Reached) Names(query string) (names []string) {
	r.t.Helper()
	rows, err := r.QueryContext(r.t.Context(), query)
	r.must(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		r.must(rows.Scan(&name))
		names = append(names, name)
	}
	r.must(rows.Err())
	return names
}

// Rows is how many rows of a table belong to a plan.
func (r Reached) Rows(table string, plan string) (n int) {
	r.t.Helper()
	r.must(r.QueryRowContext(r.t.Context(), fmt.Sprintf("SELECT count(*) FROM %s WHERE plan = '%s'", table, plan)).Scan(&n))
	return n
}

func (r Reached) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

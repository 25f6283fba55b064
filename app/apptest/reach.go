package apptest

import (
	"database/sql"
	"fmt"
	"path/filepath"

	"handrail/app"
	"handrail/models"
)

// Reach is the database itself, past the one door to it.
func (w *World) Reach() *sql.DB {
	w.T.Helper()
	driver, place := "sqlite3", filepath.Join(w.Folder, app.DatabaseName)
	if w.Place != w.Folder {
		driver, place = "pgx", w.Place
	}
	db, err := sql.Open(driver, place)
	w.Must(err)
	w.T.Cleanup(func() { _ = db.Close() })
	return db
}

// PlanTables is every table that has anything to do with a plan: those that a later
// migration makes too.
func (w *World) PlanTables() []string {
	w.T.Helper()
	text := "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'plan' ORDER BY 1"
	if w.Place != w.Folder {
		text = "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'plan' ORDER BY 1"
	}
	names := w.Names(text)
	if len(names) < 10 {
		w.T.Fatalf("only %v", names)
	}
	return names
}

// Columns is the columns of a table.
func (w *World) Columns(table string) []string {
	w.T.Helper()
	if w.Place != w.Folder {
		return w.Names(fmt.Sprintf("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '%s' ORDER BY 1", table))
	}
	return w.Names(fmt.Sprintf("SELECT name FROM pragma_table_info('%s') ORDER BY 1", table))
}

// Names is the first column of what a query finds.
func (w *World) Names(query string) (names []string) {
	w.T.Helper()
	rows, err := w.Reach().QueryContext(w.T.Context(), query)
	w.Must(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		w.Must(rows.Scan(&name))
		names = append(names, name)
	}
	w.Must(rows.Err())
	return names
}

// Rows is how many rows of a table belong to a plan.
func (w *World) Rows(table string, plan models.ID) (n int) {
	w.T.Helper()
	w.Must(w.Reach().QueryRowContext(w.T.Context(), fmt.Sprintf("SELECT count(*) FROM %s WHERE plan = '%s'", table, plan)).Scan(&n))
	return n
}

package handlers_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/apptest"
)

// crowd puts so many people into the database, each with a plan of 80 entries: rows as
// long as Ailsa's, for the indexes and the file to be as they would be. Nobody opens them.
func crowd(s *server, people int) {
	s.T.Helper()
	db := beside(s)
	defer func() { _ = db.Close() }()
	run := func(text string) {
		_, err := db.Exec(text)
		s.Must(err)
	}
	run(fmt.Sprintf(`CREATE TEMP TABLE crowd AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		SELECT hex(randomblob(13)) AS account, hex(randomblob(13)) AS plan FROM n`, people))
	run(copies(s, db, "accounts", "id = '"+string(s.Ailsa.Account)+"'", map[string]string{"id": "c.account", "email_hash": "randomblob(32)"}))
	run(copies(s, db, "plans", "id = '"+string(s.Ailsa.Plan)+"'", map[string]string{"id": "c.plan", "owner": "c.account"}))
	run(copies(s, db, "entries", "plan = '"+string(s.Ailsa.Plan)+"'", map[string]string{"id": "hex(randomblob(13))", "plan": "c.plan", "seq": "NULL"}))
}

// consents gives Morag so many, a hundred in each of the first plans of a crowd.
func consents(s *server, n int) {
	s.T.Helper()
	db := beside(s)
	defer func() { _ = db.Close() }()
	run := func(text string) {
		_, err := db.Exec(text)
		s.Must(err)
	}
	run(fmt.Sprintf(`CREATE TEMP TABLE crowd AS SELECT p.id AS plan FROM plans p WHERE p.owner NOT IN (SELECT account FROM sign_ins) LIMIT %d`, n/100))
	run(copies(s, db, "relationships", "account = '"+string(s.Morag.Account)+"'", map[string]string{"id": "hex(randomblob(13))", "plan": "c.plan"}))
	run("CREATE TEMP TABLE hundred AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n")
	one := fmt.Sprintf("id = (SELECT min(id) FROM grants WHERE account = '%s')", s.Morag.Account)
	run(strings.Replace(copies(s, db, "grants", one, map[string]string{"id": "hex(randomblob(13))", "plan": "c.plan", "section": "'section-' || h.i"}),
		"crowd c", "crowd c, hundred h", 1))
}

// copies is the statement that copies some rows of a table for each of the crowd c,
// with some columns changed.
func copies(s *server, db *sql.DB, table, where string, changed map[string]string) string {
	s.T.Helper()
	rows, err := db.Query("SELECT name FROM pragma_table_info(?)", table)
	s.Must(err)
	defer func() { _ = rows.Close() }()
	var columns, values []string
	for rows.Next() {
		var name string
		s.Must(rows.Scan(&name))
		value, is := changed[name]
		if !is {
			value = "t." + name
		}
		columns, values = append(columns, name), append(values, value)
	}
	s.Must(rows.Err())
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM crowd c, (SELECT * FROM %s WHERE %s) t",
		table, strings.Join(columns, ", "), strings.Join(values, ", "), table, where)
}

// beside is one more connection to a server's database file.
func beside(s *server) *sql.DB {
	s.T.Helper()
	db, err := sql.Open(apptest.SQLite, "file:"+filepath.Join(s.Folder, "handrail.db")+"?_busy_timeout=20000&_synchronous=OFF&_foreign_keys=0&_cache_size=-4000000")
	s.Must(err)
	db.SetMaxOpenConns(1) // temporary tables are a connection's own
	return db
}

// sealedShare is how much more room sealed texts take than the same in clear.
func sealedShare(b testing.TB, s *server) string {
	b.Helper()
	db := beside(s)
	defer func() { _ = db.Close() }()
	var sealed, raw int
	s.Must(db.QueryRow("SELECT sum(length(body)) FROM entries WHERE plan = ? AND removed_at = 0", string(s.Ailsa.Plan)).Scan(&sealed))
	plan, err := s.App.ReadPlan(b.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, section := range plan.Sections {
		for _, e := range section.Entries {
			for _, f := range e.Fields {
				raw += len(f.Text)
			}
		}
	}
	return fmt.Sprintf("sealed texts: %d bytes for %d of raw text, %.2f times (asked ≤ 1.6)", sealed, raw, float64(sealed)/float64(raw))
}

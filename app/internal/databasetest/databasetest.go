// Package databasetest says where the databases of tests are: in a folder, or each
// in a schema of its own on the PostgreSQL that the environment names. It is for tests alone.
package databasetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// What the environment says: the address of a PostgreSQL for tests that need one, and
// whether all others use it too instead of SQLite.
const (
	Address = "HANDRAIL_TEST_POSTGRES"
	All     = "HANDRAIL_TEST_ON"
)

// OnPostgreSQL reports whether all tests use PostgreSQL.
func OnPostgreSQL() bool { return os.Getenv(All) == "postgres" }

// Place is an empty database for one test: the folder, or one on PostgreSQL. There the next
// test gets the same one, emptied: making its tables takes longer than most tests.
func Place(t testing.TB, folder string) string {
	t.Helper()
	if !OnPostgreSQL() {
		return folder
	}
	place := used.take()
	if place == "" {
		place = within(t, newSchema(t))
	}
	t.Cleanup(func() { used.put(t, place) })
	return place
}

// used is the places that earlier tests have left, with their tables.
var used shelf

type shelf struct {
	mu     sync.Mutex
	places []string
}

func (s *shelf) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.places) == 0 {
		return ""
	}
	place := s.places[len(s.places)-1]
	s.places = s.places[:len(s.places)-1]
	return place
}

func (s *shelf) put(t testing.TB, place string) {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	empty := "SET session_replication_role = replica;"
	for _, table := range tables(t, c) {
		empty += "DELETE FROM " + table + ";"
	}
	if _, err := c.Exec(ctx, empty); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places = append(s.places, place)
}

// HasTables reports whether a place was used before.
func HasTables(t testing.TB, place string) bool {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	var n int
	if err := c.QueryRow(ctx, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// SQLiteAlone leaves out a test of what only SQLite has: its files.
func SQLiteAlone(t testing.TB) {
	t.Helper()
	if OnPostgreSQL() {
		t.Skip("this is about SQLite's files")
	}
}

// PostgreSQL is an empty database on PostgreSQL, gone after the test. Where none was named the
// test is left out, but not in CI, where nothing that is missing is skipped.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	schema := newSchema(t)
	t.Cleanup(func() { do(t, named(t), "DROP SCHEMA "+schema+" CASCADE") })
	return within(t, schema)
}

func newSchema(t testing.TB) string {
	t.Helper()
	schema := "t" + strings.ToLower(rand.Text())
	do(t, named(t), "CREATE SCHEMA "+schema)
	return schema
}

func within(t testing.TB, schema string) string {
	t.Helper()
	u, err := url.Parse(named(t))
	if err != nil {
		t.Fatal("the address of PostgreSQL cannot be read")
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func named(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Address)
	if address == "" && os.Getenv("CI") != "" {
		t.Fatalf("no PostgreSQL: set %s, or run this under .ci/postgres", Address)
	}
	if address == "" {
		t.Skipf("PostgreSQL was left out: set %s, or run this under .ci/postgres", Address)
	}
	return address
}

func do(t testing.TB, address string, statements ...string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	for _, s := range statements {
		if _, err := c.Exec(ctx, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// Contents is everything that a database holds, as its disk would show it: of SQLite the
// files of its folder, of PostgreSQL every row of every table.
func Contents(t testing.TB, place string) []byte {
	t.Helper()
	if schemaOf(place) == "" {
		return files(t, place)
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	var all bytes.Buffer
	for _, table := range tables(t, c) {
		if _, err := c.PgConn().CopyTo(ctx, &all, "COPY (SELECT * FROM "+table+") TO STDOUT"); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

func files(t testing.TB, folder string) (all []byte) {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if data, err := os.ReadFile(filepath.Join(folder, f.Name())); err == nil {
			all = append(all, data...)
		}
	}
	return all
}

// tables also makes the connection show bytes as the letters that they are.
func tables(t testing.TB, c *pgx.Conn) []string {
	t.Helper()
	ctx := context.Background()
	if _, err := c.Exec(ctx, "SET bytea_output = escape"); err != nil {
		t.Fatal(err)
	}
	rows, err := c.Query(ctx, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'goose_db_version' ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) == 0 {
		t.Fatalf("%d tables, %v", len(names), err)
	}
	return names
}

// Copy is a place with the same in it as a database that nobody writes to just now: a
// folder for a folder, another schema for a schema that Open has migrated.
func Copy(t testing.TB, from, into string) {
	t.Helper()
	if schemaOf(from) == "" {
		if err := os.CopyFS(into, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		return
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, into)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	all := "BEGIN; SET LOCAL session_replication_role = replica;"
	for _, table := range tables(t, c) {
		all += "DELETE FROM " + table + "; INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM " + schemaOf(from) + "." + table + ";"
	}
	if _, err := c.Exec(ctx, all+advanced+"; COMMIT"); err != nil {
		t.Fatal(err)
	}
}

// advanced lets every column that counts go on behind what was copied.
const advanced = `DO $$ DECLARE c record; BEGIN
	FOR c IN SELECT attrelid::regclass AS owner, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
		WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attidentity <> '' LOOP
		EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %s', c.owner, c.attname, c.attname, c.owner);
	END LOOP; END $$`

func schemaOf(place string) string {
	u, err := url.Parse(place)
	if err != nil {
		return ""
	}
	return u.Query().Get("search_path")
}

package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"handrail/app/internal/databasetest"
)

// How an upgrade is stopped half way: it says that it has come so far, and then its own session
// is ended from outside, or it stands and the whole PostgreSQL loses its power.
const (
	endsSession = "\n-- +goose StatementBegin\nDO $$ BEGIN RAISE NOTICE 'so far'; PERFORM pg_terminate_backend(pg_backend_pid()); END $$;\n-- +goose StatementEnd\n"
	stands      = "\n-- +goose StatementBegin\nDO $$ BEGIN RAISE NOTICE 'so far'; PERFORM pg_sleep(600); END $$;\n-- +goose StatementEnd\n"
)

// statements is what one migration does, in order.
func statements(t *testing.T, number int64) []string {
	t.Helper()
	names, err := fs.Glob(migrations, fmt.Sprintf("migrations/%05d_*.sql", number))
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	text, err := fs.ReadFile(migrations, names[0])
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), ";\n")
}

// stoppedAfter is the migrations, of which one stops behind some of its statements.
func stoppedAfter(t *testing.T, number int64, done int, stop string) fs.FS {
	t.Helper()
	return altered(t, fmt.Sprintf("%05d", number), func(text string) string {
		if done == 0 {
			before, after, _ := strings.Cut(text, up)
			return before + up + stop + after
		}
		all := statements(t, number)
		return strings.Join(all[:done], "") + stop + strings.Join(all[done:], "")
	})
}

// olderPost is a PostgreSQL with an older schema, and rows in each of its tables.
func olderPost(t *testing.T, address string, version int64) (*sql.DB, *filling) {
	t.Helper()
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	if _, err := provider(t, goose.DialectPostgres, pool, spokenFiles{migrations}).UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	_, f := older(t, version)
	f.fill(t, pool, speech)
	return pool, f
}

// killedIn upgrades as a server that starts does, until it stops behind some statements of a
// migration; kill is called when it has come so far.
func killedIn(t *testing.T, address string, number int64, done int, stop string, kill func()) {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	came := false
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if n.Message == "so far" {
			came = true
			kill()
		}
	}
	pool := stdlib.OpenDB(*config)
	defer func() { _ = pool.Close() }()
	_, err = migrate(context.Background(), goose.DialectPostgres, pool, spokenFiles{stoppedAfter(t, number, done, stop)}, nil, goose.WithSessionLocker(oneAtATime{}))
	if said, is := errors.AsType[*pgconn.PgError](err); !came || err == nil || is && said.Code != "57P01" && said.Code != "57P02" {
		t.Fatalf("migration %d was not cut off behind %d statements: %v", number, done, err)
	}
}

// hasSchema fails the test unless PostgreSQL has got to a schema and no further.
func hasSchema(t *testing.T, pool *sql.DB, want int64) {
	t.Helper()
	if have, err := provider(t, goose.DialectPostgres, pool, spokenFiles{migrations}).GetDBVersion(t.Context()); err != nil || have != want {
		t.Errorf("schema %d, not %d, %v", have, want, err)
	}
}

// drilled reports whether every point is tried, and not only a few.
func drilled() bool { return os.Getenv("HANDRAIL_DRILLS") != "" }

// drill leaves a test out where nobody asked for those that take long.
func drill(t *testing.T) {
	t.Helper()
	if os.Getenv("CI") != "true" && !drilled() {
		t.Skip("a drill: make test runs it")
	}
}

// points is behind how many statements of a migration it is killed: in the middle, and behind
// the last, when only the commit is lacking; in a drill before all and behind each.
func points(t *testing.T, number int64) []int {
	t.Helper()
	all := len(statements(t, number))
	if !drilled() {
		return []int{all / 2, all}
	}
	var out []int
	for n := range all + 1 {
		out = append(out, n)
	}
	return out
}

// An upgrade on PostgreSQL whose session is ended in the middle leaves the schema that it had
// got to. The next one goes on from there, is cut off further on, and so on through each
// migration; the last one finishes, and no row of any table is lost.
func TestDrillAnUpgradeOnPostgreSQLIsCutOff(t *testing.T) {
	drill(t)
	all := schemas(t)
	from := all[:len(all)-1]
	if !drilled() {
		from = from[:1]
	}
	for _, version := range from {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			address := databasetest.PostgreSQL(t)
			pool, f := olderPost(t, address, version)
			had, tried := version, 0
			for _, next := range all[slices.Index(all, version)+1:] {
				for _, done := range points(t, next) {
					killedIn(t, address, next, done, endsSession, func() {})
					hasSchema(t, pool, had)
					tried++
				}
				had = next
			}
			f.finishes(t, pool, address, all[len(all)-1])
			t.Logf("cut off %d times", tried)
		})
	}
}

// The same where the whole PostgreSQL loses its power, on a disk that it waits for: once, and in
// a drill in the middle of each migration.
func TestDrillPostgreSQLLosesItsPowerInAnUpgrade(t *testing.T) {
	drill(t)
	all := schemas(t)
	c := databasetest.NewCluster(t)
	pool, f := olderPost(t, c.Place, all[0])
	for i, next := range all[1:] {
		if !drilled() && i != len(all)/2 {
			continue
		}
		killedIn(t, c.Place, next, len(statements(t, next))/2, stands, c.Kill)
		c.Again()
		fresh, err := sql.Open("pgx", c.Place)
		if err != nil {
			t.Fatal(err)
		}
		hasSchema(t, fresh, all[i])
		_ = pool.Close()
		pool = fresh
	}
	f.finishes(t, pool, c.Place, all[len(all)-1])
	_ = pool.Close()
}

// finishes opens a PostgreSQL as a server does, after which it is as new as can be and whole.
func (f *filling) finishes(t *testing.T, pool *sql.DB, address string, newest int64) {
	t.Helper()
	db := open(t, address)
	f.kept(t, pool, "upgraded at last")
	hasSchema(t, pool, newest)
	if faults, err := db.Integrity(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

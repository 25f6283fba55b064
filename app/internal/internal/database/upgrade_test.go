package database

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"handrail/app/internal/internal/sqlite"
)

// What the process that is killed is told: the folder, and where it stops to be killed.
const (
	upgrading = "HANDRAIL_TEST_UPGRADES"
	stopping  = "HANDRAIL_TEST_STOPS_AT"
)

// TestUpgradingProcess is no test: it is the process that the one below kills. It
// says when it begins, when it has come to where it stops, and when it is done.
func TestUpgradingProcess(t *testing.T) {
	folder := os.Getenv(upgrading)
	if folder == "" {
		t.Skip("the process that another test kills")
	}
	_, _ = os.Stdout.WriteString("begins\n")
	if where := os.Getenv(stopping); where != "" {
		upTo(t, folder, where)
	}
	db, err := Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("done\n")
	_ = db.Close()
}

// upTo upgrades as Open does, until a migration comes to where it stops: "00007 first", before
// anything of it was done, or "00007 last", when only the commit is lacking.
func upTo(t *testing.T, folder, where string) {
	t.Helper()
	sql.Register("stopping", knowing("stands", func() {
		_, _ = os.Stdout.WriteString("stands\n")
		select {} // to be killed
	}))
	pool, err := sql.Open("stopping", dsn(fileIn(folder), "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	t.Fatal(migrate(context.Background(), goose.DialectSQLite3, pool, stoppedAt(t, where), nil))
}

// stoppedAt is the migrations, one of which stops.
func stoppedAt(t *testing.T, where string) fs.FS {
	t.Helper()
	number, place := where[:5], where[6:]
	return altered(t, number, func(text string) string {
		if before, after, _ := strings.Cut(text, up); place == "first" {
			return before + up + "SELECT stands();\n" + after
		}
		return text + "\nSELECT stands();\n"
	})
}

// up is what a migration begins with.
const up = "-- +goose Up\n"

// altered is the migrations, one of them, by the five digits of its number, with another text.
func altered(t *testing.T, number string, change func(text string) string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "migrations/"+number) {
			text = []byte(change(string(text)))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// older is a data folder with an older schema, and rows in each of its tables.
func older(t *testing.T, version int64) (string, *filling) {
	t.Helper()
	folder := t.TempDir()
	pool, err := sql.Open(sqlite.Driver, dsn(made(t, folder), "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := provider(t, goose.DialectSQLite3, pool, migrations).UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	f := describe(t, pool)
	f.fill(t, pool, asWritten)
	return folder, f
}

func provider(t *testing.T, dialect goose.Dialect, pool *sql.DB, all fs.FS) *goose.Provider {
	t.Helper()
	files, err := fs.Sub(all, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(dialect, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// schemas is the numbers of all, oldest first.
func schemas(t *testing.T) (out []int64) {
	t.Helper()
	empty, err := sql.Open(sqlite.Driver, dsn(made(t, t.TempDir()), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	for _, source := range provider(t, goose.DialectSQLite3, empty, migrations).ListSources() {
		out = append(out, source.Version)
	}
	return out
}

// upgrade opens the folder in a process of its own that is killed where it stops or, with nowhere
// to stop, after a while; with neither it gives the time that opening takes.
func upgrade(t *testing.T, folder, where string, after time.Duration) time.Duration {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestUpgradingProcess$")
	cmd.Env = append(os.Environ(), upgrading+"="+folder, stopping+"="+where)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if after > 0 {
		<-time.After(after) // the point at which it is killed
	} else if line, err := lines.ReadString('\n'); err != nil || (line == "stands\n") != (where != "") {
		t.Fatalf("it said %q, %v", line, err)
	}
	took := time.Since(began)
	if where != "" || after > 0 {
		_ = cmd.Process.Kill()
	}
	_ = cmd.Wait()
	return took
}

// An upgrade from each older schema, killed at twenty points, goes on the next time
// and loses no row of any table. It is killed as each migration begins, as each is about to be
// committed, and else wherever it happens to be.
func TestAnUpgradeThatIsKilledGoesOn(t *testing.T) {
	drill(t)
	const points = 20
	all := schemas(t)
	newest := all[len(all)-1]
	for i, version := range all[:len(all)-1] {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			t.Parallel()
			before, f := older(t, version)
			done := 0
			for n, next := range all[i+1:] {
				for _, place := range []string{"first", "last"} {
					folder := copied(t, before)
					upgrade(t, folder, fmt.Sprintf("%05d %s", next, place), 0)
					goesOn(t, folder, f, all[i+n], newest)
					done++
				}
			}
			whole := upgrade(t, copied(t, before), "", 0)
			for point := range max(0, points-done) {
				folder := copied(t, before)
				upgrade(t, folder, "", 1+whole*time.Duration(point)/time.Duration(points-done))
				goesOn(t, folder, f, 0, newest)
			}
		})
	}
}

// goesOn opens a folder whose upgrade was killed; at is the schema that it had got to, 0 for any.
func goesOn(t *testing.T, folder string, f *filling, at, newest int64) {
	t.Helper()
	pool, err := sql.Open(sqlite.Driver, dsn(fileIn(folder), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	had, err := provider(t, goose.DialectSQLite3, pool, migrations).GetDBVersion(t.Context())
	if err != nil || at != 0 && had != at {
		t.Errorf("killed at schema %d, not %d, %v", had, at, err)
	}
	when := fmt.Sprint("killed at schema ", had)
	db := open(t, folder)
	f.kept(t, pool, when)
	var have int64
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One("SELECT max(version_id) FROM goose_db_version", nil, &have) }); err != nil || have != newest {
		t.Errorf("%s: schema %d, %v", when, have, err)
	}
	if faults, err := db.Integrity(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%s: %v, %v", when, faults, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// A command beside a server of an older version leaves its schema as it is; where there is
// no server yet it makes one.
func TestAnOlderSchemaIsLeftAsItIs(t *testing.T) {
	folder, _ := older(t, 12)
	if _, err := OpenAsItIs(t.Context(), folder); !errors.Is(err, ErrOlder) {
		t.Errorf("%v", err)
	}
	pool, err := sql.Open(sqlite.Driver, dsn(fileIn(folder), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if have, err := provider(t, goose.DialectSQLite3, pool, migrations).GetDBVersion(t.Context()); err != nil || have != 12 {
		t.Errorf("schema %d, %v", have, err)
	}
	for _, folder := range []string{folder, t.TempDir()} {
		if db, err := Open(t.Context(), folder); err != nil {
			t.Error(err)
		} else if err := db.Close(); err != nil {
			t.Error(err)
		}
		db, err := OpenAsItIs(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	db, err := OpenAsItIs(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// copied is a data folder like another that nobody has open.
func copied(t *testing.T, folder string) string {
	t.Helper()
	another := t.TempDir()
	if err := os.CopyFS(another, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return another
}

// made is the path of an empty file, as Open makes one.
func made(t *testing.T, folder string) string {
	t.Helper()
	if err := makeOwnerOnly(fileIn(folder)); err != nil {
		t.Fatal(err)
	}
	return fileIn(folder)
}

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
	"testing"
	"time"

	"github.com/pressly/goose/v3"
)

const upgrading = "HANDRAIL_TEST_UPGRADES"

// TestUpgradingProcess is no test: it is the process that the one below kills. It
// says when it begins and when it is done.
func TestUpgradingProcess(t *testing.T) {
	folder := os.Getenv(upgrading)
	if folder == "" {
		t.Skip("the process that another test kills")
	}
	_, _ = os.Stdout.WriteString("begins\n")
	db, err := Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("done\n")
	_ = db.Close()
}

// older is a data folder with an older schema and something in it.
func older(t *testing.T, version int64) string {
	t.Helper()
	folder := t.TempDir()
	pool, err := sql.Open("sqlite3", dsn(fileIn(folder), "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := provider(t, pool).UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, body) VALUES ('a', x'01', '', x'', 0, 0, '', '', 0, 0, x'687331')`,
		`INSERT INTO plans (id, owner, key, epoch, privacy, records, chain, crisis_since, crisis_until, created_at) VALUES ('p', 'a', x'00', 3, 0, 0, x'', 0, 0, 0)`,
	} {
		if _, err := pool.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func provider(t *testing.T, pool *sql.DB) *goose.Provider {
	t.Helper()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// upgrade opens the folder in a process of its own, killed after a while; without
// one it gives the time that opening takes.
func upgrade(t *testing.T, folder string, after time.Duration) time.Duration {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestUpgradingProcess$")
	cmd.Env = append(os.Environ(), upgrading+"="+folder)
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
		_ = cmd.Process.Kill()
	} else if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	_ = cmd.Wait()
	return took
}

// An upgrade from each older schema, killed at twenty points, goes on the next time
// and loses nothing.
func TestAnUpgradeThatIsKilledGoesOn(t *testing.T) {
	empty, err := sql.Open("sqlite3", dsn(fileIn(t.TempDir()), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	all := provider(t, empty).ListSources()
	newest := all[len(all)-1].Version
	for _, source := range all[:len(all)-1] {
		t.Run(fmt.Sprint("from ", source.Version), func(t *testing.T) {
			t.Parallel()
			before := older(t, source.Version)
			whole := upgrade(t, copied(t, before), 0)
			for point := range 20 {
				killedAt(t, copied(t, before), 1+whole*time.Duration(point)/20, newest)
			}
		})
	}
}

// A command beside a server of an older version leaves its schema as it is; where there is
// no server yet it makes one.
func TestAnOlderSchemaIsLeftAsItIs(t *testing.T) {
	folder := older(t, 12)
	if _, err := OpenAsItIs(t.Context(), folder); !errors.Is(err, ErrOlder) {
		t.Errorf("%v", err)
	}
	pool, err := sql.Open("sqlite3", dsn(fileIn(folder), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if have, err := provider(t, pool).GetDBVersion(t.Context()); err != nil || have != 12 {
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

func killedAt(t *testing.T, folder string, after time.Duration, newest int64) {
	t.Helper()
	upgrade(t, folder, after)
	db := open(t, folder)
	var epoch, have int64
	err := db.View(t.Context(), func(tx *Tx) error { return tx.One("SELECT epoch FROM plans WHERE id = 'p'", nil, &epoch) })
	if err != nil || epoch != 3 {
		t.Errorf("killed after %s: %d, %v", after, epoch, err)
	}
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One("SELECT max(version_id) FROM goose_db_version", nil, &have) }); err != nil || have != newest {
		t.Errorf("killed after %s: schema %d, %v", after, have, err)
	}
	if faults, err := db.Integrity(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("killed after %s: %v, %v", after, faults, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

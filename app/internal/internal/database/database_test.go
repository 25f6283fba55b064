package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"handrail/app/internal/databasetest"
	"handrail/models"
)

func open(t *testing.T, folder string) *DB {
	t.Helper()
	db, err := Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// kinds runs a test on both databases.
func kinds(t *testing.T, test func(t *testing.T, place string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { test(t, databasetest.PostgreSQL(t)) })
}

func put(name string) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, x'00')", name)
		return err
	}
}

func count(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One("SELECT count(*) FROM settings", nil, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// Every connection must wait for the disk, whichever SQLite the build has: under WAL the default
// of one driver would lose acknowledged writes.
func TestEveryConnectionIsDurable(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	ask := func(tx *Tx) error {
		for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000"} {
			var got string
			if err := tx.One("PRAGMA "+pragma, nil, &got); err != nil || got != want {
				t.Errorf("%s is %q, %v", pragma, got, err)
			}
		}
		return nil
	}
	if err := db.Change(t.Context(), ask); err != nil {
		t.Error(err)
	}
	for _, l := range db.readers.all() {
		if err := ask(db.reading(l)); err != nil {
			t.Error(err)
		}
		defer db.readers.put(l)
	}
}

func TestAFailedWriteTakesBackItselfAlone(t *testing.T) { kinds(t, aFailedWriteTakesBackItselfAlone) }

func aFailedWriteTakesBackItselfAlone(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			err := db.Change(t.Context(), func(tx *Tx) error {
				if err := put(string(rune('A' + i)))(tx); err != nil {
					return err
				}
				if i%2 == 0 {
					return models.ErrNotAllowed
				}
				return nil
			})
			if (i%2 == 0) != errors.Is(err, models.ErrNotAllowed) {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if n := count(t, db); n != 20 {
		t.Errorf("%d of 20 writes stand", n)
	}
}

func TestWhatIsWrittenAfterARefusalStands(t *testing.T) { kinds(t, whatIsWrittenAfterARefusalStands) }

func whatIsWrittenAfterARefusalStands(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	err := db.ChangeOr(t.Context(), func(tx *Tx) error { return errors.Join(put("lost")(tx), models.ErrNotFound) },
		func(tx *Tx, _ error) error { return put("kept")(tx) })
	if !errors.Is(err, models.ErrNotFound) {
		t.Error(err)
	}
	var name string
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One("SELECT name FROM settings", nil, &name) }); err != nil || name != "kept" {
		t.Errorf("%q, %v", name, err)
	}
}

func TestASnapshotDoesNotMove(t *testing.T) { kinds(t, aSnapshotDoesNotMove) }

func aSnapshotDoesNotMove(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	if err := db.View(t.Context(), func(tx *Tx) error {
		var before, after int
		err := tx.One("SELECT count(*) FROM settings", nil, &before)
		err = errors.Join(err, db.Change(t.Context(), put("new")), tx.One("SELECT count(*) FROM settings", nil, &after))
		if before != after {
			t.Errorf("%d rows became %d", before, after)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	folder := t.TempDir()
	db := open(t, folder)
	defer db.Close()
	if err := db.Change(t.Context(), put("x")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestANewerSchemaIsRefused(t *testing.T) { kinds(t, aNewerSchemaIsRefused) }

func aNewerSchemaIsRefused(t *testing.T, place string) {
	db := open(t, place)
	if err := db.Change(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) SELECT 99999, is_applied FROM goose_db_version LIMIT 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), place); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer schema gave %v", err)
	}
}

func TestOnlySealedBodiesFit(t *testing.T) { kinds(t, onlySealedBodiesFit) }

func onlySealedBodiesFit(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	err := db.Change(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec(`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, body)
			VALUES ('a', x'00', '', x'', 0, 0, '', '', 0, 0, ?)`, []byte("plain words"))
		return err
	})
	if err == nil {
		t.Error("plain words were kept")
	}
}

// A file that may not grow stands for a full disk: what was asked is refused as
// unavailable, reading goes on, and writing heals when there is room again.
func TestAFullDiskRefusesAndHeals(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	var pages int
	limit := func(n int) {
		if err := db.Change(t.Context(), func(tx *Tx) error {
			_, err := tx.line.conn.ExecContext(context.Background(), "PRAGMA max_page_count = "+strconv.Itoa(n))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One("PRAGMA page_count", nil, &pages) }); err != nil {
		t.Fatal(err)
	}
	limit(pages)
	big := func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('big', zeroblob(1000000))")
		return err
	}
	if err := db.Change(t.Context(), big); models.KindOf(err) != models.Unavailable {
		t.Errorf("a full disk gave %v", err)
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows after a refused write", n)
	}
	limit(pages + 10_000)
	if err := db.Change(t.Context(), big); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestAfterCloseNothingIsWritten(t *testing.T) { kinds(t, afterCloseNothingIsWritten) }

func afterCloseNothingIsWritten(t *testing.T, place string) {
	db := open(t, place)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Change(t.Context(), put("late")); models.KindOf(err) != models.Unavailable {
		t.Errorf("a write after closing gave %v", err)
	}
}

func TestAMissingRowIsErrNoRows(t *testing.T) { kinds(t, aMissingRowIsErrNoRows) }

func aMissingRowIsErrNoRows(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	err := db.View(t.Context(), func(tx *Tx) error {
		var name string
		return tx.One("SELECT name FROM settings WHERE name = 'none'", nil, &name)
	})
	if !errors.Is(err, sql.ErrNoRows) {
		t.Error(err)
	}
}

// A reader whose connection is no good any more takes a new one, also where for a while there
// is none to be had.
func TestReadersComeBack(t *testing.T) {
	folder := t.TempDir()
	db := open(t, folder)
	defer db.Close()
	breakAll := func() {
		for _, l := range db.readers.all() {
			_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
			defer db.readers.put(l)
		}
	}
	looks := func(when string, want error) {
		t.Helper()
		var ends []func()
		for range cap(db.readers.free) {
			_, end, err := db.Snapshot(t.Context())
			if models.KindOf(err) != models.KindOf(want) {
				t.Errorf("%s: %v", when, err)
			}
			if err == nil {
				ends = append(ends, end)
			}
		}
		for _, end := range ends {
			end()
		}
	}
	looks("new", nil)
	breakAll()
	looks("broken", nil)
	aside := folder + "-aside"
	if err := os.Rename(folder, aside); err != nil {
		t.Fatal(err)
	}
	breakAll()
	looks("without a file", &models.Error{Kind: models.Unavailable})
	if err := os.Rename(aside, folder); err != nil {
		t.Fatal(err)
	}
	looks("with it again", nil)
}

// A PostgreSQL whose own setting would lose what was answered is told otherwise on every connection.
func TestEveryConnectionToPostgreSQLIsDurable(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t)+"&synchronous_commit=off")
	defer db.Close()
	ask := func(tx *Tx) error {
		var got string
		if err := tx.One("SELECT current_setting('synchronous_commit')", nil, &got); err != nil || got != "on" {
			t.Errorf("synchronous_commit is %q, %v", got, err)
		}
		return nil
	}
	lines := []*line{db.general.line}
	for _, n := range db.lanes {
		lines = append(lines, n.line)
	}
	alone, readers := db.alone.all(), db.readers.all()
	lines = slices.Concat(lines, alone, readers)
	if len(lines) < 2+recordLanes {
		t.Errorf("only %d connections", len(lines))
	}
	for _, l := range lines {
		_ = ask(db.writing(l))
	}
	for _, l := range alone {
		db.alone.put(l)
	}
	for _, l := range readers {
		db.readers.put(l)
	}
}

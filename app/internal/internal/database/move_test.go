package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"handrail/app/internal/databasetest"
)

const sealed = "hs1 something sealed"

// full is a SQLite database with rows in tables of each shape.
func full(t *testing.T, accounts int) *DB {
	t.Helper()
	db := open(t, t.TempDir())
	t.Cleanup(func() { _ = db.Close() })
	change(t, db, func(tx *Tx) error {
		for i := range accounts {
			if err := fill(tx, i); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('key check', x'0102')")
		return err
	})
	return db
}

func change(t *testing.T, db *DB, do func(*Tx) error) {
	t.Helper()
	if err := db.Change(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func fill(tx *Tx, i int) error {
	account, plan := fmt.Sprint("account", i), fmt.Sprint("plan", i)
	_, err := tx.Exec(`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, body)
		VALUES (?, ?, '', x'', 1, 0, '', '', 1, 0, ?)`, account, []byte(account), []byte(sealed))
	if err == nil {
		_, err = tx.Exec(`INSERT INTO plans (id, owner, key, epoch, privacy, records, chain, crisis_since, crisis_until, created_at)
			VALUES (?, ?, x'00', 0, 0, 0, x'', 0, 0, 0)`, plan, account)
	}
	for n := range 3 {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO entries (id, plan, section, parent, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body)
				VALUES (?, ?, 'daily', '', 1, ?, ?, 'alone', 0, '', 1, 1, 0, 0, ?)`, fmt.Sprint("entry", i, "-", n), plan, n, account, []byte(sealed))
		}
		if err == nil {
			_, err = tx.Exec("INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES (?, ?, 1, ?, 'see', 'api', 1, 'daily', x'ff')", plan, n+1, account)
		}
	}
	return err
}

func number(t *testing.T, db *DB, text string) (n int) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *Tx) error { return tx.One(text, nil, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEverythingIsMoved(t *testing.T) {
	from, to := full(t, 300), open(t, databasetest.PostgreSQL(t)) // more than a page of some tables
	defer to.Close()
	said := map[string]int64{}
	if err := Move(t.Context(), from, to, func(table string, rows, _ int64) { said[table] = rows }); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int64{"accounts": 300, "plans": 300, "entries": 900, "access_records": 900} {
		if n := number(t, to, "SELECT count(*) FROM "+table); int64(n) != want || said[table] != want || said["comparing "+table] != want {
			t.Errorf("%s: %d rows, said %d and %d", table, n, said[table], said["comparing "+table])
		}
	}
	if err := to.Whole(t.Context()); err != nil {
		t.Errorf("it cannot be served: %v", err)
	}
	if err := from.Whole(t.Context()); !errors.Is(err, ErrMoved) {
		t.Errorf("what was moved away: %v", err)
	}
	change(t, to, func(tx *Tx) error { return fill(tx, 1000) }) // counts on
	if err := Move(t.Context(), from, to, func(string, int64, int64) {}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("moved over what is in use: %v", err)
	}
}

// A move that is cut short is not served, and goes on where it was: whatever
// changed in between is brought too.
func TestAMoveGoesOnWhereItWas(t *testing.T) {
	from, to := full(t, 200), open(t, databasetest.PostgreSQL(t))
	defer to.Close()
	ctx, cut := context.WithCancel(t.Context())
	err := Move(ctx, from, to, func(table string, rows, _ int64) {
		if table == "entries" && rows >= 500 {
			cut()
		}
	})
	if err == nil || !errors.Is(to.Whole(t.Context()), ErrMoving) || from.Whole(t.Context()) != nil {
		t.Fatalf("cut short: %v; %v; %v", err, to.Whole(t.Context()), from.Whole(t.Context()))
	}
	if n := number(t, to, "SELECT count(*) FROM entries"); n == 0 || n == 600 {
		t.Fatalf("it was not cut half way: %d", n)
	}
	change(t, from, func(tx *Tx) error {
		_, err := tx.Exec("UPDATE entries SET position = 77 WHERE id = 'entry0-0'")
		_, gone := tx.Exec("DELETE FROM entries WHERE id = 'entry1-1'")
		return errors.Join(err, gone, fill(tx, 5000))
	})
	if err := Move(t.Context(), from, to, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if n := number(t, to, "SELECT count(*) FROM entries"); n != 602 {
		t.Errorf("%d of 602 entries", n)
	}
	if n := number(t, to, "SELECT count(*) FROM entries WHERE position = 77"); n != 1 {
		t.Error("what changed was not brought")
	}
}

// What was brought is looked at again: a row that PostgreSQL keeps differently is found.
func TestADifferenceIsFound(t *testing.T) {
	from, to := full(t, 3), open(t, databasetest.PostgreSQL(t))
	defer to.Close()
	change(t, to, func(tx *Tx) error {
		_, err := tx.Exec("CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.position := NEW.position + 1; RETURN NEW; END'")
		_, on := tx.Exec("CREATE TRIGGER spoil BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION spoil()")
		return errors.Join(err, on)
	})
	if err := Move(t.Context(), from, to, func(string, int64, int64) {}); !errors.Is(err, ErrDiffers) {
		t.Errorf("a difference gave %v", err)
	}
	if !errors.Is(to.Whole(t.Context()), ErrMoving) || from.Whole(t.Context()) != nil {
		t.Error("it is served all the same")
	}
}

func TestAccountsThatAreThereStay(t *testing.T) {
	from, to := full(t, 1), open(t, databasetest.PostgreSQL(t))
	defer to.Close()
	change(t, to, func(tx *Tx) error { return fill(tx, 9) })
	if err := Move(t.Context(), from, to, func(string, int64, int64) {}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("moved in among others: %v", err)
	}
	if n := number(t, to, "SELECT count(*) FROM accounts"); n != 1 || from.Whole(t.Context()) != nil {
		t.Errorf("%d accounts", n)
	}
}

// Every table that there is, with rows in it, is on the other side, row by row.
func TestEveryTableIsMoved(t *testing.T) {
	all := schemas(t)
	folder, f := older(t, all[len(all)-1])
	from, address := open(t, folder), databasetest.PostgreSQL(t)
	defer from.Close()
	to := open(t, address)
	defer to.Close()
	change(t, from, func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('key check', x'0102')")
		return err
	})
	said := map[string]int64{}
	if err := Move(t.Context(), from, to, func(table string, rows, _ int64) { said[table] = rows }); err != nil {
		t.Fatal(err)
	}
	change(t, to, func(tx *Tx) error {
		_, err := tx.Exec("DELETE FROM settings WHERE name = 'key check'")
		return err
	})
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	f.kept(t, pool, "moved")
	compared := 0
	for doing, rows := range said {
		if table, after := strings.CutPrefix(doing, "comparing "); after {
			compared++
			if rows != said[table] {
				t.Errorf("%s: %d rows brought over, %d compared", table, said[table], rows)
			}
		}
	}
	if len(said) != 2*len(f.tables) || compared != len(f.tables) || compared < 40 {
		t.Errorf("of %d tables %d were moved and %d compared", len(f.tables), len(said)-compared, compared)
	}
}

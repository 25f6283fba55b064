package database

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"handrail/app/internal/databasetest"
	"handrail/models"
)

// PostgreSQL ends a transaction in which a statement failed with ROLLBACK even when COMMIT is
// asked for, and calls that a success: nobody must be told that it was written.
func TestNothingIsAnsweredThatWasTakenBack(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t))
	defer db.Close()
	for name, change := range map[string]func(do func(*Tx) error) error{
		"a change":  func(do func(*Tx) error) error { return db.Change(t.Context(), do) },
		"of a plan": func(do func(*Tx) error) error { return db.ChangePlan(t.Context(), "plan", do, nil) },
		"a record":  func(do func(*Tx) error) error { return db.Append(t.Context(), "plan", do) },
	} {
		err := change(func(tx *Tx) error {
			if err := put(name)(tx); err != nil {
				return err
			}
			_, _ = tx.Exec("INSERT INTO settings (name, value) VALUES ('x', NULL)") // nobody looks
			return nil
		})
		if models.KindOf(err) != models.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// A whole transaction that goes out at once and is cut off may have been done: it is not sent
// again, and nobody is told that it was done.
func TestWhatMayHaveBeenDoneIsNotAskedTwice(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t))
	defer db.Close()
	const keep = "INSERT INTO settings (name, value) VALUES (?, ?)"
	if err := db.Append(t.Context(), "plan", func(tx *Tx) error { return tx.Also(keep, "before", []byte{1}) }); err != nil {
		t.Fatal(err)
	}
	err := db.Append(t.Context(), "plan", func(tx *Tx) error {
		return errors.Join(tx.Also(keep, "cut off", []byte{1}), tx.line.conn.Raw(func(conn any) error {
			return conn.(*wire).pg.Conn().Close()
		}))
	})
	if models.KindOf(err) != models.Unavailable {
		t.Errorf("%v", err)
	}
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows", n)
	}
	if err := db.Append(t.Context(), "plan", func(tx *Tx) error { return tx.Also(keep, "after", []byte{1}) }); err != nil {
		t.Errorf("then: %v", err)
	}
}

// A transaction whose first statement never went out has not begun: what comes after it must
// not stand by itself, whoever looked away.
func TestATransactionThatNeverBeganKeepsNothing(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t))
	defer db.Close()
	for name, change := range map[string]func(do func(*Tx) error) error{
		"a change":  func(do func(*Tx) error) error { return db.Change(t.Context(), do) },
		"of a plan": func(do func(*Tx) error) error { return db.ChangePlan(t.Context(), "plan", do, nil) },
		"a record":  func(do func(*Tx) error) error { return db.Append(t.Context(), "plan", do) },
	} {
		err := change(func(tx *Tx) error {
			_, _ = tx.Exec("INSERT INTO nowhere (name) VALUES (?)", name) // cannot be prepared, and nobody looks
			_, _ = tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?)", name, []byte{1})
			return tx.Also("INSERT INTO settings (name, value) VALUES (?, ?)", name+" also", []byte{1})
		})
		if models.KindOf(err) != models.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// What waits to go out with the next statement does not pile up: a picture is many parts.
func TestWhatGoesOutLaterHasALimit(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t))
	defer db.Close()
	part := make([]byte, 60<<10)
	err := db.ChangePlan(t.Context(), "plan", func(tx *Tx) error {
		for i := range 50 {
			if err := tx.Also("INSERT INTO settings (name, value) VALUES (?, ?)", fmt.Sprint(i), part); err != nil {
				return err
			}
			waits := -1 // that which holds the plan
			_ = tx.line.conn.Raw(func(conn any) error { waits += len(conn.(*wire).ahead); return nil })
			if waits*len(part) > mostAhead {
				t.Fatalf("%d wait", waits)
			}
		}
		return nil
	}, nil)
	if n := count(t, db); n != 50 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}

// Two writers that look before they write do not both see what was before.
func TestAPlanIsHeldWhileItIsDecidedAbout(t *testing.T) {
	place := databasetest.PostgreSQL(t)
	one, two := open(t, place), open(t, place)
	defer one.Close()
	defer two.Close()
	change(t, one, func(tx *Tx) error { return fill(tx, 0) })
	raise := func(tx *Tx) error {
		var epoch int64
		err := errors.Join(tx.Hold("plan0"), tx.One("SELECT epoch FROM plans WHERE id = 'plan0'", nil, &epoch))
		if err == nil {
			_, err = tx.Exec("UPDATE plans SET epoch = ? WHERE id = 'plan0'", epoch+1)
		}
		return err
	}
	var all sync.WaitGroup
	for i := range 40 {
		db := []*DB{one, two}[i%2]
		all.Go(func() {
			err := db.ChangePlan(t.Context(), "plan0", raise, nil)
			if i%4 > 1 {
				err = errors.Join(err, db.Append(t.Context(), "plan0", raise), db.Change(t.Context(), raise))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := number(t, one, "SELECT epoch FROM plans"); n != 80 {
		t.Errorf("%d of 80 changes", n)
	}
}

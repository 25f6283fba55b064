package database

import (
	"errors"
	"testing"

	"handrail/models"
)

// The record of a refusal may go wrong; the writer goes on.
func TestAPanicAfterwardsDoesNotEndTheWriter(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	err := db.ChangeOr(t.Context(), func(*Tx) error { return models.ErrNotFound }, func(*Tx, error) error { panic("afterwards") })
	if !errors.Is(err, models.ErrNotFound) {
		t.Error(err)
	}
	if err := db.Change(t.Context(), put("goes on")); err != nil {
		t.Error(err)
	}
}

// An Append has no savepoint: one that wrote and then failed takes the commit with
// it, or half of a record would stand.
func TestAnAppendThatFailsHalfWayLeavesNothing(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("half way") },
		"a panic":  func() error { panic("half way") },
	} {
		t.Run(name, func(t *testing.T) {
			db := open(t, t.TempDir())
			defer db.Close()
			err := db.Append(t.Context(), "", func(tx *Tx) error { return errors.Join(put("half")(tx), fail()) })
			if models.KindOf(err) != models.Unavailable {
				t.Errorf("gave %v", err)
			}
			if n := count(t, db); n != 0 {
				t.Errorf("%d rows stand", n)
			}
			if err := db.Change(t.Context(), put("goes on")); err != nil {
				t.Error(err)
			}
		})
	}
}

// One that only looked and failed fails alone.
func TestAnAppendThatOnlyLookedFailsAlone(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	moved := errors.New("moved")
	if err := db.Append(t.Context(), "", func(*Tx) error { return moved }); !errors.Is(err, moved) || models.KindOf(err) == models.Unavailable {
		t.Errorf("gave %v", err)
	}
}

// Closing meanwhile must not make a failure of what is on the disk.
func TestWhatWasWrittenWhileClosingIsSaidToBe(t *testing.T) {
	closed := make(chan struct{})
	close(closed)
	n := &lane{db: &DB{finished: closed}, jobs: make(chan *job, 100)}
	for range cap(n.jobs) {
		if err := n.wait(t.Context(), &job{done: closed}); err != nil {
			t.Fatal(err)
		}
	}
}

// What is asked along with the next statement has happened when that looks, and is wrong no
// later than the commit.
func TestWhatNobodyWaitsForIsDone(t *testing.T) { kinds(t, whatNobodyWaitsForIsDone) }

func whatNobodyWaitsForIsDone(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	const keep = "INSERT INTO settings (name, value) VALUES (?, ?)"
	change := func(do func(*Tx) error) error { return db.ChangePlan(t.Context(), "plan", do, nil) }
	if err := change(func(tx *Tx) error {
		var n Number
		if err := tx.Also(keep, "first", []byte{1}); err != nil {
			return err
		}
		if err := tx.One("SELECT count(*) FROM settings", nil, &n); err != nil || n != 1 {
			t.Errorf("the next statement saw %d rows, %v", n, err)
		}
		return tx.Also(keep, "last", []byte{2})
	}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db); n != 2 {
		t.Errorf("%d rows are kept", n)
	}
	if err := change(func(tx *Tx) error {
		if _, err := tx.Exec(keep, "third", []byte{3}); err != nil {
			return err
		}
		return tx.Also(keep, "first", []byte{4})
	}); err == nil {
		t.Error("what could not be done was committed")
	}
	if err := change(put("fourth")); err != nil {
		t.Errorf("the next change: %v", err)
	}
	if n := count(t, db); n != 3 {
		t.Errorf("%d rows are kept in the end", n)
	}
}

// What is kept of a refusal may go wrong half way: that half is taken back, and the others in
// the same commit stand.
func TestWhatGoesWrongAfterwardsFailsAlone(t *testing.T) {
	kinds(t, whatGoesWrongAfterwardsFailsAlone)
}

func whatGoesWrongAfterwardsFailsAlone(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	waits := func(do func(*Tx) error, after func(*Tx, error) error) *job {
		return &job{do: do, after: after, done: make(chan struct{})}
	}
	batch := []*job{
		waits(put("before"), nil),
		waits(func(*Tx) error { return models.ErrNotFound }, func(tx *Tx, _ error) error {
			return errors.Join(put("half")(tx), put("before")(tx)) // the second is there already
		}),
		waits(put("behind"), nil),
	}
	l := db.general.line // nothing else uses it just now
	newLane(db, l, map[bool]string{true: "BEGIN IMMEDIATE", false: beginWrite}[db.post == nil], nil).together(batch)
	for i, want := range []error{nil, models.ErrNotFound, nil} {
		if !errors.Is(batch[i].err, want) {
			t.Errorf("%d: %v", i, batch[i].err)
		}
	}
	if n := count(t, db); n != 2 {
		t.Errorf("%d rows stand", n)
	}
}

// A database that cannot be read says that, and nothing of a move.
func TestWhatCannotBeReadWasNotMoved(t *testing.T) {
	db := open(t, t.TempDir())
	if err := db.Change(t.Context(), func(tx *Tx) error { _, err := tx.Exec("ALTER TABLE settings RENAME TO away"); return err }); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 20 {
		if err := db.Whole(t.Context()); err == nil || errors.Is(err, ErrMoved) || errors.Is(err, ErrMoving) {
			t.Fatalf("it says %v", err)
		}
	}
}

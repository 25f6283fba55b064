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
	err := db.ChangeOr(t.Context(), func(*Tx) error { return models.ErrNotFound }, func(*Tx, error) { panic("afterwards") })
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

package database

import (
	"errors"
	"os"
	"testing"
)

// A log that somebody still reads from is not said to be cut, and is cut by the next try.
func TestALogThatIsReadIsCutLater(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	if err := db.Change(t.Context(), put("before")); err != nil {
		t.Fatal(err)
	}
	tx, end, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.One("SELECT count(*) FROM settings", nil, &n); err != nil {
		t.Fatal(err)
	}
	if err := db.Change(t.Context(), put("after")); err != nil {
		t.Fatal(err)
	}
	if err := db.Flush(t.Context()); !errors.Is(err, ErrStillRead) {
		t.Errorf("while it is read: %v", err)
	}
	end()
	if err := db.Flush(t.Context()); err != nil || lengthOf(t, db) != 0 {
		t.Errorf("afterwards %d bytes are left, %v", lengthOf(t, db), err)
	}
	if err := db.Change(t.Context(), put("later")); err != nil {
		t.Fatal(err)
	}
	if err := db.Flush(t.Context()); err != nil || lengthOf(t, db) == 0 {
		t.Errorf("nothing was to go: %d bytes are left, %v", lengthOf(t, db), err)
	}
	db.Overwritten()
	if err := db.Flush(t.Context()); err != nil || lengthOf(t, db) != 0 {
		t.Errorf("in the end %d bytes are left, %v", lengthOf(t, db), err)
	}
}

func lengthOf(t *testing.T, db *DB) int64 {
	t.Helper()
	info, err := os.Stat(db.file + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

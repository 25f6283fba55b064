package database

import (
	"errors"
	"testing"

	"handrail/models"
)

// What is kept outside is what commits: a write that is taken back takes its
// narrowings along, and a ledger that cannot be written takes back the write.
func TestNarrowingsAreKeptBeforeTheCommitAndOnlyThen(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	var kept []Narrowing
	var fails error
	db.KeepNarrowings(func(_ *Tx, less []Narrowing) error { kept = append(kept, less...); return fails })
	narrow := func(name string, err error) func(*Tx) error {
		return func(tx *Tx) error {
			tx.Narrowed("plan", name, 1)
			return errors.Join(put(name)(tx), err)
		}
	}
	if err := db.Change(t.Context(), narrow("taken back", models.ErrNotAllowed)); !errors.Is(err, models.ErrNotAllowed) || len(kept) != 0 {
		t.Errorf("%v, kept %v", err, kept)
	}
	if err := db.Change(t.Context(), narrow("done", nil)); err != nil || len(kept) != 1 || kept[0].ID != "done" {
		t.Errorf("%v, kept %v", err, kept)
	}
	if err := db.Change(t.Context(), put("not narrowed")); err != nil || len(kept) != 1 {
		t.Errorf("%v, kept %v", err, kept)
	}
	fails = errors.New("no room")
	if err := db.Change(t.Context(), narrow("not kept", nil)); models.KindOf(err) != models.Unavailable {
		t.Errorf("without the ledger: %v", err)
	}
	if n := count(t, db); n != 2 {
		t.Errorf("%d writes stand", n)
	}
}

// A copy is the database as it was at one moment, whatever is written meanwhile.
func TestACopyIsOfOneMoment(t *testing.T) {
	folder, into := t.TempDir(), t.TempDir()
	db := open(t, folder)
	defer db.Close()
	for _, name := range []string{"a", "b", "c"} {
		if err := db.Change(t.Context(), put(name)); err != nil {
			t.Fatal(err)
		}
	}
	reports := 0
	if err := Copy(t.Context(), folder, fileIn(into), func(done, total int) {
		if reports++; done > total {
			t.Errorf("%d of %d", done, total)
		}
		if err := db.Change(t.Context(), put("meanwhile "+string(rune('a'+reports)))); err != nil {
			t.Error(err)
		}
	}); err != nil || reports == 0 {
		t.Fatalf("%v, %d reports", err, reports)
	}
	survey, err := Examine(t.Context(), fileIn(into), func(_, _ int64) {})
	if err == nil || survey.Rows != nil && survey.Rows["settings"] > 3 {
		t.Errorf("%+v, %v", survey, err) // there is no key check in it: nothing of Handrail's wrote one
	}
	copied := open(t, into)
	defer copied.Close()
	if n := count(t, copied); n != 3 {
		t.Errorf("%d rows were copied", n)
	}
}

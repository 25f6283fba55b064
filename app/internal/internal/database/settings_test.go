package database

import "testing"

func TestWhatIsKeptUnderAName(t *testing.T) { kinds(t, whatIsKeptUnderAName) }

func whatIsKeptUnderAName(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(want string, there bool) {
		t.Helper()
		must(db.View(t.Context(), func(tx *Tx) error {
			value, had, err := tx.Setting("a")
			if string(value) != want || had != there {
				t.Errorf("%q, %v; want %q, %v", value, had, want, there)
			}
			return err
		}))
	}
	is("", false)
	change(t, db, func(tx *Tx) error { return tx.OfferSetting("a", []byte("one")) })
	is("one", true)
	change(t, db, func(tx *Tx) error { return tx.OfferSetting("a", []byte("two")) })
	is("one", true)
	change(t, db, func(tx *Tx) error { return tx.KeepSetting("a", []byte("three")) })
	is("three", true)
	must(db.Change(t.Context(), func(tx *Tx) error {
		before := tx.Writes()
		must(tx.KeepSetting("b", []byte{1}))
		if tx.Writes() == before {
			t.Error("keeping a setting does not count as a write")
		}
		return nil
	}))
}

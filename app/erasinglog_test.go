package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// onFile is a world in which Ailsa's plan is about to be erased, its key, and a connection of
// somebody else's.
func onFile(t *testing.T) (w *apptest.World, key []byte, look func() (end func() error)) {
	t.Helper()
	w = livedIn(t, apptest.NewOnFile(t))
	key = keyOf(t, w)
	askToErase(t, w, models.AccountStays)
	w.Clock.Forward(models.EraseWait)
	return w, key, func() func() error {
		tx, err := w.Reach().BeginTx(t.Context(), nil)
		w.Must(err)
		var n int
		w.Must(tx.QueryRowContext(t.Context(), "SELECT count(*) FROM plans").Scan(&n))
		return tx.Rollback
	}
}

// holding is which of SQLite's files hold some bytes.
func holding(w *apptest.World, bits []byte) (names []string) {
	for _, name := range []string{app.DatabaseName, app.DatabaseName + "-wal"} {
		text, err := os.ReadFile(filepath.Join(w.Folder, name))
		if err == nil && bytes.Contains(text, bits) {
			names = append(names, name)
		}
	}
	return names
}

// A backup that reads the database as it was before keeps the key in it; when that is over, the key goes.
func TestTheKeyOfAnErasedPlanGoesOnceNobodyReadsFromBefore(t *testing.T) {
	w, key, look := onFile(t)
	end := look()
	w.App.TendOnce(t.Context())
	nothingLeft(t, w)
	if len(holding(w, key)) == 0 {
		t.Fatal("nothing was held up")
	}
	w.Must(end())
	w.Clock.Forward(time.Minute)
	w.App.TendOnce(t.Context())
	if in := holding(w, key); len(in) > 0 {
		t.Errorf("the key is still in %v", in)
	}
}

// Whoever was killed as soon as the plan was erased takes its key out of the log when they are back.
func TestTheKeyOfAnErasedPlanGoesAfterAStart(t *testing.T) {
	w, key, _ := onFile(t) // somebody else's connection is open still, so that closing cuts no log
	w.Must(w.App.EraseDue(t.Context()))
	w.Restart(func(string) {})
	if len(holding(w, key)) == 0 {
		t.Fatal("nothing was left in the log")
	}
	w.App.TendOnce(t.Context())
	if in := holding(w, key); len(in) > 0 {
		t.Errorf("the key is still in %v", in)
	}
}

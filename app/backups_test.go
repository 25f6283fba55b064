package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/app/internal/backup"
)

// Backups go when they were kept long enough, also while no other is taken, but for the newest few.
func TestOldBackupsGoByThemselves(t *testing.T) {
	w := apptest.New(t)
	w.Backups = app.Backups{Folder: t.TempDir(), Every: 24 * time.Hour} // to no key: none can be taken
	w.Restart(func(string) {})
	for _, days := range []int{0, 1, 2, 29, 31, 40} {
		name := backup.Name(w.Clock.Now().AddDate(0, 0, -days))
		w.Must(os.WriteFile(filepath.Join(w.Backups.Folder, name), nil, 0o600))
	}
	left := func(want int) {
		t.Helper()
		w.App.TendOnce(t.Context())
		kept, err := backup.List(w.Backups.Folder)
		if err != nil || len(kept) != want {
			t.Errorf("%d backups are left, %v", len(kept), err)
		}
	}
	left(4)
	w.Clock.Forward(2 * 24 * time.Hour)
	left(3)
	w.Clock.Forward(365 * 24 * time.Hour)
	left(3)
}

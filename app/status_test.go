package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
)

// The lead and whoever watches over servers are told how large the database is, wherever it
// stands.
func TestTheSizeOfTheDatabaseIsKnown(t *testing.T) {
	w := apptest.New(t)
	s, err := w.App.Status(t.Context(), w.Leona.Actor)
	w.Must(err)
	if d := s.Disk; d.Database < 100_000 || d.Free <= 0 || d.Disk < d.Free {
		t.Errorf("the disk: %+v", d)
	}
	found := gauges(w)
	if found["handrail_database_bytes"] < 100_000 || found["handrail_disk_free_bytes"] <= 0 {
		t.Errorf("gauges: %v", found)
	}
	if n, there := found["handrail_mail_waiting"]; !there || n != 0 {
		t.Errorf("mail: %v", found)
	}
}

func gauges(w *apptest.World) map[string]float64 {
	found := map[string]float64{}
	for _, g := range w.App.Gauges() {
		found[g.Name] = g.Value
	}
	return found
}

// A number that cannot be read takes no other along.
func TestAGaugeThatCannotBeReadLeavesTheOthers(t *testing.T) {
	w := apptest.New(t)
	folder := filepath.Join(t.TempDir(), "backups")
	w.Must(os.WriteFile(folder, nil, 0o600)) // no folder at all
	w.Backups = app.Backups{Folder: folder, Every: 24 * time.Hour}
	w.Restart(func(string) {})
	leftOut(t, w, "handrail_backup_age_seconds")
}

func TestADatabaseThatDoesNotAnswerLeavesTheOtherGauges(t *testing.T) {
	w := apptest.NewShared(t)
	w.Must(w.App.Close())
	leftOut(t, w, "handrail_database_bytes")
}

func leftOut(t *testing.T, w *apptest.World, name string) {
	t.Helper()
	found := gauges(w)
	if _, there := found[name]; there || found["handrail_disk_free_bytes"] <= 0 {
		t.Errorf("gauges: %v", found)
	}
	for _, other := range []string{"handrail_listeners", "handrail_writes_waiting", "handrail_mail_waiting", "handrail_uptime_seconds"} {
		if _, there := found[other]; !there {
			t.Errorf("%s is left out too", other)
		}
	}
}

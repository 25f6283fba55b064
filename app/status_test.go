package app_test

import (
	"testing"

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
	found := map[string]float64{}
	for _, g := range w.App.Gauges() {
		found[g.Name] = g.Value
	}
	if found["handrail_database_bytes"] < 100_000 || found["handrail_disk_free_bytes"] <= 0 {
		t.Errorf("gauges: %v", found)
	}
	if n, there := found["handrail_mail_waiting"]; !there || n != 0 {
		t.Errorf("mail: %v", found)
	}
}

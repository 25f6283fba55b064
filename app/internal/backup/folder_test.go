package backup

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// Old backups go, but never the newest few, whatever the clock says; so does what is left of
// one that was cut short. What is still being written stays, and so do other people's files.
func TestPruneKeepsWhatMayBeNeeded(t *testing.T) {
	day := func(n int) string { return Name(time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC)) }
	for name, c := range map[string]struct {
		there, stays []string
		before       int // of January
		least        int
	}{
		"old ones go":             {[]string{day(1), day(2), day(3)}, []string{day(3)}, 3, 1},
		"those kept long enough":  {[]string{day(1), day(2), day(3)}, []string{day(2), day(3)}, 2, 1},
		"not the newest few":      {[]string{day(1), day(2), day(3), day(4)}, []string{day(2), day(3), day(4)}, 31, 3},
		"never the newest":        {[]string{day(1), day(2)}, []string{day(2)}, 31, 0},
		"what was cut short goes": {[]string{day(1) + unfinished, day(2), day(3) + unfinished}, []string{day(2), day(3) + unfinished}, 1, 1},
		"other files stay":        {[]string{"notes", day(1), day(2)}, []string{day(2), "notes"}, 31, 1},
	} {
		folder := t.TempDir()
		for _, n := range c.there {
			if err := os.WriteFile(filepath.Join(folder, n), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := Prune(folder, time.Date(2026, 1, c.before, 0, 0, 0, 0, time.UTC), c.least); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		left, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range left {
			names = append(names, l.Name())
		}
		if !slices.Equal(names, c.stays) {
			t.Errorf("%s: %v stay", name, names)
		}
	}
}

package models_test

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/models"
)

// everyZone is every zone of the database that Go brings along.
func everyZone(t *testing.T) []*time.Location {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		var out []*time.Location
		for _, name := range models.Zones {
			zone, _ := models.ZoneNamed(name)
			out = append(out, zone)
		}
		return out
	}
	defer func() { _ = archive.Close() }()
	var out []*time.Location
	for _, f := range archive.File {
		if zone, ok := models.ZoneNamed(f.Name); ok && !strings.HasSuffix(f.Name, "/") {
			out = append(out, zone)
		}
	}
	if len(out) < 400 {
		t.Errorf("only %d zones", len(out))
	}
	return out
}

// changes is the instants in some years at which the clock of a zone is changed.
func changes(zone *time.Location) []time.Time {
	var out []time.Time
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).In(zone)
	for at.Year() < 2028 {
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		out = append(out, end)
		at = end
	}
	return out
}

// In every zone, through each change of the clock and the days beside it: an instant
// lies in its own day and no other, today is always open, yesterday is open until
// the clock says noon and never again, and no day is left out or comes twice.
func TestADayIsThePersonsDay(t *testing.T) {
	for _, zone := range everyZone(t) {
		for _, change := range changes(zone) {
			last, closed := models.Day(""), models.Day("")
			for at := change.Add(-27 * time.Hour); at.Before(change.Add(27 * time.Hour)); at = at.Add(30 * time.Minute) {
				day := models.DayOf(at, zone)
				if at.Before(day.Begins(zone)) || !at.Before(day.Plus(1).Begins(zone)) {
					t.Fatalf("%s: %s is outside its day %s", zone, at, day)
				}
				if last != "" && day != last && day != last.Plus(1) {
					t.Fatalf("%s: %s comes after %s", zone, day, last)
				}
				last = day
				open := models.OpenDays(at, zone)
				if open[0] != day {
					t.Fatalf("%s: today is closed at %s", zone, at)
				}
				early := at.In(zone).Hour() < 12
				if early != (len(open) == 2 && open[1] == day.Plus(-1)) {
					t.Fatalf("%s at %s: %v are open", zone, at.In(zone), open)
				}
				if !early {
					closed = day
				} else if closed == day {
					t.Fatalf("%s: yesterday opens again at %s", zone, at.In(zone))
				}
			}
		}
	}
}

func TestCountingDays(t *testing.T) {
	if d := models.Day("2028-02-28").Plus(2); d != "2028-03-01" {
		t.Error(d)
	}
	if n := models.Day("2026-11-01").Since("2026-10-24"); n != 8 {
		t.Error(n)
	}
	if first, last := models.Day("2028-02-10").Month(); first != "2028-02-01" || last != "2028-02-29" {
		t.Error(first, last)
	}
}

// What the person set is what is said, at the threshold and one beside it.
func TestALookoutSpeaksAtItsThreshold(t *testing.T) {
	low := models.LookoutWords{Of: models.OfCheckIns, Threshold: 2, Days: 2, Within: 3}
	for name, c := range map[string]struct {
		words  models.LookoutWords
		values []models.Value
		want   bool
	}{
		"twice in three days":      {low, []models.Value{{"2026-11-21", 2}, {"2026-11-23", 1}}, true},
		"twice on one day":         {low, []models.Value{{"2026-11-23", 2}, {"2026-11-23", 1}}, false},
		"one above":                {low, []models.Value{{"2026-11-22", 3}, {"2026-11-23", 1}}, false},
		"too long ago":             {low, []models.Value{{"2026-11-20", 1}, {"2026-11-23", 1}}, false},
		"tomorrow does not count":  {low, []models.Value{{"2026-11-24", 1}, {"2026-11-23", 1}}, false},
		"at least, reached":        {models.LookoutWords{Above: true, Threshold: 8, Days: 1, Within: 1}, []models.Value{{"2026-11-23", 8}}, true},
		"at least, not reached":    {models.LookoutWords{Above: true, Threshold: 8, Days: 1, Within: 1}, []models.Value{{"2026-11-23", 7}}, false},
		"nothing set says nothing": {models.LookoutWords{}, []models.Value{{"2026-11-23", 0}}, false},
	} {
		if got := c.words.Speaks(c.values, "2026-11-23"); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestWhenAMeasureIsDue(t *testing.T) {
	for _, c := range []struct {
		often string
		last  models.Day
		due   bool
	}{{"every_day", "", true}, {"every_day", "2026-11-22", true}, {"every_day", "2026-11-23", false}, {"every_week", "2026-11-17", false},
		{"every_week", "2026-11-16", true}, {"now_and_then", "", false}} {
		if got := (models.MeasureWords{Often: c.often}).Due("2026-11-23", c.last); got != c.due {
			t.Errorf("%s after %s: %t", c.often, c.last, got)
		}
	}
}

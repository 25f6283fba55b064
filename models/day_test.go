package models_test

import (
	"testing"
	"time"

	"handrail/models"
)

// In every zone that is offered, on every day of some years with changes of the
// clock, a day begins at the first instant that bears its date.
func TestADayBeginsAtItsFirstInstant(t *testing.T) {
	odd := []string{"America/Havana", "Asia/Beirut", "America/Asuncion", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza"}
	for _, name := range append(odd, models.Zones...) {
		zone, ok := models.ZoneNamed(name)
		if !ok {
			t.Errorf("there is no zone %s", name)
			continue
		}
		for day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
			begins := models.DayBegins(day, zone)
			before := begins.Add(-time.Nanosecond).In(zone)
			if at := begins.In(zone); at.Format(time.DateOnly) != day.Format(time.DateOnly) || before.Format(time.DateOnly) >= day.Format(time.DateOnly) {
				t.Errorf("%s in %s begins at %s", day.Format(time.DateOnly), name, at)
			}
		}
	}
}

// What is shared until a day holds on the whole of that day, also where the clock
// changes on it or on the day after.
func TestTheLastDay(t *testing.T) {
	for _, c := range []struct{ zone, last, ends string }{
		{"Europe/London", "2026-06-30", "2026-06-30T23:00:00Z"},
		{"Europe/London", "2026-12-31", "2027-01-01T00:00:00Z"},
		{"Europe/London", "2026-03-29", "2026-03-29T23:00:00Z"},
		{"Europe/London", "2026-03-28", "2026-03-29T00:00:00Z"},
		{"Europe/London", "2026-10-25", "2026-10-26T00:00:00Z"},
		{"Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00Z"},   // put forward at midnight: the next day begins at one
		{"America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"}, // put back at one: midnight comes twice
	} {
		zone, _ := models.ZoneNamed(c.zone)
		day, _ := time.Parse(time.DateOnly, c.last)
		until := models.DayBegins(day.AddDate(0, 0, 1), zone)
		if got := until.UTC().Format(time.RFC3339); got != c.ends {
			t.Errorf("%s in %s lasts until %s, not %s", c.last, c.zone, got, c.ends)
		}
		last, whole := models.LastDay(until, zone)
		if last.Format(time.DateOnly) != c.last || !whole {
			t.Errorf("what ends at %s in %s has its last day on %s (whole: %t)", until, c.zone, last, whole)
		}
		if _, whole := models.LastDay(until.Add(time.Minute), zone); whole {
			t.Errorf("a minute of the next day in %s counts as a whole one", c.zone)
		}
	}
}

func TestOnlyZonesOfTheDatabase(t *testing.T) {
	for _, name := range []string{"", "Local", "../../etc/passwd", "Europe/Nowhere", "/etc/localtime"} {
		if _, ok := models.ZoneNamed(name); ok {
			t.Errorf("%q is taken for a zone", name)
		}
	}
}

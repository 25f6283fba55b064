package models_test

import (
	"testing"
	"time"

	"handrail/models"
)

// In every zone, through each change of the clock: a daily reminder comes once on each day that
// has that time, at that time on the clock; only a time that the clock jumps over comes later, when it has jumped.
func TestAReminderComesOnceADay(t *testing.T) {
	for _, zone := range everyZone(t) {
		for _, change := range changes(zone) {
			for _, at := range []string{"00:00", "00:30", "01:30", "02:00", "02:30", "08:30", "23:59"} {
				clock, _ := models.ParseClock(at)
				r := models.Reminder{At: clock, Days: models.EveryDay}
				last := models.Day("")
				for when := change.Add(-72 * time.Hour); when.Before(change.Add(72 * time.Hour)); {
					next := r.Next(when, zone)
					if !next.After(when) || next.Sub(when) > 51*time.Hour {
						t.Fatalf("%s in %s: after %s comes %s", at, zone, when.In(zone), next.In(zone))
					}
					day := models.DayOf(next, zone)
					if day == last {
						t.Errorf("%s in %s comes twice on %s", at, zone, day)
					}
					if last != "" && day.Since(last) > 1 && !jumpedOver(zone, last.Plus(1), at) {
						t.Errorf("%s in %s does not come on %s", at, zone, last.Plus(1))
					}
					if shows := next.In(zone).Format("15:04"); shows != at && (shows < at || !changed(next, zone)) {
						t.Errorf("%s in %s comes at %s", at, zone, next.In(zone))
					}
					last, when = day, next
				}
			}
		}
	}
}

// changed reports whether the clock of a zone is changed at an instant.
func changed(at time.Time, zone *time.Location) bool {
	begins, _ := at.In(zone).ZoneBounds()
	return begins.Equal(at)
}

// jumpedOver reports whether no minute from a time on to the end of a day is shown by the clock.
func jumpedOver(zone *time.Location, day models.Day, at string) bool {
	for when := day.Date().Add(-26 * time.Hour); when.Before(day.Date().Add(50 * time.Hour)); when = when.Add(time.Minute) {
		if models.DayOf(when, zone) == day && when.In(zone).Format("15:04") >= at {
			return false
		}
	}
	return true
}

func TestAReminderOnSomeDays(t *testing.T) {
	london, _ := models.ZoneNamed("Europe/London")
	clock, _ := models.ParseClock("08:30")
	r := models.Reminder{At: clock, Days: models.Weekdays(0).On(time.Monday).On(time.Sunday)}
	for _, c := range []struct{ after, next string }{
		{"2026-11-23T08:29:59Z", "2026-11-23T08:30:00Z"}, // a Monday
		{"2026-11-23T08:30:00Z", "2026-11-29T08:30:00Z"},
		{"2026-03-28T12:00:00Z", "2026-03-29T07:30:00Z"}, // put forward that night
		{"2026-10-24T12:00:00Z", "2026-10-25T08:30:00Z"}, // put back that night
	} {
		after, _ := time.Parse(time.RFC3339, c.after)
		if got := r.Next(after, london).UTC().Format(time.RFC3339); got != c.next {
			t.Errorf("after %s comes %s, not %s", c.after, got, c.next)
		}
	}
	if days := r.Days.List(); len(days) != 2 || days[0] != time.Monday || days[1] != time.Sunday {
		t.Errorf("%v", days)
	}
	if !(models.Reminder{At: clock}).Next(time.Now(), london).IsZero() {
		t.Error("a reminder on no day comes")
	}
}

func TestOnlyTimesOfDayAreRead(t *testing.T) {
	for _, s := range []string{"", "8:30", "24:00", "08:60", "08:30:00", "0830", "-1:00", " 08:30"} {
		if c, ok := models.ParseClock(s); ok {
			t.Errorf("%q is read as %s", s, c)
		}
	}
	if c, ok := models.ParseClock("23:59"); !ok || c.String() != "23:59" {
		t.Errorf("%v", c)
	}
}

package models

import (
	"fmt"
	"time"
)

// Reminder is a time of day at which somebody wants a note to themselves, on some days
// of the week. It holds no word: what comes is the same for everybody.
type Reminder struct {
	ID   ID
	At   Clock
	Days Weekdays
}

// MostReminders is how many one person can have.
const MostReminders = 12

// Next is the first instant after another at which a reminder is due, on the clock of a
// zone. A time that the clock jumps over is due when it has jumped; one that comes twice is due the first time.
func (r Reminder) Next(after time.Time, zone *time.Location) time.Time {
	day := DayOf(after, zone)
	for range 2*7 + 1 { // a day may be missing where the date line moved
		if r.Days.Has(day.Date().Weekday()) {
			if at, is := r.At.On(day, zone); is && at.After(after) {
				return at
			}
		}
		day = day.Plus(1)
	}
	return time.Time{}
}

// Clock is a time of day as a clock shows it, in minutes since 00:00.
type Clock int

// ParseClock reads "08:30".
func ParseClock(s string) (Clock, bool) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, false
	}
	return Clock(60*t.Hour() + t.Minute()), true
}

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// around is further from any instant than clocks are apart.
const around = 26 * time.Hour

// On is the first instant of a day at which a clock in the zone shows the time, or has just
// jumped over it. There is none where the day ended meanwhile.
func (c Clock) On(day Day, zone *time.Location) (time.Time, bool) {
	shown := day.Date().Add(time.Duration(c) * time.Minute)
	_, before := shown.Add(-around).In(zone).Zone()
	_, since := shown.Add(around).In(zone).Zone()
	early, late := shown.Add(-time.Duration(max(before, since))*time.Second), shown.Add(-time.Duration(min(before, since))*time.Second)
	for _, at := range []time.Time{early, late} {
		if _, offset := at.In(zone).Zone(); at.Add(time.Duration(offset) * time.Second).Equal(shown) {
			return at, true
		}
	}
	_, jumped := early.In(zone).ZoneBounds()
	return jumped.UTC(), DayOf(jumped, zone) == day
}

// Weekdays is a set of days of the week, with Sunday as its lowest bit.
type Weekdays uint8

// EveryDay is all seven.
const EveryDay Weekdays = 1<<7 - 1

// On adds a day to the set.
func (w Weekdays) On(d time.Weekday) Weekdays { return w | 1<<d }

// Has reports whether a day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// List is the days of the set, from Monday on.
func (w Weekdays) List() []time.Weekday {
	var out []time.Weekday
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); w.Has(d) {
			out = append(out, d)
		}
	}
	return out
}

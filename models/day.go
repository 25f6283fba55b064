package models

import "time"

// longestShift is more than any clock was ever put forward or back at once on one day.
const longestShift = 25 * time.Hour

// DayBegins is the first instant of a day in a zone. That is midnight, but where
// the clock is put forward at midnight, or back over it.
func DayBegins(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, zone)
	begins, ends := at.ZoneBounds()
	if at.Day() != d && !ends.IsZero() {
		return ends // there is no midnight: the day begins with the clock put forward
	}
	if begins.IsZero() || at.Sub(begins) > longestShift {
		return at
	}
	_, before := begins.Add(-time.Second).Zone()
	_, since := at.Zone()
	switch first := at.Add(time.Duration(since-before) * time.Second); {
	case first.Before(begins):
		return first // midnight comes twice, or comes before the clock is put back
	case begins.In(zone).Day() == d && at.After(begins):
		return begins
	}
	return at
}

// LastDay is the last day on which something still holds that no longer does from
// an instant on, and whether it holds for the whole of that day.
func LastDay(until time.Time, zone *time.Location) (last time.Time, whole bool) {
	last = until.In(zone).Add(-time.Nanosecond)
	y, m, d := last.Date()
	return last, DayBegins(time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC), zone).Equal(until)
}

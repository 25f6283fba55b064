package models

import "time"

// Day is a day of somebody's calendar, YYYY-MM-DD. It has no time zone: which
// instants belong to it is a matter of whose day it is.
type Day string

// closes is the hour (noon) until which yesterday is still open.
const closes = 12

// DayOf is the day on which an instant falls for somebody in a zone.
func DayOf(at time.Time, zone *time.Location) Day { return Day(at.In(zone).Format(time.DateOnly)) }

// ParseDay reads a day as the API and forms give it.
func ParseDay(text string) (Day, bool) { return Day(text), isDate(text) }

// Date is the day at midnight UTC, to calculate and to write with; never an instant
// at which anything happened. The zero Day is the zero time.
func (d Day) Date() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Plus is the day so many days later; a negative number is earlier.
func (d Day) Plus(days int) Day { return Day(d.Date().AddDate(0, 0, days).Format(time.DateOnly)) }

// Since is how many days d is after another day.
func (d Day) Since(other Day) int { return int(d.Date().Sub(other.Date()).Hours() / 24) }

// Begins is the first instant of the day in a zone.
func (d Day) Begins(zone *time.Location) time.Time { return DayBegins(d.Date(), zone) }

// Month is the first and the last day of the day's month.
func (d Day) Month() (first, last Day) {
	y, m, _ := d.Date().Date()
	from := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	return Day(from.Format(time.DateOnly)), Day(from.AddDate(0, 1, -1).Format(time.DateOnly))
}

// OpenDays is the days in which somebody can still tick things off: today, and
// until noon yesterday too.
func OpenDays(now time.Time, zone *time.Location) []Day {
	today := DayOf(now, zone)
	if now.In(zone).Hour() < closes {
		return []Day{today, today.Plus(-1)}
	}
	return []Day{today}
}

// UTC is for days of which nobody said whose they are.
var UTC = time.UTC

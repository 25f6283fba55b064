// Package calendar gives a person's reminders to the calendar of their phone (RFC 5545). It
// must never hold a word of a plan or a name: whoever has the link can read it.
package calendar

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/labstack/echo/v4"
	"github.com/teambition/rrule-go"

	"handrail/app"
	"handrail/models"
)

// Path is where a calendar is; :file is its secret and .ics.
const Path = "/calendar/:file"

// Register gives the server that route.
func Register(e *echo.Echo, a *app.App) {
	e.GET(Path, func(c echo.Context) error {
		secret, is := strings.CutSuffix(c.Param("file"), ".ics")
		if !is {
			return models.ErrNotFound
		}
		found, err := a.Calendar(c.Request().Context(), secret)
		if err != nil {
			return err
		}
		text, err := written(found, a.Now())
		if err != nil {
			return err
		}
		c.Response().Header().Set("X-Robots-Tag", "noindex")
		return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", text)
	})
}

// lasts is how long a reminder stands in the calendar.
const lasts = 5 * time.Minute

func written(c *app.Calendar, now time.Time) ([]byte, error) {
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//calendar//EN")
	cal.Props.SetText("X-WR-CALNAME", c.Note)
	cal.Children = append(cal.Children, zoneOf(c.Zone, c.Made, now))
	for _, r := range c.Times {
		cal.Children = append(cal.Children, eventOf(r, c))
	}
	var out bytes.Buffer
	err := ical.NewEncoder(&out).Encode(cal)
	return out.Bytes(), err
}

func eventOf(r models.Reminder, c *app.Calendar) *ical.Component {
	event := ical.NewComponent(ical.CompEvent)
	event.Props.SetText(ical.PropUID, string(r.ID))
	event.Props.SetDateTime(ical.PropDateTimeStamp, c.Made.UTC())
	event.Props.SetText(ical.PropSummary, c.Note)
	event.Props.SetText(ical.PropClass, "PRIVATE")
	event.Props.SetText(ical.PropTransparency, "TRANSPARENT")
	start := ical.NewProp(ical.PropDateTimeStart)
	start.Params.Set(ical.ParamTimezoneID, c.Zone.String())
	start.Value = first(r, models.DayOf(c.Made, c.Zone)).Format(local)
	event.Props.Set(start)
	length := ical.NewProp(ical.PropDuration)
	length.SetDuration(lasts)
	event.Props.Set(length)
	event.Props.SetRecurrenceRule(&rrule.ROption{Freq: rrule.WEEKLY, Byweekday: daysOf(r.Days)})
	event.Children = append(event.Children, alarm(c.Note))
	return event
}

// local is a time as the clock on the wall shows it.
const local = "20060102T150405"

// first is the first time from a day on, on the clock and in no zone.
func first(r models.Reminder, day models.Day) time.Time {
	for !r.Days.Has(day.Date().Weekday()) {
		day = day.Plus(1)
	}
	return day.Date().Add(time.Duration(r.At) * time.Minute)
}

func daysOf(days models.Weekdays) []rrule.Weekday {
	names := map[time.Weekday]rrule.Weekday{time.Monday: rrule.MO, time.Tuesday: rrule.TU, time.Wednesday: rrule.WE,
		time.Thursday: rrule.TH, time.Friday: rrule.FR, time.Saturday: rrule.SA, time.Sunday: rrule.SU}
	var out []rrule.Weekday
	for _, d := range days.List() {
		out = append(out, names[d])
	}
	return out
}

// alarm has the phone say it at that time.
func alarm(note string) *ical.Component {
	a := ical.NewComponent(ical.CompAlarm)
	a.Props.SetText(ical.PropAction, "DISPLAY")
	a.Props.SetText(ical.PropDescription, note)
	trigger := ical.NewProp(ical.PropTrigger)
	trigger.SetDuration(0)
	a.Props.Set(trigger)
	return a
}

// ahead is how far on the changes of a zone's clock are told. A phone asks again long before.
const ahead = 5

// zoneOf tells a zone's changes one by one, from before the calendar was made (RFC 5545 section 3.6.5).
func zoneOf(zone *time.Location, made, now time.Time) *ical.Component {
	out := ical.NewComponent(ical.CompTimezone)
	out.Props.SetText(ical.PropTimezoneID, zone.String())
	at := made.AddDate(-1, 0, 0).In(zone)
	_, offset := at.Zone()
	out.Children = append(out.Children, observance(at, time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), offset, offset))
	for {
		_, change := at.ZoneBounds()
		if change.IsZero() || change.After(now.AddDate(ahead, 0, 0)) {
			return out
		}
		_, since := change.In(zone).Zone()
		begins := change.UTC().Add(time.Duration(offset) * time.Second) // on the clock as it was until then
		out.Children = append(out.Children, observance(change.In(zone), begins, offset, since))
		at, offset = change.In(zone), since
	}
}

// observance is the stretch of a clock that an instant lies in.
func observance(in, begins time.Time, before, since int) *ical.Component {
	o := ical.NewComponent(ical.CompTimezoneStandard)
	if in.IsDST() {
		o = ical.NewComponent(ical.CompTimezoneDaylight)
	}
	for name, value := range map[string]string{ical.PropDateTimeStart: begins.Format(local), ical.PropTimezoneOffsetFrom: offsetText(before), ical.PropTimezoneOffsetTo: offsetText(since)} {
		p := ical.NewProp(name)
		p.Value = value
		o.Props.Set(p)
	}
	return o
}

// offsetText is seconds east of Greenwich as +0100 or -003015.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}

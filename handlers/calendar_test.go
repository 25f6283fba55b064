package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// calendarOf makes a calendar link on the page and gives its path.
func (s *server) calendarOf(who apptest.Who) string {
	s.T.Helper()
	w := s.page(who, "/me/calendar", url.Values{})
	_, rest, found := strings.Cut(w.Body.String(), "http://localhost/calendar/")
	if w.Code != http.StatusCreated || !found {
		s.T.Fatalf("%d %s", w.Code, w.Body)
	}
	secret, _, _ := strings.Cut(rest, "<")
	return "/calendar/" + secret
}

// In a calendar that another's program reads, each note stands at the instants at which
// Handrail itself would bring it, through both changes of the clock.
func TestACalendarSaysWhatHandrailWouldDo(t *testing.T) {
	for _, zone := range []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"} {
		t.Run(zone, func(t *testing.T) {
			s := newServer(t)
			s.Must(s.App.SetZone(t.Context(), s.Ailsa.Actor, zone))
			for _, r := range []app.AddReminder{{At: "08:30", Days: models.EveryDay}, {At: "22:00", Days: models.Weekdays(0).On(time.Monday).On(time.Saturday)}} {
				r.Plan = s.Ailsa.Plan
				_, err := s.App.AddReminder(t.Context(), s.Ailsa.Actor, r)
				s.Must(err)
			}
			w := s.page(apptest.Who{}, s.calendarOf(s.Ailsa), nil)
			if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || kind != "text/calendar; charset=utf-8" || w.Header().Get("Set-Cookie") != "" {
				t.Fatalf("%d %s %v", w.Code, kind, w.Header())
			}
			cal, err := ics.ParseCalendar(w.Body)
			s.Must(err)
			if len(cal.Events()) != 2 || len(cal.Timezones()) != 1 {
				t.Fatalf("%d events, %d zones", len(cal.Events()), len(cal.Timezones()))
			}
			place, _ := models.ZoneNamed(zone)
			for _, e := range cal.Events() {
				comes(t, e, observances(t, cal.Timezones()[0]), place)
			}
		})
	}
}

// comes holds a year and a half of one event against the rule in models.
func comes(t *testing.T, e *ics.VEvent, zone []observed, place *time.Location) {
	t.Helper()
	start := e.GetProperty(ics.ComponentPropertyDtStart)
	if start.ICalParameters["TZID"][0] != place.String() || len(e.Alarms()) != 1 || e.GetProperty(ics.ComponentPropertySummary).Value == "" {
		t.Errorf("%v, %d alarms", start, len(e.Alarms()))
	}
	first, err := time.Parse("20060102T150405", start.Value)
	if err != nil {
		t.Fatal(err)
	}
	rule, err := rrule.StrToROption(e.GetProperty(ics.ComponentPropertyRrule).Value)
	if err != nil {
		t.Fatal(err)
	}
	rule.Dtstart = first
	all, err := rrule.NewRRule(*rule)
	if err != nil {
		t.Fatal(err)
	}
	r := models.Reminder{At: models.Clock(60*first.Hour() + first.Minute())}
	for _, d := range rule.Byweekday {
		r.Days = r.Days.On(time.Weekday((d.Day() + 1) % 7))
	}
	shown := all.Between(first, first.AddDate(1, 6, 0), true)
	at := instant(shown[0], zone).Add(-time.Second)
	for _, wall := range shown {
		at = r.Next(at, place)
		if got := instant(wall, zone); !got.Equal(at) {
			t.Fatalf("%s in the calendar is %s, not %s", wall, got, at.UTC())
		}
	}
}

// observed is one stretch of a zone's clock as the calendar tells it.
type observed struct {
	begins        time.Time // on the clock as it was until then
	before, since time.Duration
}

func observances(t *testing.T, zone *ics.VTimezone) []observed {
	t.Helper()
	var out []observed
	for _, c := range zone.SubComponents() {
		var o observed
		for _, p := range c.UnknownPropertiesIANAProperties() {
			switch p.IANAToken {
			case "DTSTART":
				o.begins, _ = time.Parse("20060102T150405", p.Value)
			case "TZOFFSETFROM":
				o.before = offset(t, p.Value)
			case "TZOFFSETTO":
				o.since = offset(t, p.Value)
			}
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b observed) int { return a.begins.Compare(b.begins) })
	return out
}

func offset(t *testing.T, text string) time.Duration {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil || len(text) != 5 {
		t.Fatalf("offset %q", text)
	}
	return time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
}

// instant is when a clock in the zone shows a time.
func instant(wall time.Time, zone []observed) time.Time {
	now := zone[0]
	for _, o := range zone {
		if !o.begins.After(wall) {
			now = o
		}
	}
	return wall.Add(-now.since)
}

func TestTheSecretOfACalendarCanBeRenewedAndEnded(t *testing.T) {
	s := newServer(t)
	old := s.calendarOf(s.Ailsa)
	renewed := s.calendarOf(s.Ailsa)
	never := s.page(apptest.Who{}, "/calendar/"+strings.Repeat("a", 52)+".ics", nil)
	for path, want := range map[string]int{old: 404, renewed: 200, strings.TrimSuffix(renewed, ".ics"): 404} {
		w := s.page(apptest.Who{}, path, nil)
		if w.Code != want || want == 404 && w.Body.String() != never.Body.String() {
			t.Errorf("%d, not %d: %s", w.Code, want, w.Body)
		}
	}
	if w := s.page(s.Ailsa, "/me/calendar/end", url.Values{}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if w := s.page(apptest.Who{}, renewed, nil); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("ended, it answers %d", w.Code)
	}
}

// Nobody's name, and no word of anybody's plan, goes out with a calendar.
func TestACalendarNamesNobody(t *testing.T) {
	s := newServer(t)
	s.Write("daily", "Feed the cat")
	_, err := s.App.AddReminder(t.Context(), s.Ailsa.Actor, app.AddReminder{Plan: s.Ailsa.Plan, At: "08:30", Days: models.EveryDay})
	s.Must(err)
	text := strings.ToLower(s.page(apptest.Who{}, s.calendarOf(s.Ailsa), nil).Body.String())
	for _, word := range []string{"ailsa", "handrail", "plan", "cat", "recover"} {
		if strings.Contains(strings.ReplaceAll(text, "calendar", ""), word) {
			t.Errorf("%q stands in it:\n%s", word, text)
		}
	}
}

func TestATimeIsChosenWithoutAScript(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct {
		form url.Values
		says string
	}{
		{url.Values{"at": {"8 o'clock"}, "monday": {"yes"}}, "Choose a time, such as 08:30."},
		{url.Values{"at": {"08:30"}}, "Choose at least one day."},
	} {
		w := s.page(s.Ailsa, "/me/reminders", c.form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%v: %d", c.form, w.Code)
		}
	}
	w := s.page(s.Ailsa, "/me/reminders", url.Values{"at": {"08:30"}, "monday": {"yes"}, "sunday": {"yes"}})
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	body := s.page(s.Ailsa, "/me/reminders", nil).Body.String()
	if !strings.Contains(body, "Monday, Sunday") || !strings.Contains(body, "Until then nothing comes.") {
		t.Error(body)
	}
	_, rest, _ := strings.Cut(body, `action="/me/reminders/`)
	path, _, _ := strings.Cut(rest, `"`)
	if w := s.page(s.Ailsa, "/me/reminders/"+path, url.Values{}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if strings.Contains(s.page(s.Ailsa, "/me/reminders", nil).Body.String(), "08:30</strong>") {
		t.Error("it is still there")
	}
}

package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// checkInsView is a month, or with Year a year, of how things were.
type checkInsView struct {
	frame
	form
	Plan          models.ID
	All           *app.CheckIns
	Year          bool
	Title         string
	Before, After string // where the month or year before, and after, is
	Notice        string
}

// checkIns shows a month or a year to whoever sees it.
func (p *Pages) checkIns(c echo.Context) error { return p.showCheckIns(c, http.StatusOK, form{}) }

func (p *Pages) showCheckIns(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	today, err := p.app.DayOf(ctx, who(c))
	if err != nil {
		return err
	}
	v := checkInsView{form: f, Plan: planOf(c), Notice: notice(c)}
	from, to := v.months(c, today)
	if v.All, err = p.app.CheckIns(ctx, who(c), v.Plan, from, to); err != nil {
		return err
	}
	v.Title = monthWords(ctx, from)
	if v.Year {
		v.Title = say.T(ctx, "checkins.year_title", "Year", from.Date().Year())
	}
	if v.frame, err = p.framed(c, "check-ins", whose{v.Plan, v.All.Owner.Name, v.All.Mine}, "checkins.page", v.Title); err != nil {
		return err
	}
	return show(c, status, checkInsScreen(v))
}

// whose is whose plan a screen is about.
type whose struct {
	Plan  models.ID
	Owner string
	Mine  bool
}

// framed is what stands around a screen of somebody's plan, one's own or another's.
func (p *Pages) framed(c echo.Context, room string, to whose, key, title string) (frame, error) {
	if to.Mine {
		return p.frame(c, room, key, "Title", title)
	}
	return p.othersFrame(c, to.Plan, to.Owner, "others.title")
}

// months is the first and the last day of what is asked for: this month without a word.
func (v *checkInsView) months(c echo.Context, today models.Day) (from, to models.Day) {
	path := planPath(v.Plan, "/check-ins")
	if year, err := strconv.Atoi(c.QueryParam("year")); err == nil && year > 1900 && year < 9999 {
		v.Year = true
		v.Before, v.After = path+"?year="+strconv.Itoa(year-1), path+"?year="+strconv.Itoa(year+1)
		if models.Day(strconv.Itoa(year+1)+"-01-01") > today {
			v.After = ""
		}
		return models.Day(strconv.Itoa(year) + "-01-01"), models.Day(strconv.Itoa(year) + "-12-31")
	}
	day, ok := models.ParseDay(c.QueryParam("month") + "-01")
	if !ok {
		day = today
	}
	from, to = day.Month()
	before, after := from.Plus(-1), to.Plus(1)
	v.Before = path + "?month=" + string(before[:7])
	if after <= today {
		v.After = path + "?month=" + string(after[:7])
	}
	return from, to
}

// monthWords is a day's month in words.
func monthWords(ctx context.Context, d models.Day) string {
	return say.T(ctx, "date.month_year", "Month", say.T(ctx, "date.month."+d.Date().Month().String()), "Year", d.Date().Year())
}

// line is how things were, a point a day: with several on one day the last.
func (v checkInsView) line() []models.Value {
	var out []models.Value
	for _, x := range v.All.Days {
		value := models.Value{Day: x.Day, Value: models.HowValue(x.How)}
		if n := len(out); n > 0 && out[n-1].Day == x.Day {
			out[n-1] = value
		} else {
			out = append(out, value)
		}
	}
	return out
}

func (v checkInsView) chart(ctx context.Context) chart {
	return chart{
		ID: "how-line", Title: say.T(ctx, "checkins.line_title", "Title", v.Title), Desc: say.T(ctx, "checkins.line_desc"),
		From: v.All.From, To: v.All.To, Low: 1, High: len(models.Hows), Line: v.line(),
		Above: howWords(ctx, "good"), Below: howWords(ctx, "very_hard"),
	}
}

func (v checkInsView) measured(ctx context.Context, m app.MeasuredDays) chart {
	w := m.Measure.Words
	return chart{
		ID: "m-" + string(m.Measure.ID), Title: say.T(ctx, "measure.line_title", "Name", w.Name, "Title", v.Title),
		Desc: say.T(ctx, "measure.line_desc"), From: v.All.From, To: v.All.To, Low: 0, High: 10, Line: m.Values,
		Above: endWords(ctx, 10, w.High), Below: endWords(ctx, 0, w.Low),
	}
}

// endWords is one end of a scale: its number and what the person called it.
func endWords(ctx context.Context, mark int, words string) string {
	if words == "" {
		return strconv.Itoa(mark)
	}
	return say.T(ctx, "measure.end", "Mark", mark, "Words", words)
}

func howWords(ctx context.Context, how string) string {
	return say.T(ctx, "section.check-ins.field.how.option."+how)
}

// cell is one day of a month's calendar; without a Day it fills a week up.
type cell struct {
	Day   models.Day
	Check *app.CheckIn
}

// weeks is the calendar of a month, weeks from Monday (ISO 8601).
func (v checkInsView) weeks() [][]cell {
	row := make([]cell, (int(v.All.From.Date().Weekday())+6)%7, 7)
	var out [][]cell
	for d := v.All.From; d <= v.All.To; d = d.Plus(1) {
		one := cell{Day: d}
		for i := range v.All.Days {
			if v.All.Days[i].Day == d {
				one.Check = &v.All.Days[i]
			}
		}
		if row = append(row, one); len(row) == 7 {
			out, row = append(out, row), nil
		}
	}
	if len(row) > 0 {
		out = append(out, append(row, make([]cell, 7-len(row))...))
	}
	return out
}

// monthRow is a month of a year: on how many days it was how.
type monthRow struct {
	First models.Day
	Days  []int
}

func (v checkInsView) monthRows() []monthRow {
	out := make([]monthRow, 12)
	for i := range out {
		first := time.Date(v.All.From.Date().Year(), time.Month(i+1), 1, 0, 0, 0, 0, time.UTC)
		out[i] = monthRow{First: models.Day(first.Format(time.DateOnly)), Days: make([]int, len(models.Hows))}
	}
	for _, value := range v.line() {
		if value.Value > 0 {
			out[value.Day.Date().Month()-1].Days[value.Value-1]++
		}
	}
	return out
}

func weekdays() []string {
	return []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
}

func mouthOf(how string) string {
	if i := slices.IndexFunc(faces, func(f face) bool { return f.Value == how }); i >= 0 {
		return faces[i].Mouth
	}
	return ""
}

// face is one of the five ways that things can be.
type face struct{ Value, Mouth string }

var faces = []face{
	{"very_hard", "M8 17c2-3 6-3 8 0"}, {"hard", "M8 16.5c2.5-1.3 5.5-1.3 8 0"}, {"up_and_down", "M8 16h8"},
	{"all_right", "M8 15c2.5 1.6 5.5 1.6 8 0"}, {"good", "M7.5 14c2 4 7 4 9 0"},
}

// checkIn keeps how things are. It asks nothing more and tells nobody.
func (p *Pages) checkIn(c echo.Context) error {
	f := typed(c)
	s, _ := models.SectionOf("check-ins")
	fields := f.fields(s)
	if len(fields) == 0 {
		return to(c, "/")
	}
	fields = fields.With("date", p.app.Now().In(zone(c.Request().Context())).Format(time.DateOnly))
	_, err := p.app.AddEntry(c.Request().Context(), who(c), app.AddEntry{Plan: planOf(c), Section: s.Key, Fields: fields, Place: f.place()})
	if err == nil {
		return to(c, checkedIn(fields))
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	f.sectionProblems(s)
	v, err := p.homeView(c.Request().Context(), c)
	if err != nil {
		return err
	}
	v.Checking = f
	return p.showHome(c, http.StatusUnprocessableEntity, v)
}

// checkedIn is where a check-in is answered: a hard day with the person's own toolbox
// and the way to help, wherever it was written.
func checkedIn(fields models.Fields) string {
	if isHard(fields) {
		return "/?saved=hard#saved"
	}
	return "/?saved=yes#saved"
}

func isHard(checkIn models.Fields) bool {
	how := checkIn.Get("how")
	return how == "hard" || how == "very_hard"
}

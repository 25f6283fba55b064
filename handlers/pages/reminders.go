package pages

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
	"handrail/static"
)

const remindersPath = "/me/reminders"

// remindersView is when somebody wants a note to themselves, and where it goes.
type remindersView struct {
	frame
	form
	*app.Reminders
	Link   string // of the calendar, shown this once
	Notice string
}

func (p *Pages) reminders(c echo.Context) error {
	return p.showReminders(c, http.StatusOK, form{}, "")
}

func (p *Pages) showReminders(c echo.Context, status int, f form, link string) error {
	fr, err := p.frame(c, "reminders", "reminders.title")
	if err != nil {
		return err
	}
	v := remindersView{frame: fr, form: f, Link: link, Notice: notice(c)}
	if v.Reminders, err = p.app.Reminders(c.Request().Context(), who(c), fr.Me.Plan); err != nil {
		return err
	}
	if v.Key != "" {
		v.Kept = "reminders"
	}
	return show(c, status, remindersScreen(v))
}

// withPlan runs do with the reader's own plan, and goes back to the reminders.
func (p *Pages) withPlan(c echo.Context, done string, do func(context.Context, models.Actor, models.ID) error) error {
	ctx := c.Request().Context()
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	if err := do(ctx, who(c), me.Plan); err != nil {
		return err
	}
	return to(c, remindersPath+"?done="+done)
}

func (p *Pages) addReminder(c echo.Context) error {
	f := typed(c)
	err := p.withPlan(c, "reminder", func(ctx context.Context, who models.Actor, plan models.ID) error {
		_, err := p.app.AddReminder(ctx, who, app.AddReminder{Plan: plan, At: f.Get("at"), Days: f.weekdays()})
		return err
	})
	if err != nil && f.again(c.Request().Context(), err) {
		return p.showReminders(c, http.StatusUnprocessableEntity, f, "")
	}
	return err
}

// weekdays reads the days of a form, where each has a box of its own and all of them one more.
func (f form) weekdays() models.Weekdays {
	if f.Get("every") != "" {
		return models.EveryDay
	}
	var out models.Weekdays
	for d := range time.Weekday(7) {
		if f.Get(dayName(d)) != "" {
			out = out.On(d)
		}
	}
	return out
}

func dayName(d time.Weekday) string { return strings.ToLower(d.String()) }

func (p *Pages) removeReminder(c echo.Context) error {
	return p.withPlan(c, "no_reminder", func(ctx context.Context, who models.Actor, plan models.ID) error {
		return p.app.RemoveReminder(ctx, who, plan, models.ID(c.Param("reminder")))
	})
}

// newCalendar shows the link of a calendar this once.
func (p *Pages) newCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	link, err := p.app.NewCalendar(ctx, who(c), me.Plan)
	if err != nil {
		return err
	}
	return p.showReminders(c, http.StatusCreated, form{}, link)
}

func (p *Pages) endCalendar(c echo.Context) error {
	return p.withPlan(c, "no_calendar", p.app.EndCalendar)
}

func (p *Pages) untellHere(c echo.Context) error { return p.withPlan(c, "not_told", p.app.UntellHere) }

// noteWorker shows the note on a phone while no page is open. It has a corner of its own: it
// rules over no page.
func (p *Pages) noteWorker(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", []byte(static.Text("js/noteworker.js")))
}

// daysText says on which days a reminder comes.
func daysText(ctx context.Context, days models.Weekdays) string {
	if days == models.EveryDay {
		return say.T(ctx, "reminders.every")
	}
	var names []string
	for _, d := range days.List() {
		names = append(names, say.T(ctx, "date.week."+d.String()))
	}
	return strings.Join(names, ", ")
}

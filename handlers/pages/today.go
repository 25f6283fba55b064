package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// todayView is the daily plan to tick off.
type todayView struct {
	frame
	Plan    models.ID
	Today   *app.Today
	Toolbox []app.Entry
	Reminds []app.Reminding
	Notice  string
}

func (p *Pages) today(c echo.Context) error {
	home, err := p.app.Home(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	v := todayView{Plan: planOf(c), Today: home.Today, Toolbox: home.Toolbox, Reminds: home.Reminds, Notice: notice(c)}
	if v.frame, err = p.frame(c, "daily", "today.title"); err != nil {
		return err
	}
	v.frame.Ticks = true
	return show(c, http.StatusOK, todayScreen(v))
}

// tick keeps what is ticked off. Only what somebody changed is touched: a page that
// was open for long takes nothing back by itself.
func (p *Pages) tick(c echo.Context) error {
	params, err := c.FormParams()
	if err != nil {
		return to(c, "/")
	}
	in := app.Tick{Plan: planOf(c), Day: models.Day(params.Get("day"))}
	for _, id := range params["item"] {
		done, was := slices.Contains(params["tick"], id), slices.Contains(params["was"], id)
		if done && !was {
			in.Done = append(in.Done, models.ID(id))
		} else if was && !done {
			in.Not = append(in.Not, models.ID(id))
		}
	}
	back := safePath(params.Get("back"))
	if err := p.app.Tick(c.Request().Context(), who(c), in); err != nil {
		if models.KindOf(err) == models.Invalid {
			return to(c, planPath(planOf(c), "/today?done=day_closed"))
		}
		return err
	}
	if params.Get("script") != "" {
		return c.NoContent(http.StatusNoContent)
	}
	return to(c, back)
}

// oftenGroup is what is done as often as its key says.
type oftenGroup struct {
	Key   string
	Items []app.DailyItem
}

// byOften groups the daily plan; what says nothing is of every day.
func byOften(items []app.DailyItem) []oftenGroup {
	groups := []oftenGroup{{Key: "every_day"}, {Key: "some_days"}, {Key: "now_and_then"}}
	for _, item := range items {
		i := max(0, slices.IndexFunc(groups, func(g oftenGroup) bool { return g.Key == item.Entry.Fields.Get("often") }))
		groups[i].Items = append(groups[i].Items, item)
	}
	return slices.DeleteFunc(groups, func(g oftenGroup) bool { return len(g.Items) == 0 })
}

// dayWords is a day of the calendar in words.
func dayWords(ctx context.Context, d models.Day) string { return day(ctx, d.Date()) }

// weekday is a day with the name that it has in the week.
func weekday(ctx context.Context, d models.Day) string {
	return say.T(ctx, "date.weekday", "Weekday", say.T(ctx, "date.week."+d.Date().Weekday().String()), "Day", dayWords(ctx, d))
}

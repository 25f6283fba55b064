package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// noticingView is what the person wants to be reminded of, and a form for more.
type noticingView struct {
	frame
	form
	Plan     models.ID
	All      []app.Lookout
	Signs    []app.Entry
	Measures []app.Measure
	People   []app.InPlan
	Notice   string
}

func (p *Pages) noticing(c echo.Context) error { return p.showNoticing(c, http.StatusOK, form{}) }

func (p *Pages) showNoticing(c echo.Context, status int, f form) error {
	ctx, actor := c.Request().Context(), who(c)
	v := noticingView{form: f, Plan: planOf(c), Notice: notice(c)}
	var err error
	if v.All, err = p.app.Lookouts(ctx, actor, v.Plan); err != nil {
		return err
	}
	for _, key := range []models.SectionKey{"warnings", "breaking-down"} {
		plan, err := p.app.ReadSection(ctx, actor, v.Plan, key)
		if err != nil {
			return err
		}
		v.Signs = append(v.Signs, plan.Sections[0].Entries...)
	}
	if v.Measures, err = p.app.Measures(ctx, actor, v.Plan); err != nil {
		return err
	}
	people, err := p.app.People(ctx, actor, v.Plan)
	if err != nil {
		return err
	}
	v.People = slices.DeleteFunc(people, func(x app.InPlan) bool { return x.State != models.Confirmed || !p.app.Mails() })
	if v.frame, err = p.frame(c, "warnings", "lookout.title"); err != nil {
		return err
	}
	return show(c, status, noticingScreen(v))
}

func (p *Pages) setLookout(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	threshold, err := strconv.Atoi(f.Get("threshold"))
	if err != nil {
		threshold = -1
	}
	_, err = p.app.SetLookout(ctx, who(c), app.SetLookout{Plan: planOf(c), Sign: models.ID(f.Get("sign")), Words: models.LookoutWords{
		Of: models.ID(f.Get("of")), Above: f.Get("way") == "above", Threshold: threshold, Days: f.number("days"), Within: f.number("within"), Tell: models.ID(f.Get("tell"))}})
	if err == nil {
		return to(c, planPath(planOf(c), "/noticing?done=lookout"))
	}
	if !f.again(ctx, err) {
		return err
	}
	return p.showNoticing(c, http.StatusUnprocessableEntity, f)
}

func (p *Pages) dropLookout(c echo.Context) error {
	if err := p.app.DropLookout(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("lookout"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/noticing?done=lookout_gone"))
}

func (p *Pages) putAway(c echo.Context) error {
	if err := p.app.PutAway(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("lookout"))); err != nil {
		return err
	}
	return to(c, "/")
}

// lookoutSentence says in words what somebody set.
func (v noticingView) lookoutSentence(ctx context.Context, l app.Lookout) string {
	var name string
	for _, m := range v.Measures {
		if m.ID == l.Words.Of {
			name = m.Words.Name
		}
	}
	return lookoutWords(ctx, l.Words, name)
}

func (v noticingView) ofOptions(ctx context.Context) []option {
	out := []option{{Value: string(models.OfCheckIns), Label: say.T(ctx, "lookout.of_how"), Hint: say.T(ctx, "lookout.of_how_hint")}}
	for _, m := range v.Measures {
		out = append(out, option{Value: string(m.ID), Label: m.Words.Name, Hint: endWords(ctx, 0, m.Words.Low) + " · " + endWords(ctx, 10, m.Words.High)})
	}
	return out
}

func (v noticingView) signOptions() []option {
	out := make([]option, len(v.Signs))
	for i, e := range v.Signs {
		out[i] = option{Value: string(e.ID), Label: e.Fields.Get("sign")}
	}
	return out
}

func lookoutWays(ctx context.Context) []option {
	return []option{{Value: "below", Label: say.T(ctx, "lookout.way_below")}, {Value: "above", Label: say.T(ctx, "lookout.way_above")}}
}

func (v noticingView) tellOptions(ctx context.Context) []option {
	out := []option{{Value: "", Label: say.T(ctx, "lookout.tell_nobody")}}
	for _, p := range v.People {
		out = append(out, option{Value: string(p.Account), Label: p.Name})
	}
	return out
}

func (v noticingView) told(id models.ID) string {
	for _, p := range v.People {
		if p.Account == id {
			return p.Name
		}
	}
	return ""
}

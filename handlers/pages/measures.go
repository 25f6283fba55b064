package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// measuresView is what the person keeps an eye on, and a form for more.
type measuresView struct {
	frame
	form
	Plan     models.ID
	Measures []app.Measure
	Notice   string
}

func (p *Pages) measures(c echo.Context) error {
	return p.showMeasures(c, http.StatusOK, form{})
}

func (p *Pages) showMeasures(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	v := measuresView{form: f, Plan: planOf(c), Notice: notice(c)}
	var err error
	if v.frame, err = p.frame(c, "check-ins", "measure.title"); err != nil {
		return err
	}
	if err := p.app.OwnersAlone(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if v.Measures, err = p.app.Measures(ctx, who(c), v.Plan); err != nil {
		return err
	}
	return show(c, status, measuresScreen(v))
}

func (p *Pages) makeMeasure(c echo.Context) error {
	f := typed(c)
	_, err := p.app.MakeMeasure(c.Request().Context(), who(c), app.MakeMeasure{Plan: planOf(c), Words: models.MeasureWords{
		Name: f.Get("name"), Low: f.Get("low"), High: f.Get("high"), Often: f.Get("often")}})
	if err == nil {
		return to(c, planPath(planOf(c), "/measures?done=measure"))
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	return p.showMeasures(c, http.StatusUnprocessableEntity, f)
}

// changeMeasure lets a measure rest, or takes it up again.
func (p *Pages) changeMeasure(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.app.Measures(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(m app.Measure) bool { return string(m.ID) == c.Param("measure") })
	if i < 0 {
		return models.ErrNotFound
	}
	words := all[i].Words
	words.Ended = typed(c).Get("end") != ""
	if _, err := p.app.MakeMeasure(ctx, who(c), app.MakeMeasure{Plan: planOf(c), ID: all[i].ID, Words: words}); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/measures"))
}

// markMeasures keeps what the measures are today; one that is left out stays as it was.
func (p *Pages) markMeasures(c echo.Context) error {
	ctx := c.Request().Context()
	today, err := p.app.DayOf(ctx, who(c))
	if err != nil {
		return err
	}
	f := typed(c)
	for _, k := range f.all() {
		id, is := strings.CutPrefix(k.Name, "m.")
		value, err := strconv.Atoi(k.Value)
		if !is || err != nil {
			continue
		}
		err = p.app.MarkMeasure(ctx, who(c), app.MarkMeasure{Plan: planOf(c), Measure: models.ID(id), Day: today, Value: &value})
		if err != nil && f.again(ctx, err) {
			return p.showCheckIns(c, http.StatusUnprocessableEntity, f)
		}
		if err != nil {
			return err
		}
	}
	return to(c, planPath(planOf(c), "/check-ins?done=marked"))
}

func openMeasures(all []app.MeasuredDays) []app.Measure {
	var out []app.Measure
	for _, m := range all {
		if !m.Measure.Words.Ended {
			out = append(out, m.Measure)
		}
	}
	return out
}

func measureNames(ctx context.Context, all []app.Measure) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.Words.Name
	}
	return list(ctx, names)
}

func oftenOptions(ctx context.Context) []option {
	out := make([]option, len(models.MeasureOften))
	for i, often := range models.MeasureOften {
		out[i] = option{Value: often, Label: say.T(ctx, "measure.often."+often)}
	}
	return out
}

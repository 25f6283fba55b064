package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// strengthsView is the person's strengths by area and time, and what of their own
// words sounds like one.
type strengthsView struct {
	frame
	Plan    models.ID
	Entries []app.Entry
	Hints   []app.Hint
	Notice  string
}

func (p *Pages) strengths(c echo.Context) error {
	ctx := c.Request().Context()
	v := strengthsView{Plan: planOf(c), Notice: notice(c)}
	var err error
	if v.Hints, err = p.app.StrengthHints(ctx, who(c), v.Plan); err != nil {
		return err
	}
	plan, err := p.app.ReadSection(ctx, who(c), v.Plan, app.Strengths)
	if err != nil {
		return err
	}
	v.Entries = plan.Sections[0].Entries
	if v.frame, err = p.frame(c, "strengths", "strength.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, strengthsScreen(v))
}

func fieldOf(key models.SectionKey, field string) models.Field {
	for _, d := range shapeOf(key).Fields {
		if d.Key == field {
			return d
		}
	}
	return models.Field{}
}

// in is the strengths of an area at a time; with an empty one those that name none.
func (v strengthsView) in(area, when string) []app.Entry {
	var out []app.Entry
	for _, e := range v.Entries {
		if e.Fields.Get("area") == area && e.Fields.Get("when") == when {
			out = append(out, e)
		}
	}
	return out
}

// rows is the areas in which something stands.
func (v strengthsView) rows() []string {
	var out []string
	for _, area := range append(fieldOf(app.Strengths, "area").Options, "") {
		for _, when := range whens() {
			if len(v.in(area, when)) > 0 {
				out = append(out, area)
				break
			}
		}
	}
	return out
}

func whens() []string {
	return append(append([]string{}, fieldOf(app.Strengths, "when").Options...), "")
}

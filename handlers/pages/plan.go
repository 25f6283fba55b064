package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// planView is a whole plan, or one chapter of it.
type planView struct {
	frame
	Plan     *app.Plan
	Chapters []chapterView
	Sights   map[models.SectionKey][]app.Sight // to the owner
	Chapter  string                            // empty: all
	Tasks    []app.Task
}

type chapterView struct {
	Key      string // empty: sections of the person's own
	Sections []app.Section
}

// plan shows all of a plan that the reader may see.
func (p *Pages) plan(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := p.app.ReadPlanBeside(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	if !plan.Mine {
		return p.othersPlan(c, plan)
	}
	v := planView{Plan: plan, Chapter: c.QueryParam("chapter")}
	for i := range plan.Sections {
		plan.Sections[i].Entries, _ = newest(plan.Sections[i])
	}
	here := "plan"
	if v.Chapters = chaptersOf(plan, v.Chapter); v.Chapter != "" {
		here = "chapter:" + v.Chapter
	}
	if v.frame, err = p.frame(c, here, "plan.title"); err != nil {
		return err
	}
	if len(v.Chapters) == 0 {
		return models.ErrNotFound
	}
	if v.Sights, err = p.app.Sights(ctx, who(c), plan.ID); err != nil {
		return err
	}
	if v.Tasks, err = p.app.Tasks(ctx, who(c), plan.ID); err != nil {
		return err
	}
	return show(c, http.StatusOK, planScreen(v))
}

// chaptersOf lays sections out by chapter: one chapter, or all with the person's
// own sections behind them.
func chaptersOf(plan *app.Plan, only string) []chapterView {
	bySection := make(map[models.SectionKey]app.Section, len(plan.Sections))
	for _, s := range plan.Sections {
		bySection[s.Key] = s
	}
	var out []chapterView
	for _, ch := range models.Catalogue {
		v := chapterView{Key: ch.Key}
		for _, s := range ch.Sections {
			if seen, ok := bySection[s.Key]; ok && (only == "" || only == ch.Key) {
				v.Sections = append(v.Sections, seen)
			}
		}
		if v.Sections != nil {
			out = append(out, v)
		}
	}
	own := chapterView{}
	for _, s := range plan.Sections {
		if s.Key.Own() && only == "" {
			own.Sections = append(own.Sections, s)
		}
	}
	if own.Sections != nil {
		out = append(out, own)
	}
	return out
}

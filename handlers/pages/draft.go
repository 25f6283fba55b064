package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// draft is the writer's own draft for an entry, or for a new one; nil where there
// is none.
func (p *Pages) draft(ctx context.Context, actor models.Actor, plan models.ID, section models.SectionKey, entry models.ID) (*app.Draft, error) {
	drafts, err := p.app.Drafts(ctx, actor, plan, section)
	if err != nil {
		return nil, err
	}
	for i := range drafts {
		if drafts[i].Entry == entry {
			return &drafts[i], nil
		}
	}
	return nil, nil
}

// saveDraft keeps what is being typed, for the script; it answers with nothing.
func (p *Pages) saveDraft(c echo.Context) error {
	if err := p.keepTyped(c); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// keepTyped keeps a form's words as a draft, wherever the form says that they belong.
func (p *Pages) keepTyped(c echo.Context) error {
	f := typed(c)
	plan, section := planOf(c), models.SectionKey(f.Get("section"))
	if plan == "" {
		plan = models.ID(f.Get("plan"))
	}
	if section == "" || plan == "" {
		return nil
	}
	return p.app.SaveDraft(c.Request().Context(), who(c), app.SaveDraft{
		Plan: plan, Section: section, Entry: models.ID(f.Get("entry")), Version: f.number("version"), Fields: f.fields(shapeOf(section))})
}

// dropDraft lets go of words that were not put into the plan.
func (p *Pages) dropDraft(c echo.Context) error {
	f := typed(c)
	section, entry := models.SectionKey(f.Get("section")), models.ID(f.Get("entry"))
	if err := p.app.DropDraft(c.Request().Context(), who(c), planOf(c), section, entry); err != nil {
		return err
	}
	if entry != "" {
		return to(c, entryPath(planOf(c), entry, ""))
	}
	return to(c, sectionPath(planOf(c), section))
}

package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// entryView is one entry being changed.
type entryView struct {
	frame
	form
	Plan    models.ID
	Entry   app.Entry
	Shape   models.Section
	Drafted bool
	Clashes []string // fields that both changed
}

func (p *Pages) entry(c echo.Context) error {
	ctx := c.Request().Context()
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	if !e.Mine {
		return to(c, sectionPath(planOf(c), e.Section))
	}
	f, drafted, err := p.draft(ctx, who(c), planOf(c), e.Section, e.ID)
	if err != nil {
		return err
	}
	if !drafted {
		f = fromFields(e.Fields)
	}
	return p.showEntry(c, http.StatusOK, entryView{form: f, Entry: *e, Drafted: drafted})
}

func (p *Pages) showEntry(c echo.Context, status int, v entryView) error {
	fr, err := p.frame(c, roomOf(v.Entry.Section), "entry.title")
	if err != nil {
		return err
	}
	v.frame, v.Plan, v.Shape = fr, planOf(c), shapeOf(v.Entry.Section)
	return show(c, status, entryScreen(v))
}

// editEntry saves a change. Where somebody else changed the same words meanwhile,
// both stand side by side to choose from.
func (p *Pages) editEntry(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	now, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	shape := shapeOf(now.Section)
	edited, err := p.app.EditEntry(ctx, who(c), app.EditEntry{Plan: planOf(c), Entry: now.ID, Version: f.number("version"), Fields: f.fields(shape)})
	if err != nil {
		if !f.again(ctx, err) {
			return err
		}
		f.sectionProblems(shape)
		return p.showEntry(c, http.StatusUnprocessableEntity, entryView{form: f, Entry: *now})
	}
	if len(edited.Clashes) > 0 {
		return p.showClash(c, f, *now, edited)
	}
	return to(c, sectionPath(planOf(c), now.Section)+"?done=changed#entry-"+string(now.ID))
}

// clashView is the two texts and what they were joined into.
type clashView struct {
	entryView
	Mine   models.Fields
	Theirs models.Fields
	Fields []models.Field // those that both changed
}

func (p *Pages) showClash(c echo.Context, f form, before app.Entry, edited *app.Edited) error {
	fr, err := p.frame(c, roomOf(before.Section), "clash.title")
	if err != nil {
		return err
	}
	shape := shapeOf(before.Section)
	v := clashView{Mine: f.fields(shape), Theirs: before.Fields}
	v.entryView = entryView{frame: fr, form: fromFields(edited.Entry.Fields), Plan: planOf(c), Entry: edited.Entry, Shape: shape, Clashes: edited.Clashes}
	for _, d := range shape.Fields {
		if slices.Contains(edited.Clashes, d.Key) {
			v.Fields = append(v.Fields, d)
		}
	}
	return show(c, http.StatusOK, clashScreen(v))
}

func (p *Pages) moveEntry(c echo.Context) error {
	ctx := c.Request().Context()
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	f := typed(c)
	if err := p.app.MoveEntry(ctx, who(c), planOf(c), e.ID, f.number("steps")); err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), e.Section)+"#entry-"+string(e.ID))
}

func (p *Pages) removeEntry(c echo.Context) error {
	ctx := c.Request().Context()
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	if err := p.app.RemoveEntry(ctx, who(c), planOf(c), e.ID); err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), e.Section)+"?done=removed")
}

func (p *Pages) bringBack(c echo.Context) error {
	e, err := p.app.BringBack(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), e.Section)+"?done=back#entry-"+string(e.ID))
}

func (p *Pages) emptyEntry(c echo.Context) error {
	if err := p.app.EmptyEntry(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("entry"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/removed"))
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

// writtenBy says whose words an entry holds and how they came to be.
func writtenBy(ctx context.Context, e app.Entry) string {
	if e.How == models.FromSuggestion && e.Author != nil {
		return say.T(ctx, "by.suggestion", "Name", e.Author.Name)
	}
	return say.T(ctx, "by."+string(e.How))
}

// excerpt is the first words of an entry, to name it to a screen reader.
func excerpt(shape models.Section, f models.Fields) string {
	const most = 40
	text := []rune(strings.Join(strings.Fields(f.Get(shape.Main())), " "))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

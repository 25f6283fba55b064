package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

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
	Base    int // the version that the words in the form started from
	Drafted bool
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
	d, err := p.draft(ctx, who(c), app.DraftOf{Plan: planOf(c), Section: e.Section, Entry: e.ID})
	if err != nil {
		return err
	}
	v := entryView{form: fromFields(e.Fields), Entry: *e, Base: e.Version}
	if d != nil {
		v.form, v.Base, v.Drafted = fromFields(d.Fields), d.Version, true
	}
	return p.showEntry(c, http.StatusOK, v)
}

func (p *Pages) showEntry(c echo.Context, status int, v entryView) error {
	fr, err := p.frame(c, roomOf(v.Entry.Section), "entry.title")
	if err != nil {
		return err
	}
	fr.Typing = true
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
		return p.showEntry(c, http.StatusUnprocessableEntity, entryView{form: f, Entry: *now, Base: f.number("version")})
	}
	if len(edited.Clashes) > 0 {
		return p.showClash(c, f, *now, edited)
	}
	return p.asksWho(c, now.Section, now.ID, goesOn(f, planOf(c), *now, sectionPath(planOf(c), now.Section)+"?done=changed#entry-"+string(now.ID)))
}

// clashView is the two texts and what they were joined into.
type clashView struct {
	entryView
	Mine   models.Fields
	Theirs models.Fields
	Fields []models.Field // those that both changed
}

func (p *Pages) showClash(c echo.Context, f form, before app.Entry, edited *app.Edited) error {
	shape := shapeOf(before.Section)
	v := clashView{Mine: f.fields(shape), Theirs: before.Fields}
	v.entryView = entryView{
		form: fromFields(edited.Entry.Fields), Plan: planOf(c), Entry: edited.Entry, Shape: shape, Base: edited.Entry.Version}
	for _, d := range shape.Fields {
		if slices.Contains(edited.Clashes, d.Key) {
			v.Fields = append(v.Fields, d)
			v.Values[fieldName(d.Key)] = both(d, v.Mine.Get(d.Key), v.Theirs.Get(d.Key), edited.Entry.Fields.Get(d.Key))
		}
	}
	key, name := "clash.title", ""
	if before.Author != nil && before.Author.ID != who(c).Account {
		key, name = "clash.title_with", before.Author.Name
	}
	var err error
	if v.frame, err = p.frame(c, roomOf(before.Section), key, "Name", name); err != nil {
		return err
	}
	v.Typing = true
	return show(c, http.StatusOK, clashScreen(v))
}

// both is what the form begins with where both changed the same words: one text
// under the other reads better than the two joined letter by letter.
func both(d models.Field, mine, theirs, joined string) string {
	switch d.Kind {
	case models.Words:
		return mine + "\n\n" + theirs
	case models.Line:
		return mine + " / " + theirs
	}
	return joined
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

// writtenBy says to the owner whose words an entry holds and how they came to be.
func writtenBy(ctx context.Context, e app.Entry, owner *models.Account) string {
	by := app.Person{ID: owner.ID}
	if e.Author != nil {
		by = *e.Author
	}
	return howWritten(ctx, by, e.How, e.With, owner)
}

// howWritten says how words came to be: who wrote them last, and in what company.
func howWritten(ctx context.Context, by app.Person, how models.How, with *app.Person, owner *models.Account) string {
	switch {
	case by.ID != owner.ID && how == models.FromSuggestion:
		return say.T(ctx, "by.suggestion", "Name", by.Name)
	case by.ID != owner.ID:
		return say.T(ctx, "by.theirs", "Name", by.Name)
	case how == models.FromSuggestion:
		return say.T(ctx, "by.after_suggestion")
	case with != nil && how == models.TookOut:
		return say.T(ctx, "by.took_out_of", "Name", with.Name)
	case with != nil:
		return say.T(ctx, "by.session_with", "Name", with.Name)
	}
	return say.T(ctx, "by."+string(how))
}

// excerpt is the first words of an entry, to name it to a screen reader.
func excerpt(shape models.Section, f models.Fields) string {
	const most = 40
	out := make([]byte, 0, 2*most)
	n := 0
	for word := range strings.FieldsSeq(f.Get(shape.Main())) {
		if n > 0 {
			word = " " + word
		}
		for _, r := range word {
			if n == most {
				return string(out) + "…"
			}
			out = utf8.AppendRune(out, r)
			n++
		}
	}
	return string(out)
}

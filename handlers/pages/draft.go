package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// typedIn is the forms that are not an entry's own, and which of their fields hold
// words to keep as they are typed, beside those of the section. What follows a dot in
// the name of a form says which one of its kind it is.
var typedIn = map[string][]string{
	"suggest": {"note"},
	"weigh":   nil,
	"own":     {"title", "help"},
	"ask":     {"account", "words"},
	"invite":  {"role", "called", "email", "purpose"},
	"share":   {"right", "when", "from", "until", "purpose"},
	"after":   afterNames(),
	"against": {"on", "measure", "wish", "circumstances", "reasons", "by"},
	"review":  {"mark", "words", "more"},
	"step":    {"text", "who", "by"},
	"turn":    {"state", "why", "new_goal"},
	"reflect": models.Skills,
	"reply":   {"answer", "reply"},
	"back":    {"words", "under", "part", "fresh", "also.toolbox", "also.crisis-help", "also.crisis-treatments"},
}

// noSection is what a form about no section names. What is typed in it is kept there in its writer's
// own plan, where nobody else ever sees anything; only an answer to a task names it from another
// plan, and that is kept with the task.
const noSection = models.HelpText

// writing is a form whose words are kept as they are typed, and where to go on
// when they are let go.
type writing struct {
	app.DraftOf
	Back string
}

// drafted is the sentence about words that wait in the form, by what its button does with them.
func (w writing) drafted() string {
	switch kind, _, _ := strings.Cut(w.Form, "."); kind {
	case "": // an entry's own
		return "draft.yours"
	case app.ReplyForm:
		return "draft.untold"
	case "reflect", "after":
		return "draft.unkept"
	}
	return "draft.alone"
}

// draft is what its writer typed there and has not put into the plan; nil where
// there is nothing.
func (p *Pages) draft(ctx context.Context, actor models.Actor, of app.DraftOf) (*app.Draft, error) {
	drafts, err := p.app.Drafts(ctx, actor, of.Plan, of.Section)
	if err != nil {
		return nil, err
	}
	for i := range drafts {
		if drafts[i].DraftOf == of {
			return &drafts[i], nil
		}
	}
	return nil, nil
}

// typedBefore fills a form with what was typed in it before; nil where there is nothing.
func (p *Pages) typedBefore(c echo.Context, f *form, w writing) (*app.Draft, error) {
	d, err := p.draft(c.Request().Context(), who(c), w.DraftOf)
	if err != nil || d == nil {
		return nil, err
	}
	if f.Values == nil {
		f.Values = make(map[string]string)
	}
	kind, _, _ := strings.Cut(w.Form, ".")
	for name := range f.Values {
		if strings.HasPrefix(name, fieldName("")) || slices.Contains(typedIn[kind], name) {
			delete(f.Values, name) // what was emptied stays empty
		}
	}
	for _, t := range d.Fields {
		name := t.Key
		if w.Form == "" {
			name = fieldName(t.Key)
		}
		f.Values[name] = t.Text
	}
	f.choose(d.Place)
	return d, nil
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
	of := f.draftOf(planOf(c))
	if of.Plan == "" {
		of.Plan = models.ID(f.Get("plan"))
	}
	if of.Section == "" || of.Plan == "" {
		return nil
	}
	in := app.SaveDraft{DraftOf: of, Version: f.number("version")}
	if of.Form == "" {
		in.Fields, in.Place = f.fields(shapeOf(of.Section)), f.place()
	} else {
		kind, _, _ := strings.Cut(of.Form, ".")
		names, known := typedIn[kind]
		if !known {
			return models.ErrNotFound
		}
		in.Fields = f.named(of.Section, names)
	}
	return p.app.SaveDraft(c.Request().Context(), who(c), in)
}

// draftOf is what a form says about itself.
func (f form) draftOf(plan models.ID) app.DraftOf {
	return app.DraftOf{Plan: plan, Section: models.SectionKey(f.Get("section")), Entry: models.ID(f.Get("entry")), Form: f.Get("form")}
}

// named is the section's fields and those with these names, as the form names them.
func (f form) named(section models.SectionKey, names []string) models.Fields {
	all := slices.Clone(names)
	for _, d := range shapeOf(section).Fields {
		all = append(all, fieldName(d.Key))
	}
	var out models.Fields
	for _, name := range all {
		if text := normalLines(f.Get(name)); text != "" {
			out = append(out, models.Text{Key: name, Text: text})
		}
	}
	return out
}

// letGo forgets what was typed in a form that has been sent.
func (p *Pages) letGo(c echo.Context, f form) error {
	of := f.draftOf(planOf(c))
	if of.Form == "" || of.Section == "" {
		return nil
	}
	return p.app.DropDraft(c.Request().Context(), who(c), of)
}

// dropDraft lets go of words that were not put into the plan.
func (p *Pages) dropDraft(c echo.Context) error {
	f := typed(c)
	of := f.draftOf(planOf(c))
	if err := p.app.DropDraft(c.Request().Context(), who(c), of); err != nil {
		return err
	}
	if back := f.Get("next"); back != "" {
		return to(c, safePath(back))
	}
	if of.Entry != "" {
		return to(c, entryPath(of.Plan, of.Entry, ""))
	}
	return to(c, sectionPath(of.Plan, of.Section))
}

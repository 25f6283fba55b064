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

// suggestView is proposing something to the person.
type suggestView struct {
	frame
	form
	Plan    *app.Plan
	Section app.Section
	Shape   models.Section
	Entry   *app.Entry // nil: a new one
	Remove  bool
	Role    models.Role // the reader's, in this plan
	Base    int         // the version of the entry that the writing started from
	Drafted bool
}

// writing is this form, whose words are kept as they are typed.
func (v suggestView) writing() writing {
	w := writing{DraftOf: app.DraftOf{Plan: v.Plan.ID, Section: v.Section.Key, Form: "suggest"}}
	w.Back = planPath(v.Plan.ID, "/suggest?section="+string(v.Section.Key))
	if v.Entry != nil {
		w.Entry = v.Entry.ID
		w.Back += "&entry=" + string(v.Entry.ID)
	}
	if v.Remove {
		w.Form += ".remove"
		w.Back += "&remove=yes"
	}
	return w
}

func (p *Pages) suggestView(c echo.Context, f form) (suggestView, error) {
	ctx := c.Request().Context()
	v := suggestView{form: f, Remove: f.Get("remove") == "yes"}
	plan, err := p.app.ReadSection(ctx, who(c), planOf(c), models.SectionKey(f.Get("section")))
	if err != nil {
		return v, err
	}
	v.Plan, v.Section, v.Shape = plan, plan.Sections[0], shapeOf(plan.Sections[0].Key)
	if id := models.ID(f.Get("entry")); id != "" {
		i := slices.IndexFunc(v.Section.Entries, func(e app.Entry) bool { return e.ID == id })
		if i < 0 {
			return v, models.ErrNotFound
		}
		v.Entry = &v.Section.Entries[i]
		if v.Base = f.number("version"); v.Base == 0 {
			v.Base = v.Entry.Version
		}
	}
	if v.Remove && v.Entry == nil {
		return v, models.ErrNotFound
	}
	v.Role = plan.Role
	v.frame, err = p.othersFrame(c, plan.ID, plan.Owner.Name, "suggest.title")
	v.Title, v.Typing = suggestHeading(ctx, v), true
	return v, err
}

func (p *Pages) suggestForm(c echo.Context) error {
	f := form{Values: map[string]string{"section": c.QueryParam("section"), "entry": c.QueryParam("entry"), "remove": c.QueryParam("remove")}}
	v, err := p.suggestView(c, f)
	if err != nil {
		return err
	}
	switch {
	case v.Plan.Mine:
		return to(c, sectionPath(v.Plan.ID, v.Section.Key))
	case v.Section.Right < models.RightSuggest:
		return models.ErrNotAllowed
	}
	if v.Entry != nil {
		for name, text := range fromFields(v.Entry.Fields).Values {
			v.Values[name] = text
		}
	}
	d, err := p.typedBefore(c, &v.form, v.writing())
	if err != nil {
		return err
	}
	if d != nil {
		v.Base, v.Drafted = max(d.Version, 1), true
	}
	return show(c, http.StatusOK, suggestScreen(v))
}

func (p *Pages) suggest(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.suggestView(c, typed(c))
	if err != nil {
		return err
	}
	ask := app.Suggest{Plan: v.Plan.ID, Section: v.Section.Key, Fields: v.fields(v.Shape), Remove: v.Remove, Note: normalLines(v.Get("note"))}
	if v.Entry != nil {
		ask.Entry, ask.Version = v.Entry.ID, v.number("version")
	}
	_, err = p.app.Suggest(ctx, who(c), ask)
	if err == nil {
		err = p.letGo(c, v.form)
	}
	if err == nil {
		return to(c, planPath(v.Plan.ID, "/suggestions?done=suggested"))
	}
	if !v.again(ctx, err) {
		return err
	}
	v.sectionProblems(v.Shape)
	return show(c, http.StatusUnprocessableEntity, suggestScreen(v))
}

func suggestHeading(ctx context.Context, v suggestView) string {
	name := v.Plan.Owner.Name
	switch {
	case v.Remove:
		return say.T(ctx, "suggest.remove", "Name", name)
	case v.Entry != nil:
		return say.T(ctx, "suggest.change", "Name", name)
	case v.Role == models.Carer:
		return say.T(ctx, "suggest.noticed", "Name", name)
	}
	return say.T(ctx, "suggest.title", "Name", name)
}

// asked is the fields that come first: all that hold something, and those that must.
func (v suggestView) asked() []models.Field {
	return slices.DeleteFunc(slices.Clone(v.Shape.Fields), v.folded)
}

// more is the fields that can be left away, folded behind a line.
func (v suggestView) more() []models.Field {
	var out []models.Field
	for _, d := range v.Shape.Fields {
		if v.folded(d) {
			out = append(out, d)
		}
	}
	return out
}

func (v suggestView) folded(d models.Field) bool {
	return !d.Required && v.Entry == nil && v.Get(fieldName(d.Key)) == "" && v.Wrong(fieldName(d.Key)) == ""
}

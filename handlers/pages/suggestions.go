package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// waitingSuggestions is what waits for the owner's yes: in a section, or in all.
func (p *Pages) waitingSuggestions(ctx context.Context, actor models.Actor, plan models.ID, section models.SectionKey) ([]app.Suggestion, error) {
	all, err := p.app.Suggestions(ctx, actor, plan)
	var out []app.Suggestion
	for _, s := range all {
		if s.Outcome == models.Waiting && (section == "" || s.Section == section) {
			out = append(out, s)
		}
	}
	return out, err
}

// suggestionsView is all suggestions: to the owner those sent to them, to others
// their own.
type suggestionsView struct {
	frame
	Plan        models.ID
	Owner       app.Person
	Mine        bool // the plan is the reader's own
	Suggestions []app.Suggestion
	Own         map[models.SectionKey]string
}

func (p *Pages) suggestions(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := p.app.ReadPlan(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v := suggestionsView{Plan: plan.ID, Owner: plan.Owner, Mine: plan.Mine, Own: titlesIn(plan)}
	if v.Suggestions, err = p.app.Suggestions(ctx, who(c), plan.ID); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "suggestions", "suggestions.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, suggestionsScreen(v))
}

func titlesIn(plan *app.Plan) map[models.SectionKey]string {
	out := make(map[models.SectionKey]string)
	for _, s := range plan.Sections {
		out[s.Key] = s.Title
	}
	return out
}

// suggestView is proposing something to the person.
type suggestView struct {
	frame
	form
	Plan    *app.Plan
	Section app.Section
	Shape   models.Section
	Entry   *app.Entry // nil: a new one
	Remove  bool
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
		for i := range v.Section.Entries {
			if v.Section.Entries[i].ID == id {
				v.Entry = &v.Section.Entries[i]
			}
		}
		if v.Entry == nil {
			return v, models.ErrNotFound
		}
	}
	v.frame, err = p.frame(c, "people", "suggest.title", "Name", plan.Owner.Name)
	return v, err
}

func (p *Pages) suggestForm(c echo.Context) error {
	f := form{Values: map[string]string{"section": c.QueryParam("section"), "entry": c.QueryParam("entry"), "remove": c.QueryParam("remove")}}
	v, err := p.suggestView(c, f)
	if err != nil {
		return err
	}
	if v.Entry != nil {
		for name, text := range fromFields(v.Entry.Fields).Values {
			v.Values[name] = text
		}
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
	if _, err := p.app.Suggest(ctx, who(c), ask); err != nil {
		if !v.again(ctx, err) {
			return err
		}
		v.sectionProblems(v.Shape)
		return show(c, http.StatusUnprocessableEntity, suggestScreen(v))
	}
	return to(c, sectionPath(v.Plan.ID, v.Section.Key)+"?done=suggested")
}

// weighView is one suggestion beside the entry as it is.
type weighView struct {
	frame
	form
	Plan    models.ID
	Weighed *app.Weighed
	Shape   models.Section
	Title   string
	Change  bool // the words are to be changed first
}

func (p *Pages) weighView(c echo.Context, f form) (weighView, error) {
	ctx := c.Request().Context()
	w, err := p.app.Weigh(ctx, who(c), planOf(c), models.ID(c.Param("suggestion")))
	if err != nil {
		return weighView{}, err
	}
	own, err := p.ownTitles(ctx, who(c), planOf(c))
	if err != nil {
		return weighView{}, err
	}
	v := weighView{form: f, Plan: planOf(c), Weighed: w, Shape: shapeOf(w.Suggestion.Section),
		Title: sectionTitle(ctx, w.Suggestion.Section, own[w.Suggestion.Section]), Change: c.QueryParam("change") != "" || len(w.Clashes) > 0}
	v.frame, err = p.frame(c, "suggestions", "weigh.title", "Name", w.Suggestion.From.Name)
	return v, err
}

func (p *Pages) weigh(c echo.Context) error {
	v, err := p.weighView(c, form{})
	if err != nil {
		return err
	}
	v.form = fromFields(v.Weighed.Merged)
	return show(c, http.StatusOK, weighScreen(v))
}

// answerSuggestion takes the owner's yes, yes with other words, or no.
func (p *Pages) answerSuggestion(c echo.Context) error {
	ctx := c.Request().Context()
	id := models.ID(c.Param("suggestion"))
	f := typed(c)
	v, err := p.weighView(c, f)
	if err != nil {
		return err
	}
	path := sectionPath(v.Plan, v.Weighed.Suggestion.Section)
	if f.Get("answer") == "no" {
		if err := p.app.Decline(ctx, who(c), v.Plan, id); err != nil {
			return err
		}
		return to(c, path+"?done=declined")
	}
	if err := p.accept(ctx, who(c), v); err != nil {
		if !v.again(ctx, err) {
			return err
		}
		v.Change = true
		v.sectionProblems(v.Shape)
		return show(c, http.StatusUnprocessableEntity, weighScreen(v))
	}
	return to(c, path+"?done=accepted")
}

// accept puts the words in; a new entry is shown to people only where the person
// left them ticked.
func (p *Pages) accept(ctx context.Context, actor models.Actor, v weighView) error {
	yes := app.Accept{Plan: v.Plan, Suggestion: v.Weighed.Suggestion.ID}
	if v.Get("answer") == "changed" {
		yes.Fields = v.fields(v.Shape)
		if yes.Fields == nil {
			yes.Fields = models.Fields{}
		}
	}
	if v.Weighed.Suggestion.Entry == "" {
		onlyMe, hidden := true, []models.ID{}
		for _, one := range v.Weighed.WillSee {
			if v.Get("show."+string(one.ID)) == "yes" {
				onlyMe = false
			} else {
				hidden = append(hidden, one.ID)
			}
		}
		yes.Place = app.Place{OnlyMe: &onlyMe, HiddenFrom: &hidden}
		if onlyMe {
			yes.Place.HiddenFrom = nil
		}
	}
	_, err := p.app.Accept(ctx, actor, yes)
	return err
}

// outcomeWords is what became of a suggestion, as its reader may know it.
func outcomeWords(ctx context.Context, s app.Suggestion, owner app.Person) string {
	if s.Mine && s.Outcome == models.Waiting {
		return say.T(ctx, "suggestion.has_it", "Name", owner.Name)
	}
	return say.T(ctx, "suggestion."+string(s.Outcome), "Name", owner.Name)
}

// suggestionTitle says who suggests what.
func suggestionTitle(ctx context.Context, s app.Suggestion) string {
	kind := "add"
	switch {
	case s.Remove:
		kind = "remove"
	case s.Entry != "":
		kind = "change"
	}
	if s.Mine {
		return say.T(ctx, "suggestion.you_"+kind)
	}
	return say.T(ctx, "suggestion.they_"+kind, "Name", s.From.Name)
}

func suggestHeading(ctx context.Context, v suggestView) string {
	switch {
	case v.Remove:
		return say.T(ctx, "suggest.remove", "Name", v.Plan.Owner.Name)
	case v.Entry != nil:
		return say.T(ctx, "suggest.change", "Name", v.Plan.Owner.Name)
	}
	return say.T(ctx, "suggest.title", "Name", v.Plan.Owner.Name)
}

func yesWords(ctx context.Context, s app.Suggestion) string {
	if s.Remove {
		return say.T(ctx, "suggestion.yes_remove")
	}
	return say.T(ctx, "suggestion.yes")
}

func namesOf(people []app.Person) []string {
	out := make([]string, len(people))
	for i, one := range people {
		out[i] = one.Name
	}
	return out
}

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

// weighView is one suggestion beside the entry as it is.
type weighView struct {
	frame
	form
	Plan    models.ID
	Weighed *app.Weighed
	Shape   models.Section
	Title   string      // of the section
	Sights  []app.Sight // who would see the words, and when
	Change  bool        // the words are to be changed first
	Drafted bool
}

// writing is the form in which the words are changed, kept as they are typed.
func (v weighView) writing() writing {
	s := v.Weighed.Suggestion
	of := app.DraftOf{Plan: v.Plan, Section: s.Section, Form: "weigh." + string(s.ID)}
	if v.Weighed.Now != nil {
		of.Entry = v.Weighed.Now.ID
	}
	return writing{of, planPath(v.Plan, "/suggestions/"+string(s.ID))}
}

// changing reports whether the page has the form to change the words in.
func (v weighView) changing() bool {
	return v.Change && !v.gone() && !v.Weighed.Suggestion.Remove && v.answerable()
}

// answerable: it waits, or both stand and the owner may think again.
func (v weighView) answerable() bool {
	return v.Weighed.Suggestion.Outcome == models.Waiting || v.stands()
}

func (v weighView) stands() bool { return v.Weighed.Suggestion.Outcome == models.Beside }

// mayStand reports whether it can stand next to the entry: other words for one that is there.
func (v weighView) mayStand() bool {
	s := v.Weighed.Suggestion
	return s.Outcome == models.Waiting && s.Entry != "" && !s.Remove && !v.changing()
}

func (p *Pages) weighView(c echo.Context, f form) (weighView, error) {
	ctx := c.Request().Context()
	w, err := p.app.Weigh(ctx, who(c), planOf(c), models.ID(c.Param("suggestion")))
	if err != nil {
		return weighView{}, err
	}
	own, err := p.ownParts(ctx, who(c), planOf(c))
	if err != nil {
		return weighView{}, err
	}
	sights, err := p.app.Sights(ctx, who(c), planOf(c))
	if err != nil {
		return weighView{}, err
	}
	v := weighView{form: f, Plan: planOf(c), Weighed: w, Shape: shapeOf(w.Suggestion.Section), Title: own.title(ctx, w.Suggestion.Section)}
	v.Sights = whoWouldSee(sights[w.Suggestion.Section], w.Now)
	v.Change = c.QueryParam("change") != "" || len(w.Clashes) > 0
	v.frame, err = p.frame(c, "suggestions", "weigh.title", "Name", w.Suggestion.From.Name)
	return v, err
}

// whoWouldSee is who sees the section, those of another circumstance too; of an entry
// that is there already, without those from whom it is kept.
func whoWouldSee(sights []app.Sight, now *app.Entry) []app.Sight {
	if now == nil {
		return sights
	}
	return slices.DeleteFunc(slices.Clone(sights), func(s app.Sight) bool { return now.OnlyMe || slices.Contains(now.HiddenFrom, s.ID) })
}

func (p *Pages) weigh(c echo.Context) error {
	v, err := p.weighView(c, form{})
	if err != nil {
		return err
	}
	v.form = fromFields(v.Weighed.Merged)
	for _, d := range v.Shape.Fields {
		if slices.Contains(v.Weighed.Clashes, d.Key) {
			v.Values[fieldName(d.Key)] = both(d, v.Weighed.Now.Fields.Get(d.Key), v.Weighed.Suggestion.Fields.Get(d.Key), v.Get(fieldName(d.Key)))
		}
	}
	d, err := p.typedBefore(c, &v.form, v.writing())
	if err != nil {
		return err
	}
	v.Drafted = d != nil
	v.Change = v.Change || v.Drafted
	return showWeighed(c, http.StatusOK, v)
}

func showWeighed(c echo.Context, status int, v weighView) error {
	v.Typing = v.changing()
	return show(c, status, weighScreen(v))
}

// answerSuggestion takes the owner's yes, yes with other words, or no.
func (p *Pages) answerSuggestion(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.weighView(c, typed(c))
	if err != nil {
		return err
	}
	path, done := sectionPath(v.Plan, v.Weighed.Suggestion.Section), "declined"
	switch v.Get("answer") {
	case "no":
		err = p.app.Decline(ctx, who(c), v.Plan, v.Weighed.Suggestion.ID)
	case "beside":
		done = "beside"
		_, err = p.app.LetBothStand(ctx, who(c), v.Plan, v.Weighed.Suggestion.ID)
	default:
		done, err = "accepted", p.accept(ctx, who(c), v)
	}
	if err == nil {
		err = p.letGo(c, v.form)
	}
	if err == nil {
		return to(c, path+"?done="+done)
	}
	if !v.again(ctx, err) {
		return err
	}
	v.Change = v.Get("answer") != "no"
	v.sectionProblems(v.Shape)
	return showWeighed(c, http.StatusUnprocessableEntity, v)
}

// accept puts the words in; a new entry is shown to people only where the person
// left them ticked (RULES.md 11).
func (p *Pages) accept(ctx context.Context, actor models.Actor, v weighView) error {
	in := app.Accept{Plan: v.Plan, Suggestion: v.Weighed.Suggestion.ID}
	if v.Get("answer") == "changed" {
		if in.Fields = v.fields(v.Shape); in.Fields == nil {
			in.Fields = models.Fields{}
		}
	}
	if v.Weighed.Suggestion.Entry == "" {
		in.Place = v.place()
	}
	_, err := p.app.Accept(ctx, actor, in)
	return err
}

// place keeps a new entry from whoever is not ticked; with nobody ticked it is only me.
func (v weighView) place() app.Place {
	onlyMe, hidden := true, []models.ID{}
	for _, one := range v.Sights {
		if v.Get("show."+string(one.ID)) == "yes" {
			onlyMe = false
		} else {
			hidden = append(hidden, one.ID)
		}
	}
	if onlyMe {
		return app.Place{OnlyMe: &onlyMe}
	}
	return app.Place{OnlyMe: &onlyMe, HiddenFrom: &hidden}
}

// gone reports whether what the suggestion is about is no longer in the plan.
func (v weighView) gone() bool { return v.Weighed.Suggestion.Entry != "" && v.Weighed.Now == nil }

// sightWords is a person by name, and when they would see it.
func sightWords(ctx context.Context, s app.Sight) string {
	return say.T(ctx, "who."+string(s.When), "Name", s.Name)
}

func yesWords(ctx context.Context, s app.Suggestion) string {
	switch {
	case s.Remove:
		return say.T(ctx, "suggestion.yes_remove")
	case s.Entry != "":
		return say.T(ctx, "suggestion.yes_change")
	}
	return say.T(ctx, "suggestion.yes")
}

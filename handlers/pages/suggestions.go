package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// waitingSuggestions is what waits for the owner's yes: in a section so many as are shown
// there, or all.
func (p *Pages) waitingSuggestions(ctx context.Context, actor models.Actor, plan models.ID, section models.SectionKey) ([]app.Suggestion, error) {
	some := app.Sent{Section: section, Which: app.ThatWait}
	if section != "" {
		some.Limit = onAPage
	}
	return p.app.SuggestionsSent(ctx, actor, plan, some)
}

// suggestionsView is all suggestions: to the owner those sent to them, to others
// their own.
type suggestionsView struct {
	frame
	Plan    models.ID
	Owner   app.Person
	Waiting []app.Suggestion // to a sender: all of them, for one said no to reads like one that waits
	Rest    []app.Suggestion // to the owner: answered
	Own     ownParts
	Notice  string
	Further further
}

func (p *Pages) suggestions(c echo.Context) error {
	ctx := c.Request().Context()
	v := suggestionsView{Plan: planOf(c), Notice: notice(c)}
	tie, err := p.tieTo(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	v.Owner = tie.Owner
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if !tie.Mine {
		return p.sent(c, v)
	}
	if err := v.read(c, p); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "suggestions", "suggestions.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, suggestionsScreen(v))
}

// sent shows somebody what they have suggested to another.
func (p *Pages) sent(c echo.Context, v suggestionsView) error {
	at := part(c)
	sent, err := p.app.SuggestionsSent(c.Request().Context(), who(c), v.Plan, app.Sent{Part: at})
	if err != nil {
		return err
	}
	sent, beyond := cut(sent)
	v.Waiting, v.Further = sent, further{Timed: true}.to(c, at, beyond)
	if v.frame, err = p.othersFrame(c, v.Plan, v.Owner.Name, "others.sent"); err != nil {
		return err
	}
	v.Here = "sent"
	return show(c, http.StatusOK, sentScreen(v))
}

// read is what waits, and what was answered: a page of each.
func (v *suggestionsView) read(c echo.Context, p *Pages) error {
	all, err := p.app.Suggestions(c.Request().Context(), who(c), v.Plan)
	for _, s := range all {
		if s.Outcome == models.Waiting {
			v.Waiting = append(v.Waiting, s)
		} else {
			v.Rest = append(v.Rest, s)
		}
	}
	at := part(c)
	beyond := max(len(v.Waiting), len(v.Rest)) - at.Skip - onAPage
	at.Limit = onAPage
	from, to := at.Of(len(v.Waiting))
	v.Waiting = v.Waiting[from:to]
	from, to = at.Of(len(v.Rest))
	v.Rest = v.Rest[from:to]
	v.Further = further{Timed: true}.to(c, at, beyond)
	return err
}

// takeBack is the sender's; it answers the same whatever became of the suggestion.
func (p *Pages) takeBack(c echo.Context) error {
	if _, err := p.app.TakeBack(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("suggestion"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/suggestions?done=taken_back"))
}

// outcomeWords is what became of a suggestion, as its reader may know it.
func outcomeWords(ctx context.Context, s app.Suggestion, owner app.Person) string {
	if s.Mine && s.Outcome == models.Waiting {
		return say.T(ctx, "suggestion.has_it", "Name", owner.Name)
	}
	return say.T(ctx, "suggestion."+string(s.Outcome))
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

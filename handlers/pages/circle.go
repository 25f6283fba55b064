package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// circleView is the people who share with the reader: by name alone, in the order
// in which they came, and never ranked.
type circleView struct {
	frame
	Ties   []app.Beside
	Carer  bool       // cares for one of them
	Keys   []keyGiven // of whom the reader was given a key, and has not read of it
	Asked  []app.AskedToWitness
	Notice string

	Further further
}

func (p *Pages) circle(c echo.Context) error {
	return p.showCircle(c, "people")
}

// showCircle is also the first page of somebody who has written nothing of their own.
func (p *Pages) showCircle(c echo.Context, here string) error {
	at := part(c)
	ties, err := p.app.Circle(c.Request().Context(), who(c), at)
	if err != nil {
		return err
	}
	fr, err := p.frame(c, here, "circle.title")
	if err != nil {
		return err
	}
	ties, beyond := cut(ties)
	carer := slices.ContainsFunc(ties, func(t app.Beside) bool { return t.Role == models.Carer })
	keys, err := p.keysGiven(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	asked, err := p.app.AskedToWitness(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, circleScreen(circleView{frame: fr, Ties: ties, Carer: carer, Keys: keys, Asked: asked, Notice: notice(c), Further: further{}.to(c, at, beyond)}))
}

// keyGiven is somebody who has given the reader a key.
type keyGiven struct {
	Plan models.ID
	Name string
}

// keysGiven is who has given the actor a key of which they have not read yet.
func (p *Pages) keysGiven(ctx context.Context, actor models.Actor) ([]keyGiven, error) {
	given, err := p.app.KeyNotices(ctx, actor)
	if err != nil || len(given) == 0 {
		return nil, err
	}
	ties, err := p.app.PlanTies(ctx, actor)
	var out []keyGiven
	for _, t := range ties {
		if slices.Contains(given, t.Plan) {
			out = append(out, keyGiven{Plan: t.Plan, Name: t.Owner.Name})
		}
	}
	return out, err
}

// othersTies is the plans of other people that the actor has to do with.
func (p *Pages) othersTies(ctx context.Context, actor models.Actor) ([]app.PlanTie, error) {
	ties, err := p.app.PlanTies(ctx, actor)
	return slices.DeleteFunc(ties, func(t app.PlanTie) bool { return t.Mine }), err
}

func (p *Pages) leavePlan(c echo.Context) error {
	if err := p.app.LeavePlan(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	return to(c, "/people?done=left")
}

func (p *Pages) aboutSharing(c echo.Context) error {
	fr, err := p.frame(c, "", "about_sharing.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, aboutSharingScreen(fr))
}

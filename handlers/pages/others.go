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

// othersView is somebody else's plan: what they share with the reader, and no
// hint of anything else.
type othersView struct {
	frame
	Plan   *app.Plan
	Whole  bool // all that is shared, not one section alone
	Notice string

	at func(all []app.Entry) (from int, shown []app.Entry, on further) // where the page of a section stands
}

// shown is the first page of a section among others, or the page that is asked for.
func (v othersView) shown(s app.Section) (from int, entries []app.Entry) {
	if v.Whole {
		return 0, s.Entries[:min(len(s.Entries), onAPage)]
	}
	from, entries, _ = v.at(s.Entries)
	return from, entries
}

func (v othersView) further(s app.Section) further {
	_, _, on := v.at(s.Entries)
	return on
}

func (p *Pages) othersPlan(c echo.Context, plan *app.Plan) error {
	v := othersView{Plan: plan, Whole: c.Param("section") == "", Notice: notice(c),
		at: func(all []app.Entry) (int, []app.Entry, further) { return stretch(c, all) }}
	var err error
	if v.frame, err = p.othersFrame(c, plan.ID, plan.Owner.Name, "others.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, othersScreen(v))
}

// othersFrame is what stands around somebody else's plan: their rooms are not the
// reader's own, so that nobody mistakes whose words they read.
func (p *Pages) othersFrame(c echo.Context, plan models.ID, name, title string) (frame, error) {
	ctx := c.Request().Context()
	f, err := p.around(c, "others", title, "Name", name)
	if err != nil || f.Bare {
		return f, err
	}
	f.Whose = name
	f.Rooms = []room{
		{Group: say.T(ctx, "room.people"), Key: "others", Title: name, Path: planPath(plan, "")},
		{Key: "sessions", Title: say.T(ctx, "room.sessions"), Path: planPath(plan, "/sessions")},
		{Key: "sent", Title: say.T(ctx, "others.sent"), Path: planPath(plan, "/suggestions")},
		{Key: "tasks", Title: say.T(ctx, "task.title"), Path: planPath(plan, "/tasks")},
		{Key: "wrong", Title: say.T(ctx, "wrong.title"), Path: planPath(plan, "/crisis")},
		{Key: "people", Title: say.T(ctx, "others.everybody"), Path: "/people"},
		{Group: say.T(ctx, "others.for_you"), Key: "home", Title: say.T(ctx, "others.my_own"), Path: "/"},
		{Key: "help", Title: say.T(ctx, "others.talk_room"), Path: "/help"},
	}
	return f, nil
}

// waysIn is what stands beside every section for those who may suggest, said once for
// the whole page.
type waysIn struct{ Other, Ask, Waits, Ring string }

func waysToSuggest(ctx context.Context, name string, role models.Role) waysIn {
	ask := "others.suggest"
	if role == models.Carer {
		ask = "others.noticed"
	}
	return waysIn{Other: say.T(ctx, "others.other_words"), Ask: say.T(ctx, ask, "Name", name),
		Waits: say.T(ctx, "others.waits", "Name", name), Ring: say.T(ctx, "others.who_to_ring")}
}

// tieTo is what the actor is in a plan.
func (p *Pages) tieTo(ctx context.Context, actor models.Actor, plan models.ID) (app.PlanTie, error) {
	ties, err := p.app.PlanTies(ctx, actor)
	if err != nil {
		return app.PlanTie{}, err
	}
	i := slices.IndexFunc(ties, func(t app.PlanTie) bool { return t.Plan == plan })
	if i < 0 {
		return app.PlanTie{}, models.ErrNotFound
	}
	return ties[i], nil
}

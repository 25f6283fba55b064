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
	Role   models.Role // the reader's, in this plan; empty in a view of one's own
	Whole  bool        // all that is shared, not one section alone
	Crisis bool        // the person's crisis plan is in use, and something of it is shown
	Told   bool        // it is not, and they wished the reader to know that there is one
	Notice string
}

func (p *Pages) othersPlan(c echo.Context, plan *app.Plan) error {
	v := othersView{Plan: plan, Whole: c.Param("section") == "", Notice: notice(c)}
	if who(c).As == "" {
		tie, err := p.tieTo(c.Request().Context(), who(c), plan.ID)
		if err != nil {
			return err
		}
		v.Role = tie.Role
		if len(plan.Sections) > 0 {
			v.Crisis, err = p.app.CrisisInUse(c.Request().Context(), who(c), plan.ID)
			if err != nil && models.KindOf(err) != models.NotFound { // it may have been withdrawn just now
				return err
			}
		}
	}
	var err error
	if v.Whole && !v.Crisis {
		if v.Told, err = p.app.CrisisTold(c.Request().Context(), who(c), plan.ID); err != nil {
			return err
		}
	}
	if v.frame, err = p.othersFrame(c, plan.ID, plan.Owner.Name, "others.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, othersScreen(v))
}

// othersFrame is what stands around somebody else's plan: their rooms are not the
// reader's own, so that nobody mistakes whose words they read.
func (p *Pages) othersFrame(c echo.Context, plan models.ID, name, title string) (frame, error) {
	ctx := c.Request().Context()
	f, err := p.frame(c, "others", title, "Name", name)
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

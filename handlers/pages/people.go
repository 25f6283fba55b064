package pages

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// personPath is the address of something about somebody in one's own plan.
func personPath(plan, account models.ID, rest string) string {
	return planPath(plan, "/people/"+string(account)+rest)
}

// personIn is the one in the path, in the actor's own plan.
func (p *Pages) personIn(ctx context.Context, c echo.Context) (app.InPlan, error) {
	people, err := p.app.People(ctx, who(c), planOf(c))
	if err != nil {
		return app.InPlan{}, err
	}
	for _, one := range people {
		if string(one.Account) == c.Param("account") {
			return one, nil
		}
	}
	return app.InPlan{}, models.ErrNotFound
}

// confirmView is the moment before somebody who accepted can see anything.
type confirmView struct {
	frame
	Plan   models.ID
	Person app.InPlan
	Own    ownParts
	Now    time.Time
}

func (p *Pages) confirmForm(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.personIn(ctx, c)
	if err != nil {
		return err
	}
	if one.State != models.Accepted {
		return to(c, planPath(planOf(c), "/sharing#who-"+string(one.Account)))
	}
	v := confirmView{Plan: planOf(c), Person: one, Now: p.app.Now()}
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "sharing", "confirm.title", "Name", one.Name); err != nil {
		return err
	}
	return show(c, http.StatusOK, confirmScreen(v))
}

// personDo runs an operation on the one in the path and goes back to who sees what.
func (p *Pages) personDo(c echo.Context, done string, do func(plan, account models.ID) error) error {
	if err := do(planOf(c), models.ID(c.Param("account"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sharing?done="+done))
}

func (p *Pages) confirmPerson(c echo.Context) error {
	return p.personDo(c, "confirmed", func(plan, account models.ID) error {
		return p.app.ConfirmPerson(c.Request().Context(), who(c), plan, account)
	})
}

func (p *Pages) pausePerson(c echo.Context) error {
	return p.personDo(c, "paused", func(plan, account models.ID) error {
		return p.app.PausePerson(c.Request().Context(), who(c), plan, account)
	})
}

func (p *Pages) resumePerson(c echo.Context) error {
	return p.personDo(c, "resumed", func(plan, account models.ID) error {
		return p.app.ResumePerson(c.Request().Context(), who(c), plan, account)
	})
}

func (p *Pages) endPerson(c echo.Context) error {
	return p.personDo(c, "ended", func(plan, account models.ID) error {
		return p.app.EndPerson(c.Request().Context(), who(c), plan, account)
	})
}

func (p *Pages) callPerson(c echo.Context) error {
	f := typed(c)
	return p.personDo(c, "called", func(plan, account models.ID) error {
		return p.app.CallPerson(c.Request().Context(), who(c), plan, account, f.Get("called"))
	})
}

func (p *Pages) hearPerson(c echo.Context) error {
	f := typed(c)
	return p.personDo(c, "heard", func(plan, account models.ID) error {
		return p.app.MutePerson(c.Request().Context(), who(c), plan, account, app.Hearing(f.Get("hear")))
	})
}

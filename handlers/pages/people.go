package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// confirmView is the moment before somebody who accepted can see anything.
type confirmView struct {
	frame
	Plan   models.ID
	Person app.InPlan
	Own    map[models.SectionKey]string
}

func (p *Pages) confirmForm(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := p.personIn(ctx, c)
	if err != nil {
		return err
	}
	v := confirmView{Plan: planOf(c), Person: one}
	if v.Own, err = p.ownTitles(ctx, who(c), v.Plan); err != nil {
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

// beginView turns this sign-in into their view, until the password is given.
func (p *Pages) beginView(c echo.Context) error {
	if err := p.app.BeginView(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("account"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), ""))
}

func (p *Pages) endViewForm(c echo.Context) error {
	return p.showEndView(c, http.StatusOK, form{})
}

func (p *Pages) showEndView(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "", "view.end")
	if err != nil {
		return err
	}
	return show(c, status, endViewScreen(fr, f))
}

func (p *Pages) endView(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	err := p.app.EndView(ctx, who(c), f.Get("password"))
	if err == nil {
		return to(c, "/")
	}
	if f.again(ctx, err) {
		return p.showEndView(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

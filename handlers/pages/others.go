package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// othersView is somebody else's plan: what they share with the reader, and no
// hint of anything else.
type othersView struct {
	frame
	Plan   *app.Plan
	Whole  bool // all that is shared, not one section alone
	Notice string
}

func (p *Pages) othersPlan(c echo.Context, plan *app.Plan) error {
	fr, err := p.frame(c, "people", "others.title", "Name", plan.Owner.Name)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, othersScreen(othersView{frame: fr, Plan: plan, Whole: c.Param("section") == "", Notice: notice(c)}))
}

// circleView is the people who share with the reader, by name alone.
type circleView struct {
	frame
	Ties []app.PlanTie
}

func (p *Pages) circle(c echo.Context) error {
	ties, err := p.app.PlanTies(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := circleView{}
	for _, t := range ties {
		if !t.Mine {
			v.Ties = append(v.Ties, t)
		}
	}
	if v.frame, err = p.frame(c, "people", "circle.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, circleScreen(v))
}

func (p *Pages) leavePlan(c echo.Context) error {
	if err := p.app.LeavePlan(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	return to(c, "/people")
}

func (p *Pages) aboutSharing(c echo.Context) error {
	fr, err := p.frame(c, "", "about_sharing.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, aboutSharingScreen(fr))
}

// leadView is the accounts that wait for the service's word. No plan is near it.
type leadView struct {
	frame
	Workers []models.Account
}

func (p *Pages) lead(c echo.Context) error {
	found, err := p.app.Workers(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "lead", "lead.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, leadScreen(leadView{frame: fr, Workers: found}))
}

func (p *Pages) confirmWorker(c echo.Context) error {
	f := typed(c)
	if err := p.app.ConfirmWorker(c.Request().Context(), who(c), models.ID(f.Get("account")), models.Role(f.Get("role"))); err != nil {
		return err
	}
	return to(c, "/lead")
}

package pages

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// looksView is who has looked.
type looksView struct {
	frame
	Plan   models.ID
	Asked  app.Looks
	Page   *app.LookPage
	People []app.InPlan
	Own    map[models.SectionKey]string
}

func (p *Pages) looks(c echo.Context) error {
	ctx := c.Request().Context()
	v := looksView{Plan: planOf(c), Asked: app.Looks{
		Plan: planOf(c), Account: models.ID(c.QueryParam("account")), Section: models.SectionKey(c.QueryParam("section")),
		Refused: c.QueryParam("refused") == "yes", Before: c.QueryParam("before")}}
	var err error
	if v.Page, err = p.app.ReadLooks(ctx, who(c), v.Asked); err != nil {
		return err
	}
	if v.People, err = p.app.People(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if v.Own, err = p.ownTitles(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "looks", "looks.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, looksScreen(v))
}

// older is the address of the page behind this one, with the same filter.
func (v looksView) older() string {
	q := url.Values{"before": {v.Page.Next}}
	if v.Asked.Account != "" {
		q.Set("account", string(v.Asked.Account))
	}
	if v.Asked.Section != "" {
		q.Set("section", string(v.Asked.Section))
	}
	if v.Asked.Refused {
		q.Set("refused", "yes")
	}
	return planPath(v.Plan, "/looks?"+q.Encode())
}

// receiptsView is every consent that was ever given.
type receiptsView struct {
	frame
	Plan     models.ID
	Receipts []models.Consent
	Names    map[models.ID]string
	Own      map[models.SectionKey]string
	Older    string
}

const receiptsOnAPage = 50

func (p *Pages) receipts(c echo.Context) error {
	ctx := c.Request().Context()
	before, _ := time.Parse(time.RFC3339Nano, c.QueryParam("before"))
	found, err := p.app.Receipts(ctx, who(c), planOf(c), before, receiptsOnAPage)
	if err != nil {
		return err
	}
	v, err := p.receiptsView(c, found)
	if err != nil {
		return err
	}
	if len(found) == receiptsOnAPage {
		v.Older = planPath(v.Plan, "/receipts?"+url.Values{"before": {found[len(found)-1].GivenAt.Format(time.RFC3339Nano)}}.Encode())
	}
	return show(c, http.StatusOK, receiptsScreen(v))
}

func (p *Pages) receipt(c echo.Context) error {
	one, err := p.app.Receipt(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("grant")))
	if err != nil {
		return err
	}
	v, err := p.receiptsView(c, []models.Consent{*one})
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, receiptScreen(v, *one))
}

func (p *Pages) receiptsView(c echo.Context, found []models.Consent) (receiptsView, error) {
	ctx := c.Request().Context()
	v := receiptsView{Plan: planOf(c), Receipts: found}
	var err error
	if v.Names, err = p.app.EverInPlan(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.Own, err = p.ownTitles(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "sharing", "receipts.title")
	return v, err
}

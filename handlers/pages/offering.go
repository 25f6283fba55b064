package pages

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// offerView is choosing what somebody will see. Nothing is shared until the
// sentence on the page after has its yes.
type offerView struct {
	frame
	chooser
	Plan   models.ID
	Person app.InPlan
	Offer  models.Offer

	Drafted bool
}

func (p *Pages) offerView(c echo.Context, f form) (offerView, error) {
	ctx := c.Request().Context()
	v := offerView{Plan: planOf(c)}
	var err error
	if v.Person, err = p.personIn(ctx, c); err != nil {
		return v, err
	}
	v.chooser = chooser{form: f, Now: p.app.Now(), Works: v.Person.Works}
	v.Given = standing(v.Person, v.Now)
	if v.Person.Role.Works() && !v.Person.Works {
		v.Plain = say.T(ctx, "share.not_confirmed", "Name", v.Person.Name)
	}
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "sharing", "share.title", "Name", v.Person.Name)
	return v, err
}

// neverShared reports whether nothing of a plan was ever shared: then the question
// comes first whether the person is alone.
func (p *Pages) neverShared(ctx context.Context, actor models.Actor, plan models.ID) (bool, error) {
	given, err := p.app.Receipts(ctx, actor, plan, time.Time{}, 1)
	return len(given) == 0, err
}

// aloneView asks whether the person is alone, before anything is ever shared.
type aloneView struct {
	frame
	Plan models.ID
	On   string // where it goes on, alone
	With string // and with somebody beside
}

// askAlone shows that question; On is the page that was asked for.
func (p *Pages) askAlone(c echo.Context) error {
	fr, err := p.frame(c, "sharing", "alone.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, aloneScreen(aloneView{frame: fr, Plan: planOf(c), On: c.Request().URL.Path + "?alone=yes", With: c.Request().URL.Path + "?alone=no"}))
}

func (p *Pages) shareForm(c echo.Context) error {
	v, err := p.offerView(c, besideOf(c.QueryParam("alone")))
	if err != nil {
		return err
	}
	first, err := p.neverShared(c.Request().Context(), who(c), v.Plan)
	if err != nil {
		return err
	}
	if first && c.QueryParam("alone") == "" {
		return p.askAlone(c)
	}
	d, err := p.typedBefore(c, &v.form, v.writing())
	if err != nil {
		return err
	}
	v.Drafted = d != nil
	return showShare(c, http.StatusOK, v)
}

func (v offerView) writing() writing {
	form := "share." + string(v.Person.Account)
	return writing{app.DraftOf{Plan: v.Plan, Section: noSection, Form: form}, personPath(v.Plan, v.Person.Account, "/share")}
}

func showShare(c echo.Context, status int, v offerView) error {
	v.Typing = true
	return show(c, status, shareScreen(v))
}

// share first shows the sentence to say yes to; the same form sent with that yes
// gives the grants.
func (p *Pages) share(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.offerView(c, typed(c))
	if err != nil {
		return err
	}
	if v.Offer, v.Problems = v.offered(ctx, v.Own, v.Now); len(v.Problems) > 0 {
		v.Message = say.T(ctx, "error.invalid")
		return showShare(c, http.StatusUnprocessableEntity, v)
	}
	if v.Get("yes") == "" {
		return show(c, http.StatusOK, sayYesScreen(v))
	}
	_, err = p.app.Share(ctx, who(c), app.Share{Plan: v.Plan, Account: v.Person.Account, Offer: v.Offer, Another: v.Get("another") == "yes"})
	if err == nil {
		if err := p.letGo(c, v.form); err != nil {
			return err
		}
		return to(c, planPath(v.Plan, "/sharing?done=shared#who-"+string(v.Person.Account)))
	}
	if !v.again(ctx, err) {
		return err
	}
	return showShare(c, http.StatusUnprocessableEntity, v)
}

// replaces is what stands now in the sections that were chosen.
func (v offerView) replaces() []models.Consent {
	var out []models.Consent
	for _, key := range v.Offer.Sections {
		if given, has := v.Given[key]; has {
			out = append(out, given)
		}
	}
	return out
}

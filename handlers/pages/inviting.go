package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// inviteView is asking somebody in, and choosing beforehand what they will see.
type inviteView struct {
	frame
	chooser
	Plan    models.ID
	Mails   bool
	Open    []models.Invitation
	First   bool // nobody was ever asked in and nothing shared
	Drafted bool
}

func (v inviteView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: noSection, Form: "invite"}, planPath(v.Plan, "/invitations/new")}
}

// invitedView shows a code this once.
type invitedView struct {
	frame
	Plan    models.ID
	Invited *app.Invited
	QR      string // the path of an SVG, one unit a module
	Size    int    // modules across
}

func (p *Pages) inviteView(c echo.Context, f form) (inviteView, error) {
	ctx := c.Request().Context()
	v := inviteView{Plan: planOf(c), Mails: p.app.Mails(),
		chooser: chooser{form: f, Now: p.app.Now(), Plain: say.T(ctx, "invite.work_later")}}
	var err error
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.Open, err = p.app.Invitations(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.First, err = p.neverShared(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.First = v.First && len(v.Open) == 0
	v.frame, err = p.frame(c, "sharing", "invite.title")
	return v, err
}

func (p *Pages) inviteForm(c echo.Context) error {
	v, err := p.inviteView(c, besideOf(c.QueryParam("alone")))
	if err != nil {
		return err
	}
	if v.First && c.QueryParam("alone") == "" {
		return p.askAlone(c)
	}
	d, err := p.typedBefore(c, &v.form, v.writing())
	if err != nil {
		return err
	}
	v.Drafted = d != nil
	return showInvite(c, http.StatusOK, v)
}

func showInvite(c echo.Context, status int, v inviteView) error {
	v.Typing = true
	return show(c, status, inviteScreen(v))
}

func (p *Pages) invitations(c echo.Context) error {
	v, err := p.inviteView(c, form{})
	if err != nil {
		return err
	}
	v.Title = say.T(c.Request().Context(), "sharing.open")
	return show(c, http.StatusOK, invitationsScreen(v))
}

func (p *Pages) invite(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.inviteView(c, typed(c))
	if err != nil {
		return err
	}
	ask := app.Invite{Plan: v.Plan, Role: models.Role(v.Get("role")), Called: v.Get("called"), Email: v.Get("email")}
	if v.begun() {
		o, faults := v.offered(ctx, v.Own, v.Now)
		if v.Problems = faults; len(faults) > 0 {
			v.Message = say.T(ctx, "error.invalid")
			return showInvite(c, http.StatusUnprocessableEntity, v)
		}
		ask.Offers = []models.Offer{o}
	}
	made, err := p.app.Invite(ctx, who(c), ask)
	if err == nil {
		if err := p.letGo(c, v.form); err != nil {
			return err
		}
		return p.showInvited(c, v, made)
	}
	if !v.again(ctx, err) {
		return err
	}
	return showInvite(c, http.StatusUnprocessableEntity, v)
}

func (p *Pages) showInvited(c echo.Context, v inviteView, made *app.Invited) error {
	path, size, err := qrPath(made.URL)
	if err != nil {
		return err
	}
	v.Title = say.T(c.Request().Context(), "invited.title")
	return show(c, http.StatusCreated, invitedScreen(invitedView{frame: v.frame, Plan: v.Plan, Invited: made, QR: path, Size: size}))
}

func (p *Pages) withdrawInvitation(c echo.Context) error {
	if err := p.app.WithdrawInvitation(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("invitation"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sharing?done=invitation"))
}

// qrPath draws a QR code (ISO/IEC 18004) as one path, a square for each dark module.
func qrPath(text string) (path string, size int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, err
	}
	var b []byte
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				b = appendSquare(b, x, y)
			}
		}
	}
	return string(b), code.Size, nil
}

package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// inviteView is asking somebody in.
type inviteView struct {
	frame
	form
	Plan  models.ID
	Own   []app.Section
	Mails bool
	Open  []models.Invitation
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
	v := inviteView{form: f, Plan: planOf(c), Mails: p.app.Mails()}
	var err error
	if v.Own, err = p.ownSections(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.Open, err = p.app.Invitations(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "sharing", "invite.title")
	return v, err
}

func (p *Pages) inviteForm(c echo.Context) error {
	v, err := p.inviteView(c, form{})
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, inviteScreen(v))
}

func (p *Pages) invitations(c echo.Context) error {
	v, err := p.inviteView(c, form{})
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, invitationsScreen(v))
}

func (p *Pages) invite(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.inviteView(c, typed(c))
	if err != nil {
		return err
	}
	ask := app.Invite{Plan: v.Plan, Role: models.Role(v.Get("role")), Called: v.Get("called"), Email: v.Get("email")}
	if o := v.offered(v.Own); len(o.Sections) > 0 {
		ask.Offers = append(ask.Offers, o)
	}
	made, err := p.app.Invite(ctx, who(c), ask)
	if err != nil {
		if v.again(ctx, err) {
			return show(c, http.StatusUnprocessableEntity, inviteScreen(v))
		}
		return err
	}
	path, size, err := qrPath(made.URL)
	if err != nil {
		return err
	}
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

// codeView is entering a code, or answering the invitation behind one.
type codeView struct {
	frame
	form
	Code  string
	Asked *app.Asked
	Words string // once accepted
}

func (p *Pages) codeForm(c echo.Context) error {
	fr, err := p.frame(c, "people", "code.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, codeScreen(codeView{frame: fr}))
}

func (p *Pages) code(c echo.Context) error {
	f := typed(c)
	return to(c, "/invitations/"+pathSafe(f.Get("code")))
}

// invitation shows who asks. Somebody who is not signed in signs in or up first,
// and comes back.
func (p *Pages) invitation(c echo.Context) error {
	ctx := c.Request().Context()
	v := codeView{Code: pathSafe(c.Param("code"))}
	var err error
	if v.frame, err = p.frame(c, "people", "asked.title"); err != nil {
		return err
	}
	if who(c).Account == "" {
		return show(c, http.StatusOK, askedOutsideScreen(v))
	}
	v.Asked, err = p.app.ReadInvitation(ctx, who(c), v.Code)
	if models.KindOf(err) == models.NotFound && err != nil {
		v.form = form{Message: say.T(ctx, "code.unknown"), Values: map[string]string{"code": v.Code}}
		return show(c, http.StatusNotFound, codeScreen(v))
	}
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, askedScreen(v))
}

func (p *Pages) answerInvitation(c echo.Context) error {
	ctx := c.Request().Context()
	code := c.Param("code")
	if c.FormValue("answer") != "yes" {
		if err := p.app.DeclineInvitation(ctx, who(c), code); err != nil {
			return err
		}
		return to(c, "/people")
	}
	joined, err := p.app.AcceptInvitation(ctx, who(c), code)
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "people", "joined.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, joinedScreen(codeView{frame: fr, Words: joined.Words}))
}

package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// pinView is setting or taking away this sign-in's PIN. Where the sign-in is not
// fresh the password is asked for beside it: a PIN is never held in a page.
type pinView struct {
	frame
	form
	PIN   app.PIN
	Fresh bool
}

func (p *Pages) pinView(c echo.Context, f form) (pinView, error) {
	v := pinView{form: f, Fresh: who(c).Fresh(p.app.Now())}
	var err error
	if v.PIN, err = p.app.PIN(c.Request().Context(), who(c)); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "me", "pin.title")
	return v, err
}

func (p *Pages) pinForm(c echo.Context) error { return p.showPIN(c, http.StatusOK, form{}) }

func (p *Pages) showPIN(c echo.Context, status int, f form) error {
	v, err := p.pinView(c, f)
	if err != nil {
		return err
	}
	return show(c, status, pinScreen(v))
}

func (p *Pages) setPIN(c echo.Context) error {
	f := typed(c)
	err := p.keepPIN(c, &f)
	if err == nil {
		return to(c, "/me?done=pin")
	}
	if f.Message == "" {
		return err
	}
	return p.showPIN(c, http.StatusUnprocessableEntity, f)
}

// keepPIN sets the PIN of a form. Where the form is to be drawn again it has a
// message; with a sign-in that is not fresh the password has to come with it.
func (p *Pages) keepPIN(c echo.Context, f *form) error {
	err := p.app.SetPIN(c.Request().Context(), who(c), f.Get("password"), f.Get("pin"))
	if models.KindOf(err) == models.StepUp {
		err = models.Wrong("password", "password.needed")
	}
	if err != nil {
		f.again(c.Request().Context(), err)
	}
	return err
}

func (p *Pages) dropPIN(c echo.Context) error {
	if err := p.app.DropPIN(c.Request().Context(), who(c)); err != nil {
		return err
	}
	return to(c, "/me?done=no_pin")
}

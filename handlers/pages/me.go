package pages

import (
	"maps"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/models"
)

// meView is the actor's own details.
type meView struct {
	frame
	form
	Notice string
}

func (p *Pages) me(c echo.Context) error { return p.showMe(c, http.StatusOK, form{}) }

func (p *Pages) showMe(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "me", "me.title")
	if err != nil {
		return err
	}
	shown := map[string]string{"name": fr.Me.Name, "email": fr.Me.Email, "zone": fr.Me.Zone}
	maps.Copy(shown, f.Values)
	f.Values = shown
	return show(c, status, meScreen(meView{frame: fr, form: f, Notice: notice(c)}))
}

// afterMe goes back to the details once a change was taken, or draws the form again.
func (p *Pages) afterMe(c echo.Context, f form, err error, done string) error {
	if err == nil {
		return to(c, "/me?done="+done)
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	return p.showMe(c, http.StatusUnprocessableEntity, f)
}

func (p *Pages) rename(c echo.Context) error {
	f := typed(c)
	return p.afterMe(c, f, p.app.Rename(c.Request().Context(), who(c), f.Get("name")), "renamed")
}

func (p *Pages) changePassword(c echo.Context) error {
	f := typed(c)
	return p.afterMe(c, f, p.app.ChangePassword(c.Request().Context(), who(c), f.Get("old"), f.Get("password")), "password")
}

func (p *Pages) changeEmail(c echo.Context) error {
	f, done := typed(c), "email"
	if p.app.Mails() {
		done = "email_asked"
	}
	return p.afterMe(c, f, p.app.ChangeEmail(c.Request().Context(), who(c), f.Get("email")), done)
}

func (p *Pages) setZone(c echo.Context) error {
	f := typed(c)
	return p.afterMe(c, f, p.app.SetZone(c.Request().Context(), who(c), f.Get("zone")), "zone")
}

func (p *Pages) askToWork(c echo.Context) error {
	f := typed(c)
	return p.afterMe(c, f, p.app.AskToWork(c.Request().Context(), who(c), models.Role(f.Get("role"))), "asked")
}

func (p *Pages) look(c echo.Context) error {
	fr, err := p.frame(c, "look", "look.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, lookScreen(fr))
}

// signInsView is where the account is signed in.
type signInsView struct {
	frame
	SignIns []models.SignInRecord
}

func (p *Pages) signIns(c echo.Context) error {
	found, err := p.app.SignIns(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "sign-ins", "signins.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, signInsScreen(signInsView{frame: fr, SignIns: found}))
}

func (p *Pages) endSignIn(c echo.Context) error {
	if err := p.app.EndSignIn(c.Request().Context(), who(c), models.ID(c.Param("id"))); err != nil {
		return err
	}
	return to(c, "/me/sign-ins")
}

// told takes away the note about a copied sign-in, once it was read.
func (p *Pages) told(c echo.Context) error {
	if err := p.app.Told(c.Request().Context(), who(c), models.ID(c.Param("id"))); err != nil {
		return err
	}
	return to(c, "/")
}

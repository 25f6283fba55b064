package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
	"handrail/handlers/say"
	"handrail/models"
)

// errorView is a page that says what happened and what next.
type errorView struct {
	frame
	waiting // what was typed, still there
	Message string
	Again   bool // the same form may be taken another time
}

// Error answers an error with a page. Where somebody has to sign in or type their
// password again, what they typed comes with them. Help is never kept from anybody.
func (p *Pages) Error(c echo.Context, err error) error {
	status := problem.Of(err).Status
	switch {
	case c.Path() == "/help", status == http.StatusUnauthorized && strings.HasPrefix(c.Path(), "/help"):
		return p.showHelp(c, helpView{frame: p.plainFrame(c, "help.title")})
	case models.KindOf(err) == models.StepUp:
		return p.askPassword(c)
	case status == http.StatusUnauthorized && c.Request().Method == http.MethodGet:
		return to(c, "/sign-in?next="+url.QueryEscape(c.Request().URL.RequestURI()))
	case status == http.StatusUnauthorized:
		return p.signInAgain(c)
	}
	v := errorView{Message: problem.Of(err).Detail, waiting: hold(c), Again: status >= http.StatusInternalServerError || status == http.StatusTooManyRequests}
	if v.frame, err = p.frame(c, "", "error.title"); err != nil {
		v.frame = p.plainFrame(c, "error.title")
	}
	return show(c, status, errorScreen(v))
}

// plainFrame asks nothing of the storage, which may be what went wrong.
func (p *Pages) plainFrame(c echo.Context, key string) frame {
	return frame{Title: say.T(c.Request().Context(), key), Look: lookOf(c)}
}

// signInAgain holds the form that was sent until its writer has signed in.
func (p *Pages) signInAgain(c echo.Context) error {
	v := signingView{frame: p.plainFrame(c, "signin.title"), Next: "/", Waits: hold(c)}
	return show(c, http.StatusUnauthorized, signInScreen(v))
}

// stepUpView asks for the password and holds the form that needs it.
type stepUpView struct {
	frame
	form
	waiting
}

func (p *Pages) askPassword(c echo.Context) error {
	fr, err := p.frame(c, "", "stepup.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusForbidden, stepUpScreen(stepUpView{frame: fr, waiting: hold(c)}))
}

// stepUp proves the password and goes on with the form that waited.
func (p *Pages) stepUp(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	v := stepUpView{waiting: waitingIn(f)}
	_, err := p.app.StepUp(ctx, who(c), f.Get("password"))
	if err == nil && v.To == "" {
		return to(c, "/")
	}
	if err == nil {
		return p.goOn(c, v.waiting, "stepup.done")
	}
	if !v.again(ctx, err) {
		return err
	}
	if v.frame, err = p.frame(c, "", "stepup.title"); err != nil {
		return err
	}
	return show(c, http.StatusUnprocessableEntity, stepUpScreen(v))
}

package pages

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

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
	ctx := c.Request().Context()
	f := typed(c)
	if code := strings.Trim(pathSafe(f.Get("code")), "-"); code != "" {
		return to(c, "/invitations/"+code)
	}
	f.Message = say.T(ctx, "error.invalid")
	f.Problems = []fault{{Field: "code", Sentence: say.T(ctx, "code.empty")}}
	fr, err := p.frame(c, "people", "code.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusUnprocessableEntity, codeScreen(codeView{frame: fr, form: f}))
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
	if err != nil {
		return p.unknownCode(c, v, err)
	}
	return show(c, http.StatusOK, askedScreen(v))
}

// unknownCode says, in place of a bare "not found", what may be the matter.
func (p *Pages) unknownCode(c echo.Context, v codeView, err error) error {
	if models.KindOf(err) != models.NotFound {
		return err
	}
	ctx := c.Request().Context()
	v.form = form{Message: say.T(ctx, "code.unknown"), Values: map[string]string{"code": v.Code}}
	v.Title = say.T(ctx, "code.title")
	return show(c, http.StatusNotFound, codeScreen(v))
}

func (p *Pages) answerInvitation(c echo.Context) error {
	ctx := c.Request().Context()
	v := codeView{Code: pathSafe(c.Param("code"))}
	answer := c.FormValue("answer")
	if err := p.answered(ctx, who(c), &v, answer); err != nil {
		var failed error
		if v.frame, failed = p.frame(c, "people", "code.title"); failed != nil {
			return failed
		}
		return p.unknownCode(c, v, err)
	}
	if answer != "yes" {
		return to(c, "/people?done=no_thanks")
	}
	var err error
	if v.frame, err = p.frame(c, "people", "joined.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, joinedScreen(v))
}

// answered takes the answer; a yes gives the two words.
func (p *Pages) answered(ctx context.Context, actor models.Actor, v *codeView, answer string) error {
	if answer != "yes" {
		return p.app.DeclineInvitation(ctx, actor, v.Code)
	}
	joined, err := p.app.AcceptInvitation(ctx, actor, v.Code)
	if err == nil {
		v.Words = joined.Words
	}
	return err
}

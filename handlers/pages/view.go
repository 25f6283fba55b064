package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/models"
)

// beginView turns this sign-in into the view of the one in the path, until the
// password is given (RULES.md 24).
func (p *Pages) beginView(c echo.Context) error {
	if err := p.app.BeginView(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("account"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), ""))
}

func (p *Pages) endViewForm(c echo.Context) error {
	if who(c).As == "" {
		return to(c, "/")
	}
	return p.showEndView(c, http.StatusOK, form{})
}

func (p *Pages) showEndView(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "", "lock.title")
	if err != nil {
		return err
	}
	fr.Out = "" // this is the way out
	pin, err := p.app.PIN(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	return show(c, status, endViewScreen(fr, f, pin))
}

func (p *Pages) endView(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	err := p.endViewWith(ctx, who(c), f)
	if err == nil {
		return to(c, "/")
	}
	if f.again(ctx, err) {
		return p.showEndView(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

// endViewWith takes the PIN, where one was typed, else the password.
func (p *Pages) endViewWith(ctx context.Context, actor models.Actor, f form) error {
	if pin := f.Get("pin"); pin != "" {
		return p.app.EndViewByPIN(ctx, actor, pin)
	}
	return p.app.EndView(ctx, actor, f.Get("password"))
}

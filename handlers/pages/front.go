package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
)

// front is the first page: home for those who are signed in.
func (p *Pages) front(c echo.Context) error {
	if who(c).Account != "" {
		return p.home(c)
	}
	ctx := c.Request().Context()
	fr, err := p.frame(c, "", "front.title")
	if err != nil {
		return err
	}
	first, err := p.firstCommand(ctx)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, frontScreen(fr, first))
}

// firstCommand makes the first account; empty: there is one.
func (p *Pages) firstCommand(ctx context.Context) (string, error) {
	empty, err := p.app.Empty(ctx)
	if err != nil || !empty {
		return "", err
	}
	return say.T(ctx, "front.empty_command", "Program", p.settings.Command.Program, "Kept", p.settings.Command.Kept), nil
}

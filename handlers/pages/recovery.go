package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// newRecovery makes a new recovery code and shows it this once.
func (p *Pages) newRecovery(c echo.Context) error {
	code, err := p.app.NewRecovery(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v, err := p.signingView(c, form{}, "recovery.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusCreated, recoveryScreen(v, code, v.Next))
}

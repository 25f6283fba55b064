package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/models"
)

// leadView is the accounts that wait for the service's word, and those that have it.
// No plan is near it.
type leadView struct {
	frame
	Asking    []models.Account
	Confirmed []models.Account
	Notice    string
}

func (p *Pages) lead(c echo.Context) error {
	found, err := p.app.Workers(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := leadView{Notice: notice(c)}
	for _, w := range found {
		if w.Works != "" {
			v.Confirmed = append(v.Confirmed, w)
		} else {
			v.Asking = append(v.Asking, w)
		}
	}
	if v.frame, err = p.frame(c, "lead", "lead.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, leadScreen(v))
}

func (p *Pages) confirmWorker(c echo.Context) error {
	f := typed(c)
	role := models.Role(f.Get("role"))
	if err := p.app.ConfirmWorker(c.Request().Context(), who(c), models.ID(f.Get("account")), role); err != nil {
		return err
	}
	if role == "" {
		return to(c, "/lead?done=not_confirmed")
	}
	return to(c, "/lead?done=worker")
}

// otherWork is the role that somebody did not ask for.
func otherWork(asked models.Role) models.Role {
	if asked == models.Peer {
		return models.Practitioner
	}
	return models.Peer
}

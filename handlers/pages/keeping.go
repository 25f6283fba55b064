package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// keepingView is what becomes of somebody's plan: it stands still, waits to be
// erased, or neither.
type keepingView struct {
	frame
	form
	Hold  models.Hold
	Until time.Time // when the plan would be erased, asked for now
	Keeps int       // days that backups are kept; 0: by hand
}

func (p *Pages) keepingView(c echo.Context, key string, f form) (keepingView, error) {
	fr, err := p.frame(c, "take-out", key)
	v := keepingView{frame: fr, form: f, Until: p.app.Now().Add(models.EraseWait), Keeps: p.app.Keeps()}
	if err == nil {
		v.Hold = fr.Me.Hold
	}
	return v, err
}

// hold says why sharing stands still and what to look at before it goes on.
func (p *Pages) hold(c echo.Context) error {
	v, err := p.keepingView(c, "hold.title", form{})
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, holdScreen(v))
}

func (p *Pages) endHold(c echo.Context) error {
	return p.onMine(c, "/plans/", func(plan models.ID) error { return p.app.Resume(c.Request().Context(), who(c), plan) })
}

// onMine does something to the actor's own plan and goes on to who sees what, or home.
func (p *Pages) onMine(c echo.Context, next string, do func(models.ID) error) error {
	me, err := p.app.Me(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	if err := do(me.Plan); err != nil {
		return err
	}
	if next == "/plans/" {
		next = planPath(me.Plan, "/sharing")
	}
	return to(c, next)
}

func (p *Pages) eraseForm(c echo.Context) error { return p.showErase(c, http.StatusOK, form{}) }

func (p *Pages) showErase(c echo.Context, status int, f form) error {
	v, err := p.keepingView(c, "erase.title", f)
	if err != nil {
		return err
	}
	return show(c, status, eraseScreen(v))
}

// erase begins the wait.
func (p *Pages) erase(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	err := p.onMine(c, "/me/erase", func(plan models.ID) error {
		_, err := p.app.AskToErase(ctx, who(c), app.Erase{Plan: plan, Account: models.Leaving(f.Get("account"))})
		return err
	})
	if f.again(ctx, err) {
		return p.showErase(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

func (p *Pages) keep(c echo.Context) error {
	return p.onMine(c, "/me/hold", func(plan models.ID) error { return p.app.Keep(c.Request().Context(), who(c), plan) })
}

func (p *Pages) forgetErasures(c echo.Context) error {
	if err := p.app.ForgetErasures(c.Request().Context(), who(c)); err != nil {
		return err
	}
	return to(c, "/")
}

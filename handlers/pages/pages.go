// Package pages is the face of Handrail that people see: HTML made on the server,
// which works without a script and becomes live with one. It holds no sentence of its own (say has
// them all) and never shows what app did not give it.
package pages

import (
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/models"
)

// Pages is every screen.
type Pages struct {
	app      *app.App
	settings Settings
	worker   func() ([]byte, error) // the script of the phone's worker
}

// Settings is what the screens are told.
type Settings struct {
	NeutralURL string              // where "Leave this page" goes
	Help       *models.HelpNumbers // the service's own; nil: Scotland's
	Command    Command
	Cookies    identity.Cookies
}

// Command is how an operator calls this program for the same data, as a shell takes it:
// the words that start it, and the flags behind them, each with a space before it. It is shown
// until somebody has an account, because there is a path in it.
type Command struct{ Program, Kept string }

// New is the screens of an App.
func New(a *app.App, s Settings) *Pages {
	if s.Command.Program == "" {
		s.Command.Program = "handrail"
	}
	p := &Pages{app: a, settings: s}
	p.worker = sync.OnceValues(p.workerScript)
	return p
}

// show answers with a screen.
func show(c echo.Context, status int, screen templ.Component) error {
	page := templ.GetBuffer()
	defer templ.ReleaseBuffer(page)
	if err := screen.Render(c.Request().Context(), page); err != nil {
		return err
	}
	return c.HTMLBlob(status, page.Bytes())
}

// to sends the browser on after a form was taken (RFC 9110 section 15.4.4).
func to(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }

// who is the one who asks.
func who(c echo.Context) models.Actor { return identity.Actor(c.Request().Context()) }

// planOf is the plan in the path.
func planOf(c echo.Context) models.ID { return models.ID(c.Param("plan")) }

// planPath is the address of something in a plan.
func planPath(plan models.ID, rest string) string { return "/plans/" + string(plan) + rest }

// sectionPath is the address of a section.
func sectionPath(plan models.ID, section models.SectionKey) string {
	return planPath(plan, "/sections/"+string(section))
}

// entryPath is the address of something of an entry.
func entryPath(plan, entry models.ID, rest string) string {
	return planPath(plan, "/entries/"+string(entry)+rest)
}

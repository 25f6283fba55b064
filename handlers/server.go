// Package handlers is the Echo server: what every request passes through, who is
// asking, and one mapping of errors to answers. It decides nothing about plans.
package handlers

import (
	"io"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"handrail/app"
	"handrail/handlers/api"
	"handrail/handlers/calendar"
	"handrail/handlers/identity"
	"handrail/handlers/measure"
	"handrail/handlers/pages"
	"handrail/handlers/parcel"
	"handrail/models"
)

// mostBody is the largest request body: 1,048,576 bytes ("1M" would be a million).
const mostBody = "1MiB"

// usualNeutral is where Leave goes unless the service chose somewhere else.
const usualNeutral = "https://www.bbc.co.uk/weather"

// Settings is what a server is told.
type Settings struct {
	PublicURL      string              // scheme and host as browsers see it; empty: http on this machine
	HTTPS          bool                // this server speaks TLS itself
	TrustedProxies []netip.Prefix      // whose X-Forwarded-For is believed
	NeutralURL     string              // where "Leave this page" goes
	Help           *models.HelpNumbers // the service's own; nil: Scotland's
	Command        pages.Command       // how the operator calls it
	Meter          *measure.Meter      // counts; nil: nothing does
}

// New is a server with every route.
func New(a *app.App, s Settings) *echo.Echo {
	if s.NeutralURL == "" {
		s.NeutralURL = usualNeutral
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard) // it would write paths and what went wrong on standard output
	e.IPExtractor = addressOf(s.TrustedProxies)
	cookies := identity.Cookies{Secure: s.HTTPS || strings.HasPrefix(s.PublicURL, "https://")}
	screens := pages.New(a, pages.Settings{NeutralURL: s.NeutralURL, Help: s.Help, Command: s.Command, Cookies: cookies})
	e.HTTPErrorHandler = answerError(screens)

	if s.Meter != nil {
		e.Use(s.Meter.Count)
	}
	transport := ""
	if cookies.Secure {
		transport = httpsOnly
	}
	e.Use(compressed(), requestID, secured(policyFor(s.NeutralURL), transport), logged, patient, recovered, oneHost(s.PublicURL), sameOrigin(s.PublicURL))
	e.Use(middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Skipper: parcel.Takes, Limit: mostBody})) // a parcel has a limit of its own
	e.Use(identity.Middleware(a, cookies), screens.OnlyView)

	e.GET("/static/*", static)
	e.GET("/healthz", alive)
	e.GET("/readyz", ready(a))
	api.Register(e, a)
	screens.Register(e)
	calendar.Register(e, a)
	return e
}

func isStream(c echo.Context) bool { return strings.HasSuffix(c.Path(), "/events") }

// Package handlers is the Echo server: what every request passes through, who is
// asking, and one mapping of errors to answers. It decides nothing about plans.
package handlers

import (
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"handrail/app"
	"handrail/handlers/api"
	"handrail/handlers/identity"
	"handrail/handlers/pages"
)

// mostBody is the largest request body.
const mostBody = "1M"

// Settings is what a server is told.
type Settings struct {
	PublicURL      string         // scheme and host as browsers see it; empty: http on this machine
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	NeutralURL     string         // where "Leave this page" goes
}

// New is a server with every route.
func New(a *app.App, s Settings) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = addressOf(s.TrustedProxies)
	cookies := identity.Cookies{Secure: strings.HasPrefix(s.PublicURL, "https://")}
	screens := pages.New(a, pages.Settings{NeutralURL: s.NeutralURL, Cookies: cookies})
	e.HTTPErrorHandler = answerError(screens)

	e.Use(requestID, logged, middleware.Recover(), oneHost(s.PublicURL), secured(cookies.Secure), sameOrigin(s.PublicURL))
	e.Use(middleware.BodyLimit(mostBody))
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{Level: 5, MinLength: 512, Skipper: isStream}))
	e.Use(identity.Middleware(a, cookies), screens.OnlyView)

	e.GET("/static/*", static)
	e.GET("/healthz", alive)
	e.GET("/readyz", ready(a))
	api.Register(e, a)
	screens.Register(e)
	return e
}

func isStream(c echo.Context) bool { return strings.HasSuffix(c.Path(), "/events") }

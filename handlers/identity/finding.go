package identity

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// helpPath is the page that is there for everybody, always.
const helpPath = "/help"

// patience is how long it may take to find out who asks, for all pages and (true) for help.
var patience = map[bool]time.Duration{false: 10 * time.Second, true: time.Second}

// Middleware finds out who asks. Nobody is let through as nobody; only storage
// that does not answer is an error, and even then help is given.
func Middleware(a *app.App, cookies Cookies) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if forAll(c.Path()) {
				return next(c)
			}
			r := c.Request()
			help := c.Path() == helpPath
			w, err := findWithin(patience[help], r, a, cookies)
			if err != nil && models.KindOf(err) != models.SignIn && !help {
				return err
			}
			w.From = c.RealIP()
			c.SetRequest(r.WithContext(With(r.Context(), w)))
			return next(c)
		}
	}
}

// forAll is what answers the same to everybody, also while the database does not answer.
func forAll(path string) bool {
	switch path {
	case "/static/*", "/healthz", "/readyz", "/phone", "/worker.js", "/note-worker.js", "/handrail.webmanifest":
		return true
	}
	return false
}

func findWithin(patience time.Duration, r *http.Request, a *app.App, cookies Cookies) (Who, error) {
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	return find(r.WithContext(ctx), a, cookies)
}

func find(r *http.Request, a *app.App, cookies Cookies) (Who, error) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		if token, ok := bearer(r); ok {
			actor, err := a.ByToken(r.Context(), token)
			return asked(Who{Actor: actor}, models.ByAPI, err)
		}
		if !fromOwnPage(r) {
			return Who{}, nil
		}
	}
	cookie, err := r.Cookie(cookies.Name())
	if err != nil || cookie.Value == "" {
		return Who{}, nil
	}
	p, err := a.ByCookie(r.Context(), cookie.Value)
	return asked(Who{Actor: p.Actor, Locked: p.Locked, Cookie: cookie.Value}, models.ByPage, err)
}

func asked(w Who, via models.Via, err error) (Who, error) {
	if err != nil {
		return Who{}, err
	}
	w.Actor.Via = via
	return w, nil
}

// bearer is the token of a request; the scheme's capitals do not count (RFC 9110
// section 11.1). Where there is one no cookie is looked at, whatever it is worth.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	return token, strings.EqualFold(scheme, "Bearer")
}

// fromOwnPage reports whether a browser says that one of our own pages asks, or
// the person themselves (W3C Fetch Metadata). Browsers that say nothing are old ones;
// the cookie's SameSite guards them.
func fromOwnPage(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}

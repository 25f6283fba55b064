// Package identity says who a request comes from: by the cookie of pages or the
// bearer token of the API. It carries no rights and must never let a locked sign-in through.
package identity

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

type key struct{}

// Who is what a request's cookie or token says.
type Who struct {
	Actor  models.Actor
	Locked bool
	Cookie string // as it came, for unlocking
	From   string // the address that it came from, for limits alone
}

// Actor is who asks; the zero Actor is nobody.
func Actor(ctx context.Context) models.Actor {
	if w := whole(ctx); !w.Locked {
		return w.Actor
	}
	return models.Actor{}
}

// Locked reports whether the request's sign-in waits for its password.
func Locked(ctx context.Context) bool { return whole(ctx).Locked }

// Cookie is the cookie that came, for unlocking.
func Cookie(ctx context.Context) string { return whole(ctx).Cookie }

// Address is where the request came from, for limits alone.
func Address(ctx context.Context) string { return whole(ctx).From }

func whole(ctx context.Context) Who {
	w, _ := ctx.Value(key{}).(Who)
	return w
}

// With puts who asks into a context.
func With(ctx context.Context, w Who) context.Context { return context.WithValue(ctx, key{}, w) }

// Cookies says what the sign-in cookie is called and how it is set.
type Cookies struct{ Secure bool }

// Name has the prefix that binds it to this host over https (RFC 6265bis section
// 4.1.3.2); over http on one's own machine that prefix is not to be had.
func (c Cookies) Name() string {
	if c.Secure {
		return "__Host-handrail"
	}
	return "handrail"
}

const ownPhone = 90 * 24 * time.Hour

// Set gives the browser its sign-in. On a device of their own it outlives the
// browser; elsewhere it ends with it.
func (c Cookies) Set(e echo.Context, s app.SignedIn, d app.Device) {
	cookie := c.cookie(s.Cookie)
	if d.Own {
		cookie.MaxAge = int(ownPhone.Seconds())
	}
	e.SetCookie(cookie)
}

// Clear takes the sign-in from the browser.
func (c Cookies) Clear(e echo.Context) {
	cookie := c.cookie("")
	cookie.MaxAge = -1
	e.SetCookie(cookie)
}

func (c Cookies) cookie(value string) *http.Cookie {
	return &http.Cookie{Name: c.Name(), Value: value, Path: "/", HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode}
}

// Middleware finds out who asks. Nobody is let through as nobody; only storage
// that does not answer is an error.
func Middleware(a *app.App, cookies Cookies) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			w, err := find(r, a, cookies)
			if err != nil && !isNobody(err) {
				return err
			}
			w.From = c.RealIP()
			c.SetRequest(r.WithContext(With(r.Context(), w)))
			return next(c)
		}
	}
}

func isNobody(err error) bool {
	e, ok := errors.AsType[*models.Error](err)
	return ok && e.Kind == models.SignIn
}

func find(r *http.Request, a *app.App, cookies Cookies) (Who, error) {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		return Who{}, nil
	}
	if api := strings.HasPrefix(r.URL.Path, "/api/"); api {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			actor, err := a.ByToken(r.Context(), token)
			if err != nil {
				return Who{}, err
			}
			actor.Via = models.ByAPI
			return Who{Actor: actor}, nil
		}
	}
	cookie, err := r.Cookie(cookies.Name())
	if err != nil || cookie.Value == "" {
		return Who{}, nil
	}
	p, err := a.ByCookie(r.Context(), cookie.Value)
	if err != nil {
		return Who{}, err
	}
	p.Actor.Via = models.ByPage
	return Who{Actor: p.Actor, Locked: p.Locked, Cookie: cookie.Value}, nil
}

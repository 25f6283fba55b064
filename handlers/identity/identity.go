// Package identity says who a request comes from: by the cookie of pages or the
// bearer token of the API. It carries no rights and must never let a locked sign-in through.
package identity

import (
	"context"
	"crypto/rand"
	"net/http"
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

// browserName is the cookie that tells one browser from another, and nothing else.
const browserName = "browser"

const markLasts = 400 * 24 * time.Hour // as long as browsers keep any (RFC 6265bis section 5.5)

// Mark is the browser's own mark, given to it now where it has none. Two accounts
// that sign in with one browser are not counted as two people (RULES.md 7).
func (c Cookies) Mark(e echo.Context) string {
	had, err := e.Cookie(browserName)
	if err == nil && len(had.Value) == len(rand.Text()) {
		return had.Value
	}
	mark := rand.Text()
	e.SetCookie(&http.Cookie{Name: browserName, Value: mark, Path: "/", MaxAge: int(markLasts.Seconds()), HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
	e.Request().AddCookie(&http.Cookie{Name: browserName, Value: mark})
	return mark
}

// Clear takes the sign-in from the browser.
func (c Cookies) Clear(e echo.Context) {
	cookie := c.cookie("")
	cookie.MaxAge = -1
	e.SetCookie(cookie)
}

// Left changes a cookie that means nothing: a browser that keeps pages whole for
// Back lets go of those that must not be stored when a cookie has changed.
func (c Cookies) Left(e echo.Context) {
	e.SetCookie(&http.Cookie{Name: "left", Value: rand.Text(), Path: "/", MaxAge: 1, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
}

func (c Cookies) cookie(value string) *http.Cookie {
	return &http.Cookie{Name: c.Name(), Value: value, Path: "/", HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode}
}

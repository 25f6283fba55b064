package pages

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/problem"
)

// device is where a form was sent from. Their own phone stays signed in; any other,
// and one of which nothing was said, may be used by others too.
func (p *Pages) device(c echo.Context) app.Device {
	return app.Device{
		Name: app.DeviceName(c.Request().UserAgent()), From: identity.Address(c.Request().Context()),
		Own: c.FormValue("own") == "yes", Shared: c.FormValue("own") != "yes", Browser: p.settings.Cookies.Mark(c),
	}
}

// signingView is the sign-in and sign-up forms; Next is where to go on.
type signingView struct {
	frame
	form
	Next  string
	Mails bool
	Sent  bool    // a mail is on its way
	Waits waiting // a form that was sent while nobody was signed in
}

func (p *Pages) signingView(c echo.Context, f form, key string) (signingView, error) {
	fr, err := p.frame(c, "", key)
	return signingView{frame: fr, form: f, Next: safePath(c.FormValue("next")), Mails: p.app.Mails(), Waits: waitingIn(f)}, err
}

func (p *Pages) signUpForm(c echo.Context) error {
	v, err := p.signingView(c, form{}, "signup.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, signUpScreen(v))
}

func (p *Pages) signUp(c echo.Context) error {
	f := typed(c)
	v, err := p.signingView(c, f, "signup.title")
	if err != nil {
		return err
	}
	made, err := p.app.SignUp(c.Request().Context(), app.SignUp{Email: f.Get("email"), Name: f.Get("name"), Password: f.Get("password"), Device: p.device(c)})
	if err != nil {
		if v.again(c.Request().Context(), err) {
			return show(c, http.StatusUnprocessableEntity, signUpScreen(v))
		}
		return err
	}
	if made.Account.ID == "" {
		v.Sent = true
		if invited(v.Next) {
			p.rememberWhy(c, v.Next)
		}
		return show(c, http.StatusAccepted, signUpScreen(v))
	}
	p.settings.Cookies.Set(c, made.SignedIn, p.device(c))
	return show(c, http.StatusCreated, recoveryScreen(v, made.Recovery, firstPage(v.Next)))
}

func (p *Pages) signInForm(c echo.Context) error {
	v, err := p.signingView(c, form{}, "signin.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, signInScreen(v))
}

func (p *Pages) signIn(c echo.Context) error {
	f := typed(c)
	s, err := p.app.SignIn(c.Request().Context(), f.Get("email"), f.Get("password"), p.device(c))
	if w := waitingIn(f); err == nil {
		p.settings.Cookies.Set(c, *s, p.device(c))
		if w.To != "" {
			return p.goOn(c, w, "signin.done")
		}
		return to(c, safePath(f.Get("next")))
	}
	v, frameErr := p.signingView(c, f, "signin.title")
	if frameErr != nil {
		return frameErr
	}
	if v.again(c.Request().Context(), err) {
		return show(c, http.StatusUnprocessableEntity, signInScreen(v))
	}
	return err
}

func (p *Pages) recoverForm(c echo.Context) error {
	v, err := p.signingView(c, form{}, "recover.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, recoverScreen(v))
}

func (p *Pages) recover(c echo.Context) error {
	f := typed(c)
	v, err := p.signingView(c, f, "recover.title")
	if err != nil {
		return err
	}
	code, err := p.app.Recover(c.Request().Context(), f.Get("email"), f.Get("code"), f.Get("password"), p.device(c))
	if err != nil {
		if v.again(c.Request().Context(), err) {
			return show(c, http.StatusUnprocessableEntity, recoverScreen(v))
		}
		return err
	}
	return show(c, http.StatusOK, recoveryScreen(v, code, "/sign-in"))
}

// proveForm asks for one press, so that a mail scanner that follows links proves
// nothing.
func (p *Pages) proveForm(c echo.Context) error {
	v, err := p.signingView(c, typed(c), "prove.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, proveScreen(v))
}

func (p *Pages) prove(c echo.Context) error {
	isNew, err := p.app.Prove(c.Request().Context(), c.FormValue("token"))
	if err != nil {
		return err
	}
	if isNew {
		return to(c, "/sign-in?next="+url.QueryEscape(firstPage("/")))
	}
	return to(c, "/sign-in")
}

func (p *Pages) signOut(c echo.Context) error {
	if err := p.app.SignOut(c.Request().Context(), who(c)); err != nil {
		return err
	}
	p.settings.Cookies.Clear(c)
	p.rememberWhy(c, "/")
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return to(c, "/")
}

// leave keeps what was being typed, locks this sign-in and goes to a page that
// says nothing of this one.
func (p *Pages) leave(c echo.Context) error {
	ctx := c.Request().Context()
	actor := who(c)
	if actor.Account != "" {
		if err := p.keepTyped(c); err != nil {
			problem.Note(ctx, err) // leaving comes first
		}
		if err := p.app.Lock(ctx, actor); err != nil {
			return err
		}
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	p.settings.Cookies.Left(c)
	return c.Redirect(http.StatusSeeOther, p.settings.NeutralURL)
}

func (p *Pages) lockPage(c echo.Context) error {
	if !identity.Locked(c.Request().Context()) {
		return to(c, "/")
	}
	return p.showLock(c, http.StatusOK, form{})
}

func (p *Pages) showLock(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "", "lock.title")
	if err != nil {
		return err
	}
	fr.Bare = true
	pin, err := p.app.PINBehind(c.Request().Context(), identity.Cookie(c.Request().Context()))
	if err != nil {
		return err
	}
	return show(c, status, lockScreen(fr, f, pin))
}

// unlockWith takes the PIN, where one was typed, else the password.
func (p *Pages) unlockWith(ctx context.Context, f form) error {
	if pin := f.Get("pin"); pin != "" {
		return p.app.UnlockByPIN(ctx, identity.Cookie(ctx), pin)
	}
	return p.app.Unlock(ctx, identity.Cookie(ctx), f.Get("password"))
}

func (p *Pages) unlock(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	err := p.unlockWith(ctx, f)
	if err == nil {
		return to(c, "/")
	}
	if f.again(ctx, err) {
		f.Message = "" // the field says enough
		return p.showLock(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

// cameForCookie keeps, in this browser alone, what somebody came for who has to prove
// their address first. It does not go along with the mail: a code in the mail to a
// mistyped address would be somebody else's.
const (
	cameForCookie = "came-for"
	cameForLasts  = 24 * time.Hour
)

// rememberWhy keeps the path that somebody came for; the first page lets it go.
func (p *Pages) rememberWhy(c echo.Context, path string) {
	cookie := &http.Cookie{Name: cameForCookie, Value: url.PathEscape(path), Path: "/", MaxAge: int(cameForLasts.Seconds()), HttpOnly: true,
		Secure: p.settings.Cookies.Secure, SameSite: http.SameSiteLaxMode}
	if path == "/" {
		if _, err := c.Cookie(cameForCookie); err != nil {
			return
		}
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// cameFor is what somebody came for before they had an account; empty: nothing.
func cameFor(c echo.Context) string {
	cookie, err := c.Cookie(cameForCookie)
	if err != nil {
		return ""
	}
	path, err := url.PathUnescape(cookie.Value)
	if err != nil || !invited(safePath(path)) {
		return ""
	}
	return safePath(path)
}

func invited(path string) bool { return strings.HasPrefix(path, "/invitations/") }

// firstPage is where a new account goes first: to what it came for, or the first run.
func firstPage(next string) string {
	if next == "/" {
		return "/start/" + steps[0]
	}
	return next
}

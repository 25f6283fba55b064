package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
	"handrail/handlers/say"
	"handrail/models"
)

// errorView is a page that says what happened and what next.
type errorView struct {
	frame
	Message string
	Kept    []kept // what was typed, still there
}

// kept is one thing that was typed into the form that could not be taken.
type kept struct{ Name, Value string }

// Error answers an error with a page. Where somebody has to sign in or type their
// password again, what they typed comes with them.
func (p *Pages) Error(c echo.Context, err error) error {
	status := problem.Of(err).Status
	switch {
	case models.KindOf(err) == models.StepUp:
		return p.askPassword(c, form{})
	case status == http.StatusUnauthorized && strings.HasPrefix(c.Path(), "/help"):
		return to(c, "/help")
	case status == http.StatusUnauthorized && c.Request().Method == http.MethodGet:
		return to(c, "/sign-in?next="+next(c))
	}
	v := errorView{Message: problem.Of(err).Detail}
	if c.Request().Method == http.MethodPost {
		v.Kept = keptOf(typed(c))
	}
	if v.frame, err = p.frame(c, "", "error.title"); err != nil {
		v.frame = frame{Title: say.T(c.Request().Context(), "error.title"), Look: lookOf(c)}
	}
	if status == http.StatusUnauthorized {
		return show(c, status, signedOutScreen(v))
	}
	return show(c, status, errorScreen(v))
}

func next(c echo.Context) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "+", "%2B").Replace(c.Request().URL.RequestURI())
}

// keptOf is everything typed but passwords, in the order of its names.
func keptOf(f form) []kept {
	var out []kept
	for name, value := range f.Values {
		if value != "" && !strings.Contains(name, "password") && name != "old" {
			out = append(out, kept{Name: name, Value: value})
		}
	}
	slices.SortFunc(out, func(a, b kept) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// stepUpView asks for the password and holds the form that needs it, to be sent
// once more as it was.
type stepUpView struct {
	frame
	form
	To     string
	Method string
	Kept   []kept
}

// wrapped is how the fields of the form that waits are named inside the other one.
const wrapped = "kept."

func (p *Pages) askPassword(c echo.Context, f form) error {
	fr, err := p.frame(c, "", "stepup.title")
	if err != nil {
		return err
	}
	v := stepUpView{frame: fr, form: f, To: c.Request().URL.Path, Kept: keptOf(typed(c))}
	return show(c, http.StatusForbidden, stepUpScreen(v))
}

// stepUp proves the password and goes on with the form that waited.
func (p *Pages) stepUp(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	var waits []kept
	for name, value := range f.Values {
		if inner, is := strings.CutPrefix(name, wrapped); is {
			waits = append(waits, kept{Name: inner, Value: value})
		}
	}
	slices.SortFunc(waits, func(a, b kept) int { return strings.Compare(a.Name, b.Name) })
	fr, err := p.frame(c, "", "stepup.title")
	if err != nil {
		return err
	}
	v := stepUpView{frame: fr, form: form{}, To: safePath(f.Get("to")), Kept: waits}
	if _, err := p.app.StepUp(ctx, who(c), f.Get("password")); err != nil {
		if v.again(ctx, err) {
			return show(c, http.StatusUnprocessableEntity, stepUpScreen(v))
		}
		return err
	}
	return show(c, http.StatusOK, goOnScreen(v))
}

package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
)

// screens answers an error with a page.
type screens interface {
	Error(c echo.Context, err error) error
}

// answerError is the one place where an error becomes an answer.
func answerError(s screens) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		p := problem.Of(err)
		for name, values := range p.GetHeaders() {
			c.Response().Header()[name] = values
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			err = writeProblem(c, p)
		} else {
			err = s.Error(c, err)
		}
		if err != nil {
			problem.Note(c.Request().Context(), fmt.Errorf("an error could not be answered: %w", err))
		}
	}
}

func writeProblem(c echo.Context, p *problem.Problem) error {
	c.Response().Header().Set(echo.HeaderContentType, p.ContentType(""))
	c.Response().WriteHeader(p.Status)
	return p.Write(c.Response())
}

// recovered makes an error of a panic. Only where it happened is kept: what it
// says could hold somebody's words (SAFETY.md 19).
func recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			r := recover()
			if r == nil {
				return
			}
			if e, is := r.(error); is && errors.Is(e, http.ErrAbortHandler) {
				panic(r)
			}
			err = fmt.Errorf("panic of a %T: %w\n%s", r, runtimeError(r), debug.Stack())
		}()
		return next(c)
	}
}

// runtimeError is what the Go runtime itself says of a panic, which holds no text of ours.
func runtimeError(r any) error {
	if e, ok := r.(runtime.Error); ok {
		return e
	}
	return errPanic
}

var errPanic = errors.New("its text is not logged")

package handlers

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
)

const requestIDHeader = "X-Request-Id"

// requestID gives each answer an id of its own, which stands in the log too.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(requestIDHeader, rand.Text()[:12])
		return next(c)
	}
}

// logged writes one line a request: the route as it was registered, never a path,
// an id, a name or a query.
func logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		level := slog.LevelDebug
		status := c.Response().Status
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		slog.Log(context.Background(), level, "request", "method", c.Request().Method, "route", c.Path(), "status", status,
			"took", time.Since(began), "id", c.Response().Header().Get(requestIDHeader))
		return nil
	}
}

// screens answers an error with a page.
type screens interface {
	Error(c echo.Context, err error) error
}

// answerError is the one place where an error becomes an answer, and where it is
// logged, once.
func answerError(s screens) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		p := problem.Of(err)
		if p.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
			slog.Error("request", "route", c.Path(), "error", err, "id", c.Response().Header().Get(requestIDHeader))
		}
		for name, values := range p.GetHeaders() {
			c.Response().Header()[name] = values
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			err = writeProblem(c, p)
		} else {
			err = s.Error(c, err)
		}
		if err != nil {
			slog.Error("an error could not be answered", "route", c.Path(), "error", err)
		}
	}
}

func writeProblem(c echo.Context, p *problem.Problem) error {
	c.Response().Header().Set(echo.HeaderContentType, p.ContentType(""))
	c.Response().WriteHeader(p.Status)
	return p.Write(c.Response())
}

package handlers

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/handlers/measure"
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
// an id, a name or a query. What went wrong on our side stands in the same line. Of help there is
// no line, or where something went wrong one that does not say where.
func logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		ctx, cause := problem.Keep(c.Request().Context())
		c.SetRequest(c.Request().WithContext(ctx))
		err := next(c)
		if err != nil {
			c.Error(err)
		} else {
			err = *cause
		}
		level, route := levelOf(c.Path()), c.Path()
		line := []any{"status", c.Response().Status, "took", time.Since(began), "id", c.Response().Header().Get(requestIDHeader)}
		if ours(err) {
			level, line = slog.LevelError, append(line, "error", err)
		}
		if measure.Unseen(route) {
			if level == slog.LevelError {
				slog.Error("request", line...)
			}
			return nil
		}
		slog.Log(context.Background(), level, "request", append([]any{"method", c.Request().Method, "route", route}, line...)...)
		return nil
	}
}

// levelOf is quieter for what machines ask every few seconds, and for what comes with every page.
func levelOf(route string) slog.Level {
	switch route {
	case "/healthz", "/readyz", "/static/*":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// ours reports whether an error is this server's and not the asker's. Somebody
// who went away before the answer is neither.
func ours(err error) bool {
	return err != nil && problem.Of(err).Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled)
}

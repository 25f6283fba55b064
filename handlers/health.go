package handlers

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/problem"
)

// alive answers while the process does.
func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyWithin is how long the database may take to answer (RULES.md 16).
const readyWithin = time.Second

// ready answers while the database does.
func ready(a *app.App) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
		defer cancel()
		if err := a.Ready(ctx); err != nil {
			problem.Note(ctx, fmt.Errorf("not ready: %w", err))
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
		return c.String(http.StatusOK, "ok\n")
	}
}

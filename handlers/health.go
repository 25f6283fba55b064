package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/problem"
)

// alive answers while the process does.
func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready answers while the database does.
func ready(a *app.App) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		if err := a.Ready(ctx); err != nil {
			problem.Note(ctx, fmt.Errorf("not ready: %w", err))
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
		return c.String(http.StatusOK, "ok\n")
	}
}

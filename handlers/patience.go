package handlers

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"
)

// patience is how long a request may wait for the database, for the turn to
// compare its password and the like. Then it is told to come again, and its words are still with it.
const patience = 20 * time.Second

// patient ends the waits of a request. A stream waits as long as somebody listens.
func patient(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isStream(c) {
			return next(c)
		}
		r := c.Request()
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

package handlers

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/handlers/parcel"
)

// patience is how long a request may wait for the database, for the turn to
// compare its password and the like. Then it is told to come again, and its words
// are still with it; to say so may take as long as telling.
const (
	patience = 20 * time.Second
	telling  = 2 * time.Second
)

// patient ends the waits of a request. A stream waits as long as somebody listens.
// It answers an error itself: the page that says what happened is drawn in a time of its own.
func patient(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isStream(c) {
			return next(c)
		}
		most := patience
		if parcel.Takes(c) {
			most = parcel.Patience
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), most)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		err := next(c)
		if err == nil {
			return nil
		}
		last, done := context.WithTimeout(context.WithoutCancel(c.Request().Context()), telling)
		defer done()
		c.SetRequest(c.Request().WithContext(last))
		c.Error(err)
		return err
	}
}

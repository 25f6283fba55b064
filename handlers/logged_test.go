package handlers

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
)

// The cause of a failure stands in the log once, and never in the answer; what a
// panic says stands in neither.
func TestACauseIsLoggedOnceAndNeverSaid(t *testing.T) {
	for name, c := range map[string]struct {
		do     echo.HandlerFunc
		logged string
	}{
		"an error": {func(echo.Context) error { return errors.New("disk on fire") }, "disk on fire"},
		"a noted cause": {func(c echo.Context) error {
			problem.Note(c.Request().Context(), errors.New("disk on fire"))
			return c.NoContent(500)
		}, "disk on fire"},
		"a panic": {func(echo.Context) error { panic("I wake before four") }, "logged_test.go"},
		"a slip":  {func(echo.Context) error { note(nil, "I wake"); return nil }, "assignment to entry in nil map"},
		"half a page": {func(c echo.Context) error {
			_ = c.String(http.StatusOK, "half")
			return errors.New("disk on fire")
		}, "disk on fire"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			before := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			defer slog.SetDefault(before)
			e := echo.New()
			e.HTTPErrorHandler = answerError(nil)
			e.Use(requestID, logged, recovered)
			e.GET("/api/v1/plans/:plan", c.do)
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/plans/SECRET", nil))
			if text := log.String(); strings.Count(text, "level=ERROR") != 1 || !strings.Contains(text, c.logged) || strings.Contains(text, "I wake") || strings.Contains(text, "SECRET") {
				t.Errorf("the log: %s", text)
			}
			if w.Code != 200 && w.Code != 500 || strings.Contains(w.Body.String(), "fire") || strings.Contains(w.Body.String(), "panic") {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

// note slips where there is nothing to note in.
func note(in map[string]int, words string) { in[words] = 4 }

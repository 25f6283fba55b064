package handlers_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers"
	"handrail/models"
)

// server is a world behind its handlers.
type server struct {
	*apptest.World
	echo *echo.Echo
}

func newServer(t testing.TB) *server {
	return serverOf(apptest.New(t))
}

func serverOf(w *apptest.World) *server {
	e := handlers.New(w.App, handlers.Settings{})
	if b, timed := w.T.(*testing.B); timed {
		logsNowhere(b)
	} else {
		e.Pre(documented(w.T, e))
	}
	return &server{World: w, echo: e}
}

// logsNowhere has a request's line made as serve makes it, and thrown away: it costs what
// it costs, and does not stand between the figures.
func logsNowhere(b testing.TB) {
	b.Helper()
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(io.Discard, nil)))
	b.Cleanup(func() { slog.SetDefault(before) })
}

// page asks as somebody with their cookie; a form makes it a POST.
func (s *server) page(who apptest.Who, path string, form url.Values) *httptest.ResponseRecorder {
	s.T.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if form != nil {
		r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	}
	if who.Cookie != "" {
		r.AddCookie(&http.Cookie{Name: "handrail", Value: who.Cookie})
	}
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	return w
}

// call asks the API as somebody with their token.
func (s *server) call(who apptest.Who, method, path, body string) *httptest.ResponseRecorder {
	s.T.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	if who.Access != "" {
		r.Header.Set(echo.HeaderAuthorization, "Bearer "+who.Access)
	}
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	return w
}

// suggested is the id of a suggestion that Morag sent for warnings.
func (s *server) suggested() string {
	s.T.Helper()
	made, err := s.App.Suggest(s.T.Context(), s.Morag.Actor, app.Suggest{Plan: s.Ailsa.Plan, Section: "warnings", Note: "From Thursday.",
		Fields: models.Fields{{Key: "sign", Text: "I start cancelling plans two days running."}}})
	s.Must(err)
	return string(made.ID)
}

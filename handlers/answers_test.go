package handlers_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers"
	"handrail/models"
	"handrail/static"
)

func TestStaticFilesAreKeptForGood(t *testing.T) {
	s := newServer(t)
	for name, kind := range map[string]string{"css/handrail.css": "text/css; charset=utf-8", "js/handrail.js": "text/javascript; charset=utf-8", "icons/handrail.svg": "image/svg+xml"} {
		r := httptest.NewRequest(http.MethodGet, static.URL(name), nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := s.send(r)
		if w.Code != 200 || w.Header().Get("Content-Type") != kind || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		var body io.Reader = w.Body
		if w.Header().Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(w.Body)
			s.Must(err)
			body = unzipped
		}
		got, _ := io.ReadAll(body)
		if want, _ := static.Files.ReadFile(name); !bytes.Equal(got, want) {
			t.Errorf("%s is not what it was", name)
		}
	}
	for _, path := range []string{"/static/css/handrail.css", "/static/css/handrail.000000000000.css", "/static/messages/errors.en.json", "/static/", "/static/css", "/static/..%2f..%2fgo.mod"} {
		if w := s.page(s.Ailsa, path, nil); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheLogHoldsRoutesAndNothingElse(t *testing.T) {
	s := newServer(t)
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	e := s.Write("daily", "a secret walk")
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.page(s.Ailsa, plan+"/entries/"+string(e.ID)+"?note=secret", nil)
	s.page(s.Ailsa, plan+"/secret", nil)
	s.page(s.Ailsa, "/invitations/SECRET", nil)
	s.call(s.Ailsa, "PUT", plan+"/entries/"+string(e.ID), `{"version":7,"fields":{"what":"secret"},"secret":1}`)
	s.call(s.Ailsa, "PATCH", plan+"/entries/"+string(e.ID), "")
	s.call(apptest.Who{}, "POST", "/sign-ins", `{"email":"ailsa@example.org","password":"secret"}`)
	text := log.String()
	if !strings.Contains(text, "route=/plans/:plan/entries/:entry") || !strings.Contains(text, "status=422") {
		t.Errorf("the log is %s", text)
	}
	for _, no := range []string{"secret", "SECRET", string(s.Ailsa.Plan), string(e.ID), string(s.Ailsa.Account), s.Ailsa.Access, s.Ailsa.Cookie, "ailsa", "192.0.2.1"} {
		if strings.Contains(text, no) {
			t.Errorf("the log holds %q: %s", no, text)
		}
	}
}

// Without its database a server still says that it lives, and gives help. That
// the wait for it is over is said by a context that has ended.
func TestWithoutItsDatabase(t *testing.T) {
	s := newServer(t)
	gone, err := app.Open(t.Context(), app.Settings{Folder: t.TempDir(), QuickHash: true})
	s.Must(err)
	s.Must(gone.Close())
	s.echo = handlers.New(gone, handlers.Settings{})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for path, status := range map[string]int{
		"/healthz": 200, "/readyz": 503, "/help": 200, static.URL("css/handrail.css"): 200,
		"/me": 503, "/api/v1/me": 503, "/api/v1/plans/" + string(s.Ailsa.Plan): 503,
	} {
		w := s.send(as(s.Ailsa, httptest.NewRequest(http.MethodGet, path, nil).WithContext(over)))
		if w.Code != status || strings.Contains(w.Body.String(), "context") {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
}

// What is kept from somebody and what never was are the same answer to the last
// byte and header, by page and by API.
func TestNotFoundIsTheSameAnswerWhateverTheReason(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "daily")
	hidden := s.Write("goals", "mine")
	plan, entry := "/plans/"+string(s.Ailsa.Plan), "/entries/"+string(hidden.ID)
	for _, at := range []string{"", "/api/v1"} {
		var first string
		for _, path := range []string{
			"/plans/NEVER", plan + "/sections/goals", plan + "/sections/own-never", plan + entry, plan + "/entries/NEVER", plan + entry + "/versions",
			"/plans/NEVER/sections/daily", "/plans/NEVER/nothing", "/plans/" + string(s.Stranger.Plan), "/plans/" + string(s.Stranger.Plan) + entry, "/nothing",
		} {
			w := s.send(as(s.Jamie, newRequest("GET", at+path, "")))
			w.Header().Del("X-Request-Id")
			got := fmt.Sprint(w.Code, w.Header(), w.Body)
			if first == "" {
				first = got
			}
			if w.Code != http.StatusNotFound || got != first {
				t.Errorf("%s%s: %s\nnot %s", at, path, got, first)
			}
		}
	}
}

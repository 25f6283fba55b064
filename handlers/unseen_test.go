package handlers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/app/apptest"
	"handrail/handlers"
	"handrail/handlers/measure"
)

// logging has everything logged at its most talkative, or as it usually is.
func logging(t *testing.T, level slog.Level) *journal {
	t.Helper()
	log, before := new(journal), slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: level})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// Each request is one line as servers are usually set: which route, how long, which answer, and
// the id that the answer bears. What machines ask every few seconds is none.
func TestARequestIsALineInTheLog(t *testing.T) {
	w := apptest.New(t)
	log := logging(t, slog.LevelInfo)
	server := handlers.New(w.App, handlers.Settings{})
	ask := func(path string) string {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set(echo.HeaderAuthorization, "Bearer "+w.Ailsa.Access)
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		return answer.Header().Get("X-Request-Id")
	}
	ids := []string{ask("/api/v1/plans/" + string(w.Ailsa.Plan)), ask("/api/v1/plans/SECRET")}
	ask("/healthz")
	ask("/readyz")
	lines := strings.Split(strings.TrimSpace(log.text()), "\n")
	if len(lines) != len(ids) {
		t.Fatalf("%d lines: %s", len(lines), log.text())
	}
	for i, want := range []string{"status=200", "status=404"} {
		for _, part := range []string{"level=INFO", "method=GET", "route=/api/v1/plans/:plan ", want, "took=", "id=" + ids[i]} {
			if ids[i] == "" || !strings.Contains(lines[i]+" ", part) {
				t.Errorf("no %q in %s", part, lines[i])
			}
		}
	}
	for _, no := range []string{"SECRET", string(w.Ailsa.Plan), string(w.Ailsa.Account), "Ailsa"} {
		if strings.Contains(log.text(), no) {
			t.Errorf("%q stands in the log", no)
		}
	}
}

// Opening help is never counted and never written down, whoever opens it and whatever is
// pressed there (LOOK.md).
func TestThatHelpWasOpenedStandsNowhere(t *testing.T) {
	w := apptest.New(t)
	log, meter := logging(t, slog.LevelDebug), new(measure.Meter)
	server := handlers.New(w.App, handlers.Settings{Meter: meter})
	asked := 0
	for _, route := range server.Routes() {
		if route.Path != "/help" && !strings.HasPrefix(route.Path, "/help/") {
			continue
		}
		for _, who := range []apptest.Who{w.Ailsa, {}} {
			r := httptest.NewRequest(route.Method, route.Path, nil)
			if who.Cookie != "" {
				r.AddCookie(&http.Cookie{Name: "handrail", Value: who.Cookie})
			}
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, r)
			if answer.Code >= 500 {
				t.Errorf("%s %s: %d", route.Method, route.Path, answer.Code)
			}
			asked++
		}
	}
	if asked < 6 {
		t.Fatalf("only %d were asked", asked)
	}
	server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/healthz", nil))
	counted := httptest.NewRecorder()
	meter.Serve(func() []measure.Gauge { return nil }).ServeHTTP(counted, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if !strings.Contains(counted.Body.String(), `route="/healthz"`) || !strings.Contains(log.text(), "route=/healthz") {
		t.Errorf("nothing is counted, or logged: %s %s", counted.Body, log.text())
	}
	for name, text := range map[string]string{"the log": log.text(), "/metrics": counted.Body.String()} {
		if strings.Contains(strings.ReplaceAll(text, "# HELP", ""), "help") {
			t.Errorf("%s says that help was opened: %s", name, text)
		}
	}
}

package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"handrail/app/apptest"
	"handrail/handlers"
)

// On a shared computer (SAFETY.md 12): once somebody has signed out or pressed
// Leave, Back in a real browser shows nothing of what they saw, with a script and without.
func TestBackShowsNothing(t *testing.T) {
	chromium(t)
	neutral := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<main id=rain>Rain later.</main>"))
	}))
	t.Cleanup(neutral.Close)
	s := newServer(t)
	s.Write("warnings", "I wake before four.")
	away := handlers.New(s.App, handlers.Settings{NeutralURL: neutral.URL})
	server := httptest.NewServer(away)
	t.Cleanup(server.Close)
	for _, v := range []view{{"script", 1280, false, true}, {"no-script", 360, true, false}} {
		for _, way := range []string{"Leave", "Sign out"} {
			t.Run(v.name+" "+way, func(t *testing.T) { goesAndComesBack(t, window(t, server, v), s, way) })
		}
	}
}

func goesAndComesBack(t *testing.T, b *browser, s *server, way string) {
	who := s.SignIn(s.Ailsa)
	b.signsIn(&who)
	pages := []string{"/", "/plans/" + string(s.Ailsa.Plan), "/plans/" + string(s.Ailsa.Plan) + "/sections/warnings"}
	for _, path := range pages {
		b.goes(path)
	}
	b.reads("I wake before four.")
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	err := chromedp.Run(ctx, chromedp.Evaluate(`[...document.querySelectorAll('button')].find(e => e.textContent.trim().startsWith(`+quoted(way)+`)).click()`, nil),
		chromedp.WaitReady(map[string]string{"Leave": "#rain", "Sign out": `a[href="/sign-in"]`}[way]))
	if err != nil {
		t.Fatalf("%s leads nowhere: %v", way, err)
	}
	for range pages {
		var gone string
		b.do(chromedp.NavigateBack(), chromedp.Evaluate(`document.documentElement.innerText`, &gone))
		for _, word := range []string{"I wake before four.", "Ailsa", "Small signs"} {
			if strings.Contains(gone, word) {
				t.Errorf("Back shows %q on %s:\n%s", word, b.path(), gone)
			}
		}
	}
	if way == "Leave" {
		b.goes("/unlock")
		b.types("password", apptest.Password)
		b.presses("Open")
		b.reads("Ailsa")
	}
}

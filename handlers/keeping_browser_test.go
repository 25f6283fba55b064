package handlers_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/models"
)

// The way from sharing to an erased plan, in a real browser, on a phone and wide:
// what the person reads at each step, and that axe finds nothing.
func TestErasingInARealBrowser(t *testing.T) {
	chromium(t)
	axe(t)
	for _, v := range []view{{"wide-light", 1280, false, true}, {"phone-dark", 360, true, false}} {
		s := newServer(t)
		aWholeLife(s)
		server := httptest.NewServer(s.echo)
		t.Cleanup(server.Close) // after the window, whose pages hold streams open
		b := window(t, server, v)
		b.signsIn(&s.Ailsa)
		looks := func(name string) {
			b.fits()
			if v.script { // axe is one
				for _, found := range b.violations("") {
					t.Errorf("%s %s: %s", v.name, name, found)
				}
			}
			b.picture("keeping-" + name)
		}
		b.goes("/me/take-out")
		looks("take-out")
		b.presses("I want my plan erased")
		b.reads("seven days", "kept by hand")
		looks("erase")
		b.must(`(() => { document.querySelector('[name=account][value=stays]').checked = true; return true })()`)
		b.presses("Erase it in seven days")
		b.reads("will be erased on", "Keep my plan")
		looks("waits")
		b.goes("/")
		looks("band")
		b.goes("/me/hold")
		b.presses("Keep my plan")
		b.reads("Your plan stays", "Let sharing go on")
		looks("kept")
		_, err := s.App.AskToErase(t.Context(), s.Ailsa.Actor, app.Erase{Plan: s.Ailsa.Plan, Account: models.AccountStays})
		s.Must(err)
		s.Clock.Forward(models.EraseWait)
		s.App.TendOnce(t.Context())
		s.Ailsa = s.SignIn(s.Ailsa)
		b.signsIn(&s.Ailsa)
		b.goes("/")
		b.reads("It's done", "5 things that you wrote")
		looks("done")
	}
}

// The page that somebody takes along, opened as a file with no server behind it.
func TestTheTakenPageStandsByItself(t *testing.T) {
	chromium(t)
	axe(t)
	s := newServer(t)
	aWholeLife(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the window, whose pages hold streams open
	page := s.page(s.Ailsa, "/me/take-out", map[string][]string{"as": {"page"}})
	file := filepath.Join(t.TempDir(), "taken.html")
	s.Must(os.WriteFile(file, page.Body.Bytes(), 0o600))
	for _, v := range []view{{"wide-light", 1280, false, true}, {"phone-light", 360, false, true}} {
		b := window(t, server, v)
		b.do(chromedp.Navigate("file://" + file))
		b.fits()
		b.reads("The plan of Ailsa", "<script>alert('x')</script>", "Before that", "help-line")
		for _, found := range b.violations("") {
			t.Errorf("%s: %s", v.name, found)
		}
		b.picture("taken-page")
	}
}

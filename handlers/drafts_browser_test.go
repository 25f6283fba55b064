package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/handlers"
	"handrail/models"
)

// typesIn puts text into the first field of the form that keeps words.
const typesIn = `(text => { const it = document.querySelector('form[data-draft] textarea'); it.value = text; it.dispatchEvent(new Event('input', {bubbles: true})); return true })`

func (b *browser) says(state string) {
	b.t.Helper()
	b.until(`document.querySelector('[data-state]').textContent.startsWith(` + quoted(state) + `)`)
}

// signal takes the network away from the window, and gives it back.
func (b *browser) signal(there bool) {
	b.t.Helper()
	b.do(network.Enable(), network.EmulateNetworkConditions(!there, 0, -1, -1))
}

// typedIn is what the server has of what is typed in a section.
func typedIn(s *server, section models.SectionKey) string {
	s.T.Helper()
	drafts, err := s.App.Drafts(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, section)
	s.Must(err)
	if len(drafts) == 0 {
		return ""
	}
	return drafts[0].Fields[0].Text
}

// What is typed is saved by itself, and the page says how that stands: saved, with no
// signal, not taken by the server, signed out meanwhile. Nothing typed is ever gone.
func TestWhatIsTypedIsSavedAndThePageSaysHowItStands(t *testing.T) {
	chromium(t)
	s := newServer(t)
	server, mood := moody(t, s)
	b := window(t, server, view{"phone", 360, false, true})
	b.signsIn(&s.Ailsa)
	b.goes("/plans/" + string(s.Ailsa.Plan) + "/sections/hopes")

	b.must(typesIn + `("A garden")`)
	b.says("Saved ")
	b.must(`/^Saved \d\d:\d\d$/.test(document.querySelector('[data-state]').textContent)`)
	b.must(`document.querySelector('[data-heard]').textContent.startsWith('Saved')`)
	if got := typedIn(s, "hopes"); got != "A garden" {
		t.Errorf("the server has %q", got)
	}

	b.signal(false)
	b.must(typesIn + `("A garden with a wall")`)
	b.says("No signal. You can keep writing.")
	b.warnsOnClosing()
	b.picture("drafts-offline")
	b.signal(true)
	b.says("Saved ")
	if got := typedIn(s, "hopes"); got != "A garden with a wall" {
		t.Errorf("with the signal back the server has %q", got)
	}

	mood.broken.Store(true)
	b.must(typesIn + `("A garden with a low wall")`)
	b.says("That didn't save. Your words are still here.")
	b.must(`document.querySelector('form[data-draft] textarea').value === 'A garden with a low wall'`)
	mood.broken.Store(false)
	b.says("Saved ")
	if got := typedIn(s, "hopes"); got != "A garden with a low wall" {
		t.Errorf("tried again, the server has %q", got)
	}

	s.Must(s.App.SignOut(t.Context(), s.Ailsa.Actor))
	b.must(typesIn + `("A garden with a low wall and a bench")`)
	b.says("Sign in again. Your words are waiting.")
	b.must(`document.querySelector('form[data-draft] textarea').value.endsWith('bench')`)
}

// warnsOnClosing checks that the browser asks before it lets unsaved words go, and stays.
func (b *browser) warnsOnClosing() {
	b.t.Helper()
	asked := make(chan page.DialogType, 1)
	ctx, cancel := context.WithCancel(b.ctx)
	defer cancel()
	chromedp.ListenTarget(ctx, func(event any) {
		if it, is := event.(*page.EventJavascriptDialogOpening); is {
			asked <- it.Type
			go func() { _ = chromedp.Run(b.ctx, page.HandleJavaScriptDialog(false)) }()
		}
	})
	b.do(chromedp.Click(`form[data-draft] textarea`, chromedp.ByQuery)) // a browser asks only whom a hand has touched
	b.must(`(() => { setTimeout(() => location.assign('/about-sharing')); return true })()`)
	select {
	case kind := <-asked:
		if kind != page.DialogTypeBeforeunload {
			b.t.Errorf("it asked %q", kind)
		}
	case <-time.After(10 * time.Second):
		b.t.Error("closing with unsaved words asks nothing")
	}
}

// Escape three times leaves, and takes along the form in which was typed last.
func TestEscapeThreeTimesLeavesWithTheWords(t *testing.T) {
	chromium(t)
	s := newServer(t)
	weather := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<main>Rain later.</main>")) }))
	t.Cleanup(weather.Close)
	server := httptest.NewServer(handlers.New(s.App, handlers.Settings{NeutralURL: weather.URL}))
	t.Cleanup(server.Close)
	goal := s.Write("goals", "Swim in the sea")
	b := window(t, server, view{"phone", 360, false, true})
	b.signsIn(&s.Ailsa)
	b.goes("/plans/" + string(s.Ailsa.Plan) + "/goals/" + string(goal.ID))
	b.must(`(() => { const it = document.querySelector('#typing-step textarea'); it.closest('details').open = true; it.value = 'Buy a towel'; it.dispatchEvent(new Event('input', {bubbles: true})); return true })()`)
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape))
	if err != nil || !strings.HasPrefix(answer.URL, weather.URL) {
		t.Fatalf("Escape three times led to %+v, %v", answer, err)
	}
	b.goes("/")
	if b.path() != "/unlock" {
		t.Errorf("after leaving, %s stands open", b.path())
	}
	if got := typedIn(s, "goals"); got != "Buy a towel" {
		t.Errorf("Leave kept %q", got)
	}
}

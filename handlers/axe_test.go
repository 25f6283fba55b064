package handlers_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/app/apptest"
)

// axe is the source of axe-core, which make setup fetches.
func axe(t *testing.T) string {
	t.Helper()
	source, err := axeSource()
	if err != nil {
		missing(t, "no axe-core here: the accessibility checks were left out (make setup fetches it)")
	}
	return source
}

var axeSource = sync.OnceValues(func() (string, error) {
	path := os.Getenv("HANDRAIL_AXE")
	if path == "" {
		path = filepath.Join("..", ".cache", "node_modules", "axe-core", "axe.min.js")
	}
	source, err := os.ReadFile(path)
	return string(source), err
})

// violations is what axe finds on the page as it stands: by one of its rules, or,
// where none is named, by all.
func (b *browser) violations(rule string) []string {
	b.t.Helper()
	var there bool
	b.do(chromedp.Evaluate(`typeof axe === 'object'`, &there))
	if !there {
		b.do(chromedp.Evaluate(axe(b.t)+"; true", nil))
	}
	options := `{resultTypes: ['violations']}`
	if rule != "" {
		options = `{resultTypes: ['violations'], runOnly: {type: 'rule', values: ['` + rule + `']}}`
	}
	var raw string
	b.do(chromedp.Evaluate(
		`axe.run(document, `+options+`).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.help + ' – ' + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(' | '))))`,
		&raw, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	var out []string
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// signsIn gives the window somebody's cookie instead of whose it had; nil is nobody.
func (b *browser) signsIn(who *apptest.Who) {
	b.t.Helper()
	b.do(network.ClearBrowserCookies())
	if who == nil || who.Cookie == "" {
		return
	}
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return network.SetCookie("handrail", who.Cookie).WithURL(b.url).WithHTTPOnly(true).Do(ctx)
	}))
}

// looks are the four ways in which every screen is looked at. What axe finds in a
// page's structure hangs on its width alone, so that of the two at a width one is looked at
// by all rules and the other by those about colours.
var looks = []struct {
	view
	rules string // of axe; empty: all
}{
	{view{"wide-light", 1280, false, true}, ""},
	{view{"wide-dark", 1280, true, true}, "color-contrast"},
	{view{"phone-dark", 360, true, true}, ""},
	{view{"phone-light", 360, false, true}, "color-contrast"},
}

// turns gives the window another width and scheme of colours, on the page as it
// stands. Nothing moves meanwhile: colours on their way would be measured as they never stay.
func (b *browser) turns(v view) {
	b.t.Helper()
	b.name = v.name
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(v.width, 800),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}))
}

// sessionsFor is a session that has ended, with a summary, and one that runs.
func sessionsFor(s *server) (runs, ended string) {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	open := func() *app.Session {
		made, err := s.App.OpenSession(ctx, s.Ailsa.Actor, app.OpenSession{Plan: plan, With: s.Morag.Account})
		s.Must(err)
		_, err = s.App.JoinSession(ctx, s.Morag.Actor, plan, made.ID)
		s.Must(err)
		for _, text := range []string{"Sleep since the clocks changed", "What Jamie can do on bad days"} {
			_, err = s.App.AddToAgenda(ctx, s.Ailsa.Actor, app.AddToAgenda{Plan: plan, Session: made.ID, Text: text})
			s.Must(err)
		}
		return made
	}
	first := open()
	_, err := s.App.WriteSummary(ctx, s.Morag.Actor, app.WriteSummary{Plan: plan, Session: first.ID, Text: "We talked about sleep. Ailsa tries the radio."})
	s.Must(err)
	for _, who := range []apptest.Who{s.Ailsa, s.Morag} {
		_, err = s.App.AgreeToSummary(ctx, who.Actor, app.AgreeToSummary{Plan: plan, Session: first.ID})
		s.Must(err)
	}
	_, err = s.App.AddSessionNote(ctx, s.Ailsa.Actor, app.AddSessionNote{Plan: plan, Session: first.ID, Text: "The radio did help."})
	s.Must(err)
	_, err = s.App.EndSession(ctx, s.Ailsa.Actor, plan, first.ID)
	s.Must(err)
	_, err = s.App.AddSessionNote(ctx, s.Morag.Actor, app.AddSessionNote{Plan: plan, Session: first.ID, Text: "You spoke up today. I forgot to say so."})
	s.Must(err)
	s.Clock.Forward(time.Minute)
	return "/plans/" + string(plan) + "/sessions/" + string(open().ID), "/plans/" + string(plan) + "/sessions/" + string(first.ID)
}

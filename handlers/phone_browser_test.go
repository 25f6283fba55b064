package handlers_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

const phonePIN = "274916"

// aPhone is a phone of Ailsa's own, in its folder, and a server that can go away
// and come back at the same address.
type aPhone struct {
	*server
	*browser
	ailsa  apptest.Who // signed in there
	folder string
	at     string
	serves *http.Server
}

func newPhone(t *testing.T, v view) *aPhone {
	t.Helper()
	chromium(t)
	s := newServer(t)
	p := &aPhone{server: s, folder: profile(t)}
	in, err := s.App.SignIn(t.Context(), s.Ailsa.Email, apptest.Password, app.Device{Name: "Chrome · Android", Own: true})
	s.Must(err)
	p.ailsa = s.Ailsa
	p.ailsa.Actor, p.ailsa.Cookie, p.ailsa.Access = in.Actor, in.Cookie, in.Access
	p.serve()
	p.browser = windowIn(t, "http://"+p.at, v, p.folder)
	p.cookie()
	return p
}

// cookie gives the phone its sign-in as one of a person's own has it: it outlives the browser.
func (p *aPhone) cookie() {
	p.T.Helper()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error {
		until := cdp.TimeSinceEpoch(time.Now().Add(90 * 24 * time.Hour))
		return network.SetCookie("handrail", p.ailsa.Cookie).WithURL(p.browser.url).WithHTTPOnly(true).WithExpires(&until).Do(ctx)
	}))
}

// serve brings the server to the address that it had, or to a first one.
func (p *aPhone) serve() {
	p.T.Helper()
	at := p.at
	if at == "" {
		at = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", at)
	p.Must(err)
	p.at = l.Addr().String()
	p.serves = &http.Server{Handler: p.echo, ReadHeaderTimeout: time.Minute}
	go func(s *http.Server) { _ = s.Serve(l) }(p.serves)
	p.T.Cleanup(p.away)
}

// away takes the signal: the server is gone and every connection with it.
func (p *aPhone) away() { _ = p.serves.Close() }

// restart ends the whole browser and starts another one in the same folder, as a
// phone does that was switched off.
func (p *aPhone) restart(v view) {
	p.T.Helper()
	if err := chromedp.Cancel(p.ctx); err != nil {
		p.T.Fatalf("the browser did not end: %v", err)
	}
	p.browser = windowIn(p.T.(*testing.T), "http://"+p.at, v, p.folder)
}

// keeps says yes to a copy on the page for it, as a person does.
func (p *aPhone) keeps(parts ...string) {
	p.t.Helper()
	p.goes("/me/phone")
	p.until(`!document.querySelector('[data-keep]').hidden`)
	for _, part := range parts {
		p.must(`(() => { const box = document.querySelector('[data-part][value="` + part + `"]'); box.closest('details').open = true; box.click(); return box.checked })()`)
	}
	p.must(`(() => { document.getElementById('keep-pin').value = document.getElementById('keep-pin-again').value = '` + phonePIN + `'; return true })()`)
	p.leads(`document.querySelector('[data-keep]').requestSubmit()`)
	p.until(`location.search === '?done=phone_kept' && !!navigator.serviceWorker.controller`)
	p.reads("Your crisis plan is on this phone now", "Kept on this phone since")
}

// leads runs a script that ends at another page.
func (b *browser) leads(script string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Evaluate(`(() => { `+script+` })()`, nil)); err != nil {
		b.t.Fatalf("%s on %s: %v\n%s", script, b.path(), err, b.text())
	}
}

// unlocks types the PIN into the page that opens the copy.
func (p *aPhone) unlocks(pin string) {
	p.t.Helper()
	p.until(`!!document.querySelector('[data-copy-page][data-ready]')`)
	p.must(`(() => { const box = document.getElementById('open-pin'); if (box.closest('[hidden]')) return false; box.value = '` + pin + `'; box.form.requestSubmit(); return true })()`)
}

func (p *aPhone) opens() {
	p.t.Helper()
	p.unlocks(phonePIN)
	p.until(`!document.querySelector('[data-opened]').hidden`)
}

// writes changes the entry that begins with some words, or adds one to a section by its title.
func (p *aPhone) writes(button, of, field, text string) {
	p.t.Helper()
	p.must(`(() => { const it = [...document.querySelectorAll('[data-` + button + `]')].find(b => b.querySelector('[data-of]').textContent.startsWith(` + quoted(of) + `)); it?.click(); return !!it })()`)
	p.must(`(() => { const it = document.querySelector('[data-opened] form [name="` + field + `"]'); it.value = ` + quoted(text) + `; it.form.requestSubmit(); return true })()`)
	p.until(`!document.querySelector('[data-opened] form')`)
}

// threeYearsOn makes every page believe that so much time went by.
func (p *aPhone) threeYearsOn() {
	p.t.Helper()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`{
			const Real = Date, on = 3 * 365.25 * 24 * 3600 * 1000;
			globalThis.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(Real.now() + on) } static now() { return Real.now() + on } };
		}`).Do(ctx)
		return err
	}))
}

// The whole way: kept on the phone, the phone off and on again three years later with
// no server to be had, opened by the PIN, changed there, off and on again, and merged
// with what was written elsewhere meanwhile when there is a signal again.
func TestTheCrisisPlanWithNoSignal(t *testing.T) {
	phone := view{"phone", 360, false, true}
	p := newPhone(t, phone)
	sign := p.Write("crisis-signs", "I stop opening the curtains.")
	_, err := p.App.AddEntry(t.Context(), p.Ailsa.Actor, app.AddEntry{Plan: p.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.FieldsOf(map[string]string{"who": "Jamie", "phone": "07700 900123 (evenings), 0131 496 0000", "takes_on": "Feeds the cat."})})
	p.Must(err)
	_, err = p.App.AddEntry(t.Context(), p.Ailsa.Actor, app.AddEntry{Plan: p.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.FieldsOf(map[string]string{"who": "Una", "reach": "Knock, she is in."})})
	p.Must(err)
	p.Write(models.HelpLines, "This has passed before.")
	p.Write(models.HelpText, "Bad night & rain. Ring?")
	p.Write("toolbox", "Radio on low.")
	p.Write("notes", "Nobody's business.")
	p.keeps("toolbox")

	p.away()
	p.restart(phone)
	p.threeYearsOn()
	began := time.Now()
	p.goes("/")
	p.until(`!!document.querySelector('[data-copy-page][data-ready]')`)
	p.reads("With no signal", "Ring 999", "Samaritans", "Open my crisis plan")
	p.opens()
	t.Logf("opened %v after the first byte was asked for, the PIN typed by a machine", time.Since(began))
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("opening took %v", took)
	}
	p.until(`document.querySelector('[data-signal]').textContent.startsWith('No signal.')`)
	p.reads("This has passed before.", "I stop opening the curtains.", "Radio on low.", "No signal.")
	p.must(`document.querySelector('[data-opened] a[href="tel:07700900123"]').textContent.startsWith('Ring')`)
	p.must(`document.querySelector('[data-opened] a[href^="sms:07700900123"]').getAttribute('href').endsWith('?body=' + encodeURIComponent('Bad night & rain. Ring?'))`)
	p.must(`document.querySelector('[data-opened] a[href="tel:01314960000"]').textContent.includes('0131 496 0000')`)
	p.must(`(text => ['07700 900123 (evenings), 0131 496 0000', 'Una', 'Knock, she is in.'].every(it => text.includes(it)))(document.querySelector('[data-opened] section:nth-of-type(2)').innerText)`)
	if strings.Contains(p.text(), "Nobody's business.") {
		t.Error("a section that was not chosen is in the copy")
	}
	p.writes("change", "I stop opening", "sign", "I stop opening the curtains and the post.")
	p.writes("add", "When others", "sign", "I say that I am fine.")
	p.reads("I stop opening the curtains and the post.", "I say that I am fine.", "Not in your plan yet")
	p.fits()
	p.picture("phone-changed")

	// Off and on again: it is all there, and so it is at another address.
	p.restart(phone)
	p.goes("/help")
	p.opens()
	p.reads("I stop opening the curtains and the post.", "I say that I am fine.")

	_, err = p.App.EditEntry(t.Context(), p.Ailsa.Actor, app.EditEntry{Plan: p.Ailsa.Plan, Entry: sign.ID, Version: 1,
		Fields: models.Fields{{Key: "sign", Text: "For days I stop opening the curtains."}}})
	p.Must(err)
	p.serve()
	p.must(`(() => { dispatchEvent(new Event('online')); return true })()`)
	p.until(`document.querySelector('[data-signal]').textContent.includes('is in your plan now')`)
	p.reads("For days I stop opening the curtains and the post.", "I say that I am fine.")
	if strings.Contains(p.text(), "Not in your plan yet") {
		t.Error("what was sent is said to wait still")
	}
	p.inThePlan("crisis-signs", "For days I stop opening the curtains and the post.", "I say that I am fine.")
}

// inThePlan checks that a section holds these words, each once and no others.
func (p *aPhone) inThePlan(section models.SectionKey, words ...string) {
	p.T.Helper()
	plan, err := p.App.ReadSection(p.T.Context(), p.Ailsa.Actor, p.Ailsa.Plan, section)
	p.Must(err)
	var got []string
	for _, e := range plan.Sections[0].Entries {
		got = append(got, e.Fields[0].Text)
	}
	if strings.Join(got, "|") != strings.Join(words, "|") {
		p.T.Errorf("%s holds %q", section, got)
	}
}

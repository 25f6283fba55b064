package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// windows is how many look at the screens at the same time.
const windows = 2

// Every screen, on a phone and wide, light and dark, from right to left, with the keyboard
// alone and in a high contrast's colours: axe finds nothing, nothing moves once it stands
// or needs sideways scrolling, nothing traps the keyboard, and nothing is asked of any other host.
func TestEveryScreen(t *testing.T) {
	chromium(t)
	axe(t)
	all := screens(t)
	at := make(map[*server]*httptest.Server)
	for _, sc := range all {
		if at[sc.world] == nil {
			at[sc.world] = httptest.NewServer(withAxe(t, sc.world.echo))
			t.Cleanup(at[sc.world].Close) // after the windows, whose pages hold streams open
		}
	}
	for n := range windows {
		t.Run(fmt.Sprint("window ", n), func(t *testing.T) {
			t.Parallel()
			b := windowIn(t, at[all[0].world].URL, looks[0].view, profile(t)) // two that have much to do are faster apart
			b.staysHere()
			for _, i := range divided(all)[n] {
				sc := all[i]
				b.url = at[sc.world].URL
				b.looksAt(sc, alike(all[:i], sc))
			}
		})
	}
}

// divided is which screens each window looks at. Rooms, which change with who is in them, are
// all looked at by one.
func divided(all []screen) (each [windows][]int) {
	for i, sc := range all {
		n := 0
		if !strings.Contains(sc.path, "/sessions/") && len(each[1]) <= len(each[0]) {
			n = 1
		}
		each[n] = append(each[n], i)
	}
	return each
}

// alike reports whether a screen is the same page as an earlier one with other words on it,
// such as two sections of a plan.
func alike(earlier []screen, sc screen) bool {
	return sc.form == nil && slices.ContainsFunc(earlier, func(e screen) bool {
		return e.form == nil && e.world == sc.world && e.who.Name == sc.who.Name && e.route() == sc.route()
	})
}

// looksAt opens a screen once and looks at it in every way; where it is like another, in one
// window, at what hangs on its words.
func (b *browser) looksAt(sc screen, like bool) {
	b.t.Helper()
	b.signsIn(&sc.who)
	if sc.form == nil && !like { // a form is sent once
		b.turns(looks[0].view)
		b.opens(sc)
		b.standsStill(sc.name)
	}
	b.turns(looks[3].view)
	b.opens(sc)
	b.standsStill(sc.name)
	b.do(chromedp.Evaluate(loadsAxe, nil, awaited))
	picture := strings.NewReplacer("/", "_", "?", "_", "=", "_", "&", "_", " ", "_").Replace(sc.name)
	picture = picture[:min(len(picture), 120)]
	for _, l := range looks {
		if like && l.width != looks[3].width {
			continue
		}
		b.turns(l.view)
		b.fits()
		b.leavesRoom(sc.name)
		for _, found := range b.violations(l.rules) {
			b.t.Errorf("%s %s: %s", l.name, sc.name, found)
		}
		b.picture(picture)
		if l.rules == "" { // colours move nothing
			b.mirrors(sc.name)
		}
	}
	if !like {
		b.goesRound(sc.name)
		b.contrasts(sc.name)
	}
}

// leavesRoom checks that words on a phone are not squeezed by what stands beside them.
func (b *browser) leavesRoom(name string) {
	b.t.Helper()
	var squeezed []string
	b.do(chromedp.Evaluate(`innerWidth > 400 ? [] : [...document.querySelectorAll('.entry > div:first-child')].filter(it => it.offsetWidth && it.offsetWidth < .6 * it.parentElement.offsetWidth).map(it => it.innerText.slice(0, 60))`, &squeezed))
	for _, words := range squeezed {
		b.t.Errorf("%s %s: no room for %q", b.name, name, words)
	}
}

// axePath is where a page gets axe from, so that the browser keeps it.
const axePath = "/axe-core.js"

func withAxe(t *testing.T, rest http.Handler) http.Handler {
	source := axe(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != axePath {
			rest.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/javascript")
		w.Header().Set("Cache-Control", "public, max-age=3600, immutable")
		_, _ = io.WriteString(w, source)
	})
}

// loadsAxe brings axe into the page.
const loadsAxe = `new Promise((done, failed) => {
	const it = document.createElement('script');
	it.onload = () => { it.remove(); done(true) };
	it.onerror = () => failed('axe did not come');
	it.src = '` + axePath + `';
	document.head.append(it);
})`

// opens goes to a screen, by its address or by the form that leads to it.
func (b *browser) opens(sc screen) {
	b.t.Helper()
	if sc.form == nil {
		b.goes(sc.path)
		return
	}
	b.goes("/healthz") // a form goes from a page of this server
	var form strings.Builder
	for name, values := range sc.form {
		for _, value := range values {
			fmt.Fprintf(&form, "add(%s, %s);", quoted(name), quoted(value))
		}
	}
	b.leads(`const form = document.createElement('form'); form.method = 'post'; form.action = ` + quoted(sc.path) + `;
		const add = (name, value) => { const it = document.createElement('input'); it.type = 'hidden'; it.name = name; it.value = value; form.append(it) };
		` + form.String() + ` document.body.append(form); form.submit()`)
}

// shifts is what moved on the page after it was first drawn, where that is to be seen: a
// letter that comes in moves less than a hundredth of what counts as one whole screen.
const shifts = `new Promise(done => {
	const seen = [];
	new PerformanceObserver(list => seen.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
	requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(seen.filter(e => !e.hadRecentInput && e.value >= 0.01).map(e =>
		e.value.toFixed(4) + ' ' + e.sources.map(s => s.node?.nodeName + '.' + (s.node?.className ?? '')).join(' '))))));
})`

// standsStill checks that nothing has moved since the page was first drawn.
func (b *browser) standsStill(name string) {
	b.t.Helper()
	var moved []string
	b.do(chromedp.Evaluate(shifts, &moved, awaited))
	if len(moved) > 0 {
		b.t.Errorf("%s: moves while it is drawn: %q", name, moved)
	}
}

// staysHere listens to what the window asks of the network, from now until it ends.
func (b *browser) staysHere() {
	b.t.Helper()
	var mu sync.Mutex
	asked := make(map[string]bool)
	chromedp.ListenTarget(b.ctx, func(event any) {
		sent, is := event.(*network.EventRequestWillBeSent)
		if !is {
			return
		}
		to, err := url.Parse(sent.Request.URL)
		if err == nil && (to.Hostname() == "127.0.0.1" || to.Scheme == "data" || to.Scheme == "blob") {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		asked[sent.Request.URL+" on "+sent.DocumentURL] = true
	})
	b.do(network.Enable(), emulation.SetFocusEmulationEnabled(true))
	b.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for what := range asked {
			b.t.Errorf("another host was asked: %s", what)
		}
	})
}

// pale is what could not be seen where only the colours of the reader's own choice are
// drawn: a button or field with no edge, and whatever can have the focus and shows no ring then.
const pale = `(() => {
	const edge = e => { const s = getComputedStyle(e); return s.borderStyle !== 'none' && parseFloat(s.borderWidth) >= 1 || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 };
	const visible = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
	const out = [...document.querySelectorAll('.btn, button, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=range], [type=file])')].filter(e => visible(e) && !edge(e)).map(e => 'no edge: ' + e.outerHTML.slice(0, 120));
	const had = document.activeElement;
	for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
		if (e.disabled || !visible(e)) continue;
		e.focus({focusVisible: true, preventScroll: true});
		const ring = [e, e.closest('label'), e.nextElementSibling].some(x => { const s = x && getComputedStyle(x); return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 });
		if (document.activeElement === e && !ring) out.push('no ring: ' + e.outerHTML.slice(0, 120));
	}
	document.activeElement?.blur(); had?.focus?.({preventScroll: true});
	return [matchMedia('(forced-colors: active)').matches ? '' : 'colours are not forced', ...out].filter(Boolean).slice(0, 5);
})()`

// contrasts draws the page in forced colours: what can be pressed is seen, and where the focus is.
func (b *browser) contrasts(name string) {
	b.t.Helper()
	b.name = "forced"
	b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-reduced-motion", Value: "reduce"}}))
	var found []string
	b.do(chromedp.Evaluate(pale, &found))
	for _, what := range found {
		b.t.Errorf("%s in forced colours: %s", name, what)
	}
	b.picture(strings.NewReplacer("/", "_", "?", "_", "=", "_", "&", "_", " ", "_").Replace(name)[:min(len(name), 100)])
}

// The description of the API is a page for people as well. It is long: the keyboard need not
// go all the way through it.
func TestTheDescriptionOfTheAPIToTheEye(t *testing.T) {
	chromium(t)
	s := newServer(t)
	server := httptest.NewServer(withAxe(t, s.echo))
	t.Cleanup(server.Close)
	b := window(t, server, looks[3].view)
	b.goes("/api/v1/docs")
	b.do(chromedp.Evaluate(loadsAxe, nil, awaited))
	for _, l := range looks {
		b.turns(l.view)
		b.fits()
		for _, found := range b.violations(l.rules) {
			t.Errorf("%s: %s", l.name, found)
		}
	}
}

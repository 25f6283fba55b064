package handlers_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/app/apptest"
	"handrail/models"
)

// focused is what has the focus: what it is, the words on it or its name, and
// whether somebody who looks would see that it has it: a ring of at least two pixels, in a
// place that is on the screen and that nothing lies over.
const focused = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return {what: ''};
	const style = getComputedStyle(e), around = e.closest('label') ? getComputedStyle(e.closest('label')) : style, beside = e.nextElementSibling ? getComputedStyle(e.nextElementSibling) : style;
	const ring = [style, around, beside].some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
	const box = (e.getBoundingClientRect().width > 1 ? e : e.nextElementSibling || e).getClientRects()[0]; // of a link over two lines the first
	const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1);
	const on = document.elementFromPoint(x, y);
	const seen = box.bottom > 0 && box.top < innerHeight && !!on && (e.contains(on) || on.contains(e) || !!on.closest('label')?.contains(e));
	return {what: e.tagName + ' ' + (e.name || '') + ' ' + e.type + ' ' + (e.value && e.type === 'radio' ? e.value : ''),
		words: (e.textContent || '').trim().replace(/\s+/g, ' '), name: e.name || '', value: e.value || '', kind: e.type || '', ring, seen, main: !!e.closest('main')};
})()`

type focus struct {
	What, Words, Name, Value, Kind string
	Ring, Seen, Main               bool
}

func (b *browser) focus() focus {
	b.t.Helper()
	var f focus
	b.do(chromedp.Evaluate(focused, &f))
	return f
}

// mostTabs is more than any screen needs to go all the way round.
const mostTabs = 250

// tabsTo presses Tab until what is wanted has the focus, and checks on the way that
// the focus is always seen.
func (b *browser) tabsTo(what string, wanted func(focus) bool) {
	b.t.Helper()
	for range mostTabs {
		b.do(chromedp.KeyEvent(kb.Tab))
		f := b.focus()
		if f.What != "" && (!f.Ring || !f.Seen) {
			b.t.Errorf("%s %s: the focus on %s %q is not to be seen (ring %t, on the screen %t)", b.name, b.path(), f.What, f.Words, f.Ring, f.Seen)
		}
		if wanted(f) {
			return
		}
	}
	b.t.Fatalf("%s %s: Tab does not lead to %s", b.name, b.path(), what)
}

// keys types into a field.
func (b *browser) keys(name, text string) {
	b.t.Helper()
	b.tabsTo(name, func(f focus) bool { return f.Name == name && f.Kind != "hidden" })
	b.do(chromedp.KeyEvent(text))
}

// enters goes to a button or link by its words and presses Enter on it.
func (b *browser) enters(words string) {
	b.t.Helper()
	b.tabsTo(words, func(f focus) bool { return strings.HasPrefix(f.Words, words) })
	b.pressing(kb.Enter)
}

// pressing is a key that leads to another page.
func (b *browser) pressing(key string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatalf("%s %s: %v", b.name, b.path(), err)
	}
}

// chooses goes to a set of radio buttons or a box and chooses with Space and arrows.
func (b *browser) chooses(name, value string) {
	b.t.Helper()
	b.tabsTo(name, func(f focus) bool { return f.Name == name })
	b.do(chromedp.KeyEvent(" "))
	for range 10 {
		if f := b.focus(); f.Value == value {
			return
		}
		b.do(chromedp.KeyEvent(kb.ArrowDown))
	}
	b.t.Fatalf("%s: arrows do not lead to %s", name, value)
}

// The main job with nothing but Tab, Enter, Space, arrows and letters.
func TestTheMainJobByKeyboardAlone(t *testing.T) {
	chromium(t)
	s := newServer(t)
	s.Accept(s.Jamie, models.Carer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the window, whose pages hold streams open
	b := window(t, server, view{"keyboard", 1280, false, true})
	b.goes("/sign-in")
	b.keys("email", s.Ailsa.Email)
	b.keys("password", apptest.Password)
	b.chooses("own", "no")
	b.enters("Sign in")

	b.goes("/")
	b.do(chromedp.KeyEvent(kb.Tab))
	if f := b.focus(); !strings.HasPrefix(f.Words, "Skip") || !f.Seen || !f.Ring {
		t.Errorf("the first thing is %+v, not a way past the bar that can be seen", f)
	}
	b.enters("Small signs")
	b.keys("f.sign", "I wake before four.")
	b.enters("Done")
	b.reads("I wake before four.")

	b.enters("Who sees what")
	b.enters("Is it Jamie")
	b.enters("Yes, this is Jamie")
	b.goes(plan + "/people/" + string(s.Jamie.Account) + "/share")
	b.enters("Yes, go on")
	b.tabsTo("a chapter", func(f focus) bool { return strings.HasPrefix(f.Words, "Noticing changes") })
	b.do(chromedp.KeyEvent(kb.Enter))
	b.tabsTo("a part", func(f focus) bool { return f.Name == "s.warnings" })
	b.do(chromedp.KeyEvent(" "))
	b.chooses("right", "suggest")
	b.chooses("when", "always")
	b.enters("Go on")
	b.reads("From today Jamie can see and suggest changes to: Small signs")
	b.enters("Yes, share this")
	b.reads("Jamie", "Small signs")
	b.enters("I need help now")
	b.reads("Samaritans")
}

// stops is what Tab must stop at, held as the page stands: of a set of radio buttons one.
const stops = `(() => {
	const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}));
	const sets = new Set();
	window.__stops = all.filter(e => { if (e.type !== 'radio') return true; const key = e.form?.action + e.name; if (sets.has(key)) return false; sets.add(key); return true });
	return window.__stops.length;
})()`

// missed is what of it is still there and was not come by. What goes away meanwhile,
// on a page where others are writing, can't be come by.
const missed = `window.__stops.filter(e => e.isConnected && e.checkVisibility({visibilityProperty: true}) && !window.__seen.has(e.type === 'radio' ? e.form?.action + e.name : e)).map(e => e.outerHTML.slice(0, 160))`

// marked is focused, and remembers that Tab came by.
const marked = `(() => { const e = document.activeElement; if (e && e !== document.body) window.__seen.add(e.type === 'radio' ? e.form?.action + e.name : e); return true })() && ` + focused

// around is what has the focus outside the page's main part, as one text.
const around = `[...document.querySelectorAll('a[href], button')].filter(e => !e.closest('main')).map(e => e.textContent + e.getAttribute('href')).join()`

// inside begins in the page's main part, with the stops there alone.
const inside = `(() => {
	const main = document.querySelector('main');
	window.__stops = window.__stops.filter(e => main.contains(e));
	main.tabIndex = -1;
	main.focus();
	return window.__stops.length;
})()`

// fromTheTop has the next Tab start before all else, wherever the focus was.
const fromTheTop = `(() => {
	const top = document.createElement('span'); top.tabIndex = -1;
	document.body.prepend(top); top.focus({preventScroll: true}); top.remove();
	scrollTo(0, 0); window.__seen = new Set(); return true;
})()`

// goesRound goes by all that can have the focus. What stands around the main part is
// gone by once where many pages have the same.
func (b *browser) goesRound(path string) {
	b.t.Helper()
	var want int
	var frame string
	b.do(chromedp.Evaluate(fromTheTop, nil), chromedp.Evaluate(stops, &want), chromedp.Evaluate(around, &frame))
	known := b.around[frame]
	if known {
		b.do(chromedp.Evaluate(inside, &want))
	}
	for range mostTabs { // a day has a stop for each of its parts
		var f focus
		b.do(tab, chromedp.Evaluate(marked, &f))
		if f.What == "" || known && !f.Main {
			break // out of the page, to the browser's own
		}
		if !f.Ring || !f.Seen {
			b.t.Errorf("%s: the focus on %s %q is not to be seen (ring %t, on the screen %t)", path, f.What, f.Words, f.Ring, f.Seen)
		}
	}
	var left []string
	b.do(chromedp.Evaluate(missed, &left))
	if b.around == nil {
		b.around = make(map[string]bool)
	}
	b.around[frame] = true
	if len(left) > 0 {
		b.t.Errorf("%s: Tab came by all of %d but %q", path, want, left)
	}
}

// tab is one press of Tab, in one message.
var tab = kb.Encode('\t')[0]

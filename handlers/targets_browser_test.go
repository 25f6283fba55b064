package handlers_test

import (
	"net/http/httptest"
	"testing"
)

// tooSmall is what can be pressed on the page as it stands and is under 44 px in height, or in
// width where it is a button: each link that is not in a sentence, each button and summary, each
// box with the label that belongs to it. A link in a sentence is as high as its line (WCAG 2.2, 2.5.8).
const tooSmall = `(() => {
	const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height > 1;
	const words = n => n.nodeType === 3 ? n.textContent.trim() : n.nodeType === 1 && !n.matches('a, button, .sr, br, form, input') && seen(n) ? n.textContent.trim() : '';
	const inSentence = a => {
		for (let e = a; e.parentElement && getComputedStyle(e).display.startsWith('inline') && !e.matches('.btn'); e = e.parentElement)
			if ([...e.parentElement.childNodes].some(n => n !== e && /[\p{L}\p{N}]/u.test(words(n))) && !/flex|grid/.test(getComputedStyle(e.parentElement).display)) return true;
		return false;
	};
	const area = e => {
		const label = e.matches('[type=radio], [type=checkbox]') && (e.closest('label') ?? document.querySelector('label[for="' + e.id + '"]'));
		return (label || e).getBoundingClientRect();
	};
	const out = [];
	for (const e of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')) {
		if (!seen(e) || e.closest('.skip, [inert]') || e.matches('a') && inSentence(e)) continue;
		const box = area(e);
		if (box.height < 43.5 || e.matches('button, .btn') && box.width < 43.5) out.push(Math.round(box.width) + '×' + Math.round(box.height) + ' ' + e.outerHTML.slice(0, 140));
	}
	return out.slice(0, 8);
})()`

// reaches checks that a thumb hits whatever can be pressed on the page as it stands.
func (b *browser) reaches(name string) {
	b.t.Helper()
	var found []string
	b.do(evaluate(tooSmall, &found))
	for _, what := range found {
		b.t.Errorf("%s: too small to hit: %s", name, what)
	}
}

// What can be pressed on a phone is big enough, on a few screens of each kind.
func TestAThumbHitsWhatCanBePressed(t *testing.T) {
	chromium(t)
	s := newServer(t)
	all := fullScreens(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	b := window(t, server, view{"phone", 360, false, true})
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, path := range []string{"/", "/help", "/me", "/people", "/about-sharing", plan, plan + "/sections/warnings", plan + "/sharing", plan + "/sharing/table", plan + "/looks",
		plan + "/receipts", plan + "/suggestions", plan + "/sessions", plan + "/goals", plan + "/check-ins", plan + "/today", plan + "/removed", "/sign-in", "/lead"} {
		for _, sc := range all {
			if sc.path == path && sc.form == nil {
				b.signsIn(&sc.who)
				b.opens(sc)
				b.reaches(sc.name)
				b.fits()
			}
		}
	}
}

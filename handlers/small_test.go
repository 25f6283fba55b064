package handlers_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// tooSmall is what on a page is hard to read or to hit (LOOK.md): text under 16 px or
// in capitals, and what can be pressed under 44 px, a link within a sentence excepted
// (WCAG 2.5.8). Of a box to tick its label is what is pressed.
const tooSmall = `JSON.stringify((() => {
	const found = new Set(), seen = e => e.getClientRects().length && !e.closest('.sr, .skip, [hidden], svg');
	const named = e => e.tagName.toLowerCase() + '.' + e.className + ' "' + e.textContent.trim().slice(0, 30) + '"';
	const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = words.nextNode());) {
		const e = node.parentElement;
		if (!node.textContent.trim() || !seen(e) || e.closest('script, noscript, template, .wallet')) continue;
		const style = getComputedStyle(e);
		if (parseFloat(style.fontSize) < 16) found.add(style.fontSize + ': ' + named(e));
		if (style.textTransform === 'uppercase' || style.fontVariantCaps !== 'normal') found.add('capitals: ' + named(e));
	}
	const inSentence = e => getComputedStyle(e).display === 'inline' && [...e.parentElement.childNodes].some(n => n !== e && n.nodeType === 3 && n.textContent.trim().length > 1 || n !== e && n.nodeType === 1 && n.tagName !== 'A' && !n.matches('.sr, button, svg') && n.textContent.trim());
	for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
		if (!seen(e) || (e.tagName === 'A' && inSentence(e))) continue;
		const box = (/^(radio|checkbox)$/.test(e.type) ? e.closest('label') || e : e).getBoundingClientRect();
		if (box.height < 43.9 || box.width < 43.9) found.add(Math.round(box.width) + ' x ' + Math.round(box.height) + ' px: ' + named(e) + ' ' + (e.getAttribute('href') || e.name || ''));
	}
	return [...found];
})())`

func TestNothingIsTooSmallToReadOrHit(t *testing.T) {
	chromium(t)
	s := newServer(t)
	screens := allScreens(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	b := window(t, server, view{"phone", 360, false, true})
	told := map[string]bool{}
	for who, paths := range screens {
		b.signsIn(who)
		for _, path := range paths {
			b.goes(path)
			var raw string
			var found []string
			b.do(chromedp.Evaluate(tooSmall, &raw))
			if err := json.Unmarshal([]byte(raw), &found); err != nil {
				t.Fatal(err)
			}
			for _, one := range found {
				if !told[one] {
					t.Errorf("%s: %s", path, one)
				}
				told[one] = true
			}
		}
	}
}

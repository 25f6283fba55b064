package handlers_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// boxes measures the page from its inline start: for each thing in its frame and
// each child of its main part, how far from there it begins and how wide it is.
const boxes = `(() => {
	const rtl = document.documentElement.dir === 'rtl', wide = document.documentElement.clientWidth;
	const all = [...document.querySelectorAll('.top > *, main, main > *, nav.rooms, nav.rooms li, .foot, main input[type=radio], main input[type=checkbox], main .btn')];
	return all.filter(e => e.getClientRects().length && e.checkVisibility()).map((e, i) => {
		const r = e.getBoundingClientRect();
		return {what: i + ' ' + e.tagName + '.' + e.className, start: rtl ? wide - r.right : r.left, size: r.width};
	});
})()`

type box struct {
	What        string
	Start, Size float64
}

// Written from right to left, every screen is its own mirror image: nothing needs
// sideways scrolling and each thing stands as far from the side where lines begin as before.
func TestEveryScreenMirrors(t *testing.T) {
	s := newServer(t)
	chromium(t)
	screens := allScreens(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the window, whose pages hold streams open
	b := window(t, server, looks[0].view)
	for who, paths := range screens {
		b.signsIn(who)
		for _, path := range paths {
			b.goes(path)
			for _, l := range looks[:3:3] {
				if l.rules != "" {
					continue // colours do not move anything
				}
				b.turns(l.view)
				b.mirrors(path)
			}
		}
	}
}

func (b *browser) mirrors(path string) {
	b.t.Helper()
	var before, after []box
	b.do(chromedp.Evaluate(`document.documentElement.dir = 'ltr'; `+boxes, &before), chromedp.Evaluate(`document.documentElement.dir = 'rtl'; `+boxes, &after))
	b.fits()
	if len(before) < 5 || len(before) != len(after) {
		b.t.Errorf("%s %s: %d boxes, and %d mirrored", b.name, path, len(before), len(after))
		return
	}
	for i := range before {
		if d := before[i].Start - after[i].Start; d > 2 || d < -2 {
			b.t.Errorf("%s %s: %s begins %s", b.name, path, before[i].What, fmt.Sprintf("at %.0f, mirrored at %.0f", before[i].Start, after[i].Start))
		}
	}
}

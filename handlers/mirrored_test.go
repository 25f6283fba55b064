package handlers_test

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

// Drawings of days mirror as a line of writing does: time begins where lines begin.
//
// boxes measures the page from its inline start: for each thing in its frame and
// each child of its main part, how far from there it begins and how wide it is.
const boxes = `(() => {
	const rtl = document.documentElement.dir === 'rtl', wide = document.documentElement.clientWidth;
	const all = [...document.querySelectorAll('.top > *, main, main > *, nav.rooms, nav.rooms li, .foot, main input[type=radio], main input[type=checkbox], main .btn, .chart circle, table.month td')];
	return all.filter(e => e.getClientRects().length && e.checkVisibility()).map((e, i) => {
		const r = e.getBoundingClientRect();
		return {what: i + ' ' + e.tagName + '.' + e.className, start: rtl ? wide - r.right : r.left, size: r.width};
	});
})()`

type box struct {
	What        string
	Start, Size float64
}

func (b *browser) mirrors(path string) {
	b.t.Helper()
	var before, after []box
	b.do(chromedp.Evaluate(`document.documentElement.dir = 'ltr'; `+boxes, &before), chromedp.Evaluate(`document.documentElement.dir = 'rtl'; `+boxes, &after))
	b.fits()
	b.do(chromedp.Evaluate(`document.documentElement.dir = 'ltr'`, nil))
	if len(before) < 2 || len(before) != len(after) {
		b.t.Errorf("%s %s: %d boxes, and %d mirrored", b.name, path, len(before), len(after))
		return
	}
	for i := range before {
		if d := before[i].Start - after[i].Start; d > 2 || d < -2 {
			b.t.Errorf("%s %s: %s begins %s", b.name, path, before[i].What, fmt.Sprintf("at %.0f, mirrored at %.0f", before[i].Start, after[i].Start))
		}
	}
}

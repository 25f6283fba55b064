package handlers_test

import (
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// shuts takes an entry out of somebody's sight, changes it, and shows it to them anew: what they
// began with is not theirs to rest on any more.
func shuts(w *apptest.World, entry models.ID, words string) {
	ctx := w.T.Context()
	given, err := w.App.Consents(ctx, w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	for _, c := range given {
		w.Must(w.App.Withdraw(ctx, w.Ailsa.Actor, w.Ailsa.Plan, c.ID))
	}
	w.Clock.Forward(time.Second)
	_, err = w.App.EditEntry(ctx, w.Ailsa.Actor, app.EditEntry{Plan: w.Ailsa.Plan, Entry: entry, Version: 1, Fields: models.Fields{{Key: "sign", Text: words}}})
	w.Must(err)
	w.Clock.Forward(time.Second)
	w.Share(w.Morag, models.RightWork, "warnings")
}

// A save that is refused because its beginning may not be read any more is not joined in
// silence: without a script both stand on a page, and can be put right from there.
func TestWhatCannotBeJoinedIsShownOnAPage(t *testing.T) {
	r := newRoom(t)
	shuts(r.World, r.e.ID, "I wake at three.")
	w := r.page(r.Morag, r.path("/write"), url.Values{"section": {"warnings"}, "entry": {string(r.e.ID)}, "version": {"1"}, "f.sign": {"I wake at seven."}})
	page := html.UnescapeString(w.Body.String())
	if w.Code != 200 || !strings.Contains(page, "Here are both.") || strings.Count(page, "I wake at seven.") < 2 || strings.Count(page, "I wake at three.") < 2 || !strings.Contains(page, `name="version" value="2"`) {
		t.Errorf("%d %s", w.Code, page)
	}
	if e, err := r.App.ReadEntry(t.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.e.ID); err != nil || e.Fields.Get("sign") != "I wake at three." {
		t.Errorf("the plan says %v, %v", e.Fields, err)
	}
}

// With a script the page says that both changed it and shows each, and nothing that either
// wrote is gone.
func TestWhatCannotBeJoinedIsShownInTheRoom(t *testing.T) {
	m := sitDown(t, wide, view{"phone", 360, false, true})
	morag := m.windows[1]
	m.Clock.Forward(time.Second)
	morag.do(network.Enable(), network.EmulateNetworkConditions(true, 0, -1, -1))
	morag.types("f.sign", "I wake before four. Or at seven.")
	shuts(m.World, m.entry.ID, "I wake at three.")
	morag.do(network.EmulateNetworkConditions(false, 0, -1, -1))
	morag.until(`[...document.querySelectorAll('[data-both]')].some(note => !note.hidden)`)
	morag.must(`(() => { const note = document.querySelector('[data-both]'); note.querySelector('details').open = true;
		return note.querySelector('[data-mine]').textContent === 'I wake before four. Or at seven.' && note.querySelector('[data-theirs]').textContent.includes('three') })()`)
	morag.until(sign + `.value.includes('three') && ` + sign + `.value.includes('Or at seven.')`)
}

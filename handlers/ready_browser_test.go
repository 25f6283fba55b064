package handlers_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/app"
	"handrail/models"
)

const sign = `document.querySelector('textarea[name="f.sign"]')`

// at puts the caret into the sign, before some words of it.
func (b *browser) at(words string) {
	b.t.Helper()
	b.must(`(() => { const it = ` + sign + `; it.focus(); const n = it.value.indexOf(` + quoted(words) + `); it.setSelectionRange(n, n); return n >= 0 })()`)
}

// Where the person shows what they write when they are ready, which is how it is until
// they choose otherwise, nothing that the other does takes their words or their caret, and
// nobody sees a letter before they say so.
func TestWhatIsNotShownYetStays(t *testing.T) {
	m := sitDownShowing(t, models.WhenReady, view{"phone", 360, false, true}, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.at("four.")
	ailsa.do(chromedp.KeyEvent("half past "))
	morag.types("f.sign", "I wake before four. Two days running.")
	_, err := m.App.AddToAgenda(t.Context(), m.Morag.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.session, Text: "Sleep"})
	m.Must(err)
	ailsa.until(sign + `?.value === "I wake before half past four. Two days running." && document.getElementById('agenda').textContent.includes('Sleep')`)
	ailsa.must(`document.activeElement === ` + sign + ` && ` + sign + `.selectionStart === "I wake before half past ".length`)
	ailsa.do(chromedp.KeyEvent("or so "))
	ailsa.until(`fetch('/api/v1/plans/` + string(m.Ailsa.Plan) + `/drafts').then(a => a.json()).then(all => all.some(d => d.fields.sign?.includes('or so')))`)
	if kept := m.kept(); kept != "I wake before four. Two days running." {
		t.Errorf("before it is shown the plan says %q", kept)
	}
	morag.must(`!document.body.textContent.includes('half past')`)

	ailsa.goes(m.room + "?section=warnings&entry=" + string(m.entry.ID)) // and it is there after a reload
	ailsa.until(hears + ` && ` + sign + `.value === "I wake before half past or so four. Two days running."`)
	ailsa.at("four.")
	ailsa.do(chromedp.KeyEvent("X"), chromedp.KeyEvent(kb.Backspace), chromedp.Evaluate(`document.querySelector('.show-now').click()`, nil))
	morag.until(sign + `?.value === "I wake before half past or so four. Two days running."`)
	ailsa.must(`document.activeElement !== document.body && ` + sign + `.selectionStart === "I wake before half past or so ".length`)
	if kept := m.kept(); kept != "I wake before half past or so four. Two days running." {
		t.Errorf("it was shown, and the plan says %q", kept)
	}
	drafts, err := m.App.Drafts(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, "")
	m.Must(err)
	if len(drafts) > 0 {
		t.Errorf("what was shown is a draft still: %v", drafts)
	}
}

// Where the other changes the very words that a draft changes, its writer sees both, and the
// other, who may not know of the draft, sees nothing of it.
func TestADraftIsNotJoinedInSilence(t *testing.T) {
	m := sitDownShowing(t, models.WhenReady, view{"phone", 360, false, true}, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.types("f.sign", "I wake before seven.")
	morag.types("f.sign", "I wake before three.")
	ailsa.until(`!document.querySelector('[data-both]').hidden`)
	ailsa.must(`document.querySelector('[data-mine]').textContent.includes('seven') && document.querySelector('[data-theirs]').textContent.includes('th')`)
	morag.until(`document.querySelector('[data-state]').textContent.startsWith('Saved')`)
	morag.must(`document.querySelector('[data-both]').hidden && ` + sign + `.value === 'I wake before three.'`)
}

// A draft from before is not shown for choosing to be seen: only by saying so.
func TestChoosingToBeSeenShowsNoDraft(t *testing.T) {
	m := sitDownShowing(t, models.WhenReady, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.types("f.sign", "I wake before four, and I am afraid.")
	ailsa.presses("Morag sees it when you are ready")
	ailsa.until(hears + ` && document.querySelector('form[data-live]').dataset.live === 'ready'`)
	ailsa.reads("Only you see it until you press Show what I wrote")
	ailsa.must(sign + `.value === "I wake before four, and I am afraid."`)
	if kept := m.kept(); kept != "I wake before four." {
		t.Errorf("the plan says %q", kept)
	}
	ailsa.do(chromedp.Evaluate(`document.querySelector('.show-now').click()`, nil))
	morag.until(sign + `?.value === "I wake before four, and I am afraid."`)
	ailsa.until(`document.querySelector('form[data-live]').dataset.live === 'typed'`)
	ailsa.types("f.sign", "I wake before four, and I am less afraid.")
	morag.until(sign + `?.value.includes('less')`)
}

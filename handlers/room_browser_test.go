package handlers_test

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/app"
	"handrail/models"
)

// Where both changed the same words, both are told, quietly, and can see both without
// leaving the room.
func TestBothAreToldThatBothChangedTheSameWords(t *testing.T) {
	m := sitDown(t, view{"phone", 360, true, true}, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	morag.do(network.Enable(), network.EmulateNetworkConditions(true, 0, -1, -1))
	m.Clock.Forward(time.Second) // what Morag began with stood while she could see it
	morag.types("f.sign", "I wake before seven.")
	ailsa.types("f.sign", "I wake before three.")
	ailsa.until(`document.querySelector('[data-state]').textContent.startsWith('Saved')`)
	morag.do(network.EmulateNetworkConditions(false, 0, -1, -1))
	morag.until(`!document.querySelector('[data-both]').hidden`)
	ailsa.until(`!document.querySelector('[data-both]').hidden`)
	morag.reads("You and Ailsa both changed this. Here are both.")
	ailsa.reads("You and Morag both changed this. Here are both.")
	for b, both := range map[*browser][2]string{morag: {"seven", "three"}, ailsa: {"three", "seven"}} {
		b.must(`(() => { const note = document.querySelector('[data-both]'); note.querySelector('details').open = true;
			return note.querySelector('[data-mine]').textContent.includes(` + quoted(both[0]) + `) && note.querySelector('[data-theirs]').textContent.includes(` + quoted(both[1][:2]) + `) })()`)
		b.fits()
		b.picture("room-both-changed")
	}
}

// Words of the other that come in just before mine are sent are not joined in silence either.
func TestWordsThatCrossAreToldToBoth(t *testing.T) {
	m := sitDown(t, wide, view{"phone", 360, false, true})
	morag := m.windows[1]
	m.Clock.Forward(time.Second)
	morag.must(`(() => { const real = window.setTimeout; window.setTimeout = (f, wait, ...more) => wait === 30 ? -1 : real(f, wait, ...more); return true })()`) // what is typed is sent never, or because of something else
	morag.types("f.sign", "I wake before seven.")
	_, err := m.App.EditEntry(t.Context(), m.Ailsa.Actor, app.EditEntry{Plan: m.Ailsa.Plan, Entry: m.entry.ID, Version: 1, Fields: models.Fields{{Key: "sign", Text: "I wake before three."}}, Session: m.session, AsTyped: true})
	m.Must(err)
	for _, b := range m.windows {
		b.until(`!document.querySelector('[data-both]').hidden`)
		b.until(sign + `.value.includes('seven') && ` + sign + `.value.includes('three')`)
	}
}

// A page that answers a form, such as the one with the six digits, is as live as any other:
// what others do is drawn into it, and what only it says stays.
func TestAPageThatAnswersAFormGoesOn(t *testing.T) {
	m := sitDown(t, wide, wide)
	morag := m.windows[1]
	morag.presses("Make six digits")
	morag.until(hears + ` && /^[0-9]{6}$/.test(document.querySelector('.code').textContent)`)
	morag.must(remarked)
	_, err := m.App.AddToAgenda(t.Context(), m.Ailsa.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.session, Text: "Sleep"})
	m.Must(err)
	morag.until(`document.getElementById('agenda').textContent.includes('Sleep')`)
	morag.must(`window.stayed && /^[0-9]{6}$/.test(document.querySelector('.code').textContent) && !!document.querySelector('form[data-live]')`)

	morag.must(`(() => { const it = document.querySelector('#agenda input[type=text]'); it.maxLength = 9999; it.value = 'word '.repeat(100); return true })()`)
	morag.presses("Add it")
	morag.until(hears + ` && !!document.querySelector('#agenda .message')`)
	morag.must(remarked)
	_, err = m.App.AddToAgenda(t.Context(), m.Ailsa.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.session, Text: "Work"})
	m.Must(err)
	morag.until(`document.getElementById('agenda').textContent.includes('Work')`)
	morag.must(`window.stayed && document.querySelector('#agenda input[type=text]').value.startsWith('word word') && !!document.querySelector('#agenda .message')`)
}

// Who comes, goes and what becomes of the session is said to a screen reader: politely, all
// of it, and not more often than every ten seconds.
func TestComingAndGoingIsSaid(t *testing.T) {
	m := sitDown(t, wide, view{"phone", 360, false, true})
	ailsa, morag := m.windows[0], m.windows[1]
	for _, b := range []*browser{ailsa, morag} {
		b.do(chromedp.Evaluate(`window.told = []; new MutationObserver(() => told.push([performance.now(), document.querySelector('[data-said]').textContent])).observe(document.querySelector('[data-said]'), {childList: true})`, nil))
	}
	plan := m.Ailsa.Plan
	for _, press := range []func() (*app.Session, error){
		func() (*app.Session, error) { return m.App.PauseSession(t.Context(), m.Ailsa.Actor, plan, m.session) },
		func() (*app.Session, error) { return m.App.ResumeSession(t.Context(), m.Ailsa.Actor, plan, m.session) },
	} {
		_, err := press()
		m.Must(err)
		morag.until(`told.some(([, text]) => text.includes('The session is paused'))`)
	}
	morag.until(`told.some(([, text]) => text.includes('The session goes on'))`)
	ailsa.until(`(told.length = 0, document.getElementById('company').textContent.includes('Morag is here'))`)
	_, err := m.App.LeaveSession(t.Context(), m.Morag.Actor, plan, m.session)
	m.Must(err)
	ailsa.until(`told.some(([, text]) => text.includes('Morag has gone out'))`)
	_, err = m.App.JoinSession(t.Context(), m.Morag.Actor, plan, m.session)
	m.Must(err)
	ailsa.until(`document.getElementById('company').textContent.includes('Morag is here')`)
	_, err = m.App.AddEntry(t.Context(), m.Morag.Actor, app.AddEntry{Plan: plan, Section: "warnings", Session: m.session, Fields: models.Fields{{Key: "sign", Text: "Less sleep"}}})
	m.Must(err)
	ailsa.until(`told.some(([, text]) => text.includes('Morag has come in'))`)
	ailsa.until(`told.some(([, text]) => text.includes('Morag wrote something'))`)
	ailsa.must(`told.every(([at], n) => n === 0 || at - told[n - 1][0] > 9900)`)
}

// Somebody who writes in another part is seen to, by its name.
func TestWritingElsewhereIsSeen(t *testing.T) {
	m := sitDown(t, view{"phone", 360, false, true}, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	m.Share(m.Morag, models.RightWork, "triggers")
	e := m.Write("triggers", "Loud rooms.")
	morag.until(`document.getElementById('parts')?.textContent.includes('What can set me off')`)
	ailsa.goes(m.room + "?section=triggers&entry=" + string(e.ID))
	ailsa.until(hears)
	ailsa.must(`(() => { const it = document.querySelector('form[data-live] textarea'); it.value = 'Loud rooms and queues.'; it.dispatchEvent(new Event('input', {bubbles: true})); return true })()`)
	morag.until(`[...document.querySelectorAll('[data-elsewhere]')].some(e => !e.hidden && e.textContent === 'Ailsa is writing in What can set me off')`)
	morag.picture("room-elsewhere")
}

// What can never be saved is said with what is wrong, the words stay, and when they are put
// right they are saved.
func TestWhatIsWrongIsSaid(t *testing.T) {
	m := sitDown(t, wide, view{"phone", 360, false, true})
	morag := m.windows[1]
	morag.types("f.sign", "")
	morag.until(`document.querySelector('[data-state]').classList.contains('not-saved')`)
	morag.must(`!document.querySelector('[data-state]').textContent.includes('try again') && document.querySelector('[data-state]').textContent.length > 5`)
	if kept := m.kept(); kept != "I wake before four." {
		t.Errorf("the plan says %q", kept)
	}
	morag.types("f.sign", "I wake at two.")
	morag.until(`document.querySelector('[data-state]').textContent.startsWith('Saved')`)
}

// The caret stays at its letter while the other writes before and after it, and letters that
// are being composed are left alone, also by the answer to one's own save.
func TestTheCaretStays(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.at("before")
	morag.types("f.sign", "Now and then I wake before four. So it goes.")
	ailsa.until(sign + `?.value === "Now and then I wake before four. So it goes."`)
	ailsa.must(`document.activeElement === ` + sign + ` && ` + sign + `.selectionStart === "Now and then I wake ".length && ` + sign + `.selectionEnd === ` + sign + `.selectionStart`)

	ailsa.must(`(() => { const it = ` + sign + `; it.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true})); it.setRangeText('ni', it.selectionStart, it.selectionStart, 'end');
		window.composed = it.value; it.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true})); return true })()`)
	morag.until(sign + `?.value.includes('wake nibefore')`)
	morag.types("f.sign", "Now and then I wake nibefore four. So it went.")
	morag.until(`document.querySelector('[data-state]').textContent.startsWith('Saved')`)
	ailsa.until(`fetch('/api/v1/plans/` + string(m.Ailsa.Plan) + `/entries/` + string(m.entry.ID) + `').then(a => a.json()).then(e => e.fields.sign.includes('went'))`)
	ailsa.must(sign + `.value === window.composed`)
	ailsa.must(`(() => { const it = ` + sign + `; it.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); return true })()`)
	ailsa.until(sign + `?.value === "Now and then I wake nibefore four. So it went."`)
}

// A session from coming in to its end, with nothing but keys.
func TestASessionByKeysAlone(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa := m.windows[0]
	_, err := m.App.LeaveSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	ailsa.goes(m.room)
	ailsa.enters("Come in")
	ailsa.until(hears)
	ailsa.enters("Write here")
	ailsa.until(hears)
	ailsa.tabsTo("the sign", func(f focus) bool { return f.Name == "f.sign" })
	ailsa.do(chromedp.KeyEvent(kb.End), chromedp.KeyEvent(" Two days running."))
	m.windows[1].until(sign + `?.value.includes('Two days running.')`)
	ailsa.keys("text", "Sleep")
	ailsa.pressing(kb.Enter)
	ailsa.reads("Sleep")
	ailsa.must(`!!document.querySelector('form[data-live]')`) // the entry is open still
	ailsa.enters("Sleep")
	ailsa.must(`!!document.querySelector('#agenda [aria-pressed=true]')`)
	ailsa.enters("Pause")
	ailsa.reads("paused")
	ailsa.enters("Go on")
	ailsa.enters("End the session")
	ailsa.reads("Ended", "How was it for you?")
}

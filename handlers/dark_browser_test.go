package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"handrail/models"
)

// within waits for a script to be true on the page and fails when that took longer than a
// person was promised.
func (b *browser) within(most time.Duration, script string) {
	b.t.Helper()
	begun := time.Now()
	b.until(script)
	if took := time.Since(begun); took > most {
		b.t.Errorf("%s: %v until %s", b.name, took, script)
	}
}

// dark is the time in which what may not be seen any more is gone from a screen.
const dark = 2 * time.Second

// remarked has a page remember whether it was loaded anew.
const remarked = `(window.stayed = true)`

// After a pause the practitioner writes on in the same page, what they typed while the
// right was away is not lost, and a screen that may not show words does not.
func TestWritingGoesOnAfterAPause(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	morag.must(remarked)
	morag.at("four.")
	_, err := m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	morag.within(dark, `document.getElementById('table').textContent.includes('paused') && !document.querySelector('form[data-live]') && !document.querySelector('main').textContent.includes('four')`)
	_, err = m.App.ResumeSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	morag.within(dark, `!!document.querySelector('form[data-live]')`)
	morag.at("four.")
	morag.do(chromedp.KeyEvent("half past "))
	ailsa.until(sign + `?.value === "I wake before half past four."`)
	morag.until(`document.querySelector('form[data-live] [data-state]').textContent.startsWith('Saved')`)
	morag.must(`window.stayed && !document.querySelector('#kept-words:not([hidden])')`)
}

// What was typed without a connection and may not be put in when it is back stands on the
// screen to be copied, alone, and goes in by itself once it may.
func TestUnsavedWordsStayAndTheOthersGo(t *testing.T) {
	m := sitDown(t, wide, wide)
	morag := m.windows[1]
	morag.do(network.Enable(), network.EmulateNetworkConditions(true, 0, -1, -1))
	morag.at("four.")
	morag.do(chromedp.KeyEvent("half past "))
	morag.until(`document.querySelector('form[data-live] [data-state]').textContent.includes('not saved yet')`) // offline
	_, err := m.App.PauseSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	morag.do(network.EmulateNetworkConditions(false, 0, -1, -1))
	morag.until(`!document.querySelector('form[data-live]')`)
	morag.must(`!document.getElementById('kept-words').hidden && document.querySelector('#kept-words [data-words]').textContent === 'half past' && document.getElementById('kept-words').textContent.includes('You can copy them')`)
	morag.must(`!document.querySelector('main').textContent.includes('four')`)
	morag.fits()
	morag.picture("room-kept-words")
	if kept := m.kept(); kept != "I wake before four." {
		t.Errorf("the plan says %q", kept)
	}
	_, err = m.App.ResumeSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	m.windows[0].until(sign + `?.value === "I wake before half past four."`)
	morag.must(`document.getElementById('kept-words').hidden`)
}

// Each way in which the practitioner's right ends takes the words from their screen within
// two seconds, also while they write there, and without a word of why.
func TestTheOthersScreenGoesDark(t *testing.T) {
	for name, end := range map[string]func(*together) error{
		"the part is not shared any more": func(m *together) error {
			given, err := m.App.Consents(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan)
			if err == nil {
				err = m.App.Withdraw(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, given[0].ID)
			}
			return err
		},
		"the practitioner is paused": func(m *together) error {
			return m.App.PausePerson(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Morag.Account)
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := sitDown(t, view{"phone", 360, false, true}, wide)
			morag := m.windows[1]
			morag.must(remarked)
			morag.types("f.do", "Ring somebody.")
			m.windows[0].until(`document.querySelector('textarea[name="f.do"]').value === 'Ring somebody.'`)
			morag.must(`(() => { document.querySelector('textarea[name="f.do"]').focus(); return true })()`)
			m.Must(end(m))
			morag.within(dark, `!['wake', 'Ring', 'Small signs'].some(words => document.querySelector('main').innerText.includes(words)) && ![...document.querySelectorAll('main textarea')].some(f => f.value.includes('wake'))`)
			if text := strings.ToLower(morag.text()); strings.Contains(text, "withdr") || strings.Contains(text, "stopped") || strings.Contains(text, "removed") {
				t.Errorf("it says why: %s", text)
			}
			morag.must(`window.stayed`)
		})
	}
}

// When the person goes out, what rests on being together goes; what is shared always can still be
// read, and not written in.
func TestGoingOutEndsWriting(t *testing.T) {
	m := sitDown(t, view{"phone", 360, false, true}, wide)
	morag := m.windows[1]
	m.ShareWhen(m.Morag, models.RightSee, models.Together, "triggers")
	morag.at("four.")
	morag.until(`document.getElementById('parts')?.textContent.includes('set me off')`)
	_, err := m.App.LeaveSession(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.session)
	m.Must(err)
	morag.within(dark, `!document.querySelector('form[data-live]') && !document.getElementById('parts') && document.getElementById('table').textContent.includes('I wake before four.')`)
	morag.until(`document.querySelector('[data-said]').textContent.includes('Ailsa has gone out')`)
}

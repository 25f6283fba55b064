package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// seen looks at the page as it stands, wide and narrow, light and dark.
func (p *aPhone) seen(name string) {
	p.t.Helper()
	for _, l := range looks {
		p.turns(l.view)
		p.fits()
		for _, found := range p.violations(l.rules) {
			p.t.Errorf("%s %s: %s", l.name, name, found)
		}
		p.picture("phone-" + name)
	}
}

// Each state of the pages about the copy: axe finds nothing, nothing needs sideways
// scrolling.
func TestThePagesOfTheCopyAreAccessible(t *testing.T) {
	axe(t)
	p := newPhone(t, small)
	p.Write("crisis-signs", "I stop opening the curtains.")
	_, err := p.App.AddEntry(t.Context(), p.Ailsa.Actor, app.AddEntry{Plan: p.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.FieldsOf(map[string]string{"who": "Jamie", "phone": "07700 900123", "takes_on": "Feeds the cat."})})
	p.Must(err)
	p.Write(models.HelpLines, "This has passed before.")
	p.goes("/me/phone")
	p.until(`!document.querySelector('[data-keep]').hidden`)
	p.must(`(() => { document.querySelector('[data-keep]').requestSubmit(); return true })()`)
	p.until(`!document.querySelector('#keep-pin-error').hidden`)
	p.seen("keeping-wrong")
	p.keeps()
	p.seen("keeping")
	p.goes("/me/sign-ins")
	p.reads("Keeps a copy of your crisis plan since")
	p.seen("sign-ins")
	p.away()
	p.goes("/phone")
	p.unlocks("135790")
	p.until(`!document.querySelector('#open-pin-error').hidden`)
	p.seen("shut")
	p.opens()
	p.writes("change", "I stop opening", "sign", "I stop opening the post.")
	p.must(`(() => { document.querySelector('[data-opened] details').open = true; document.querySelector('[data-opened] article [data-change]').click(); return true })()`)
	p.until(`!!document.querySelector('[data-opened] form')`)
	p.seen("open")
}

// With the keyboard alone: a copy is kept, opened with no signal, and changed.
func TestTheCopyByKeyboard(t *testing.T) {
	p := newPhone(t, wide)
	p.Write("crisis-signs", "I stop opening the curtains.")
	p.goes("/me/phone")
	p.until(`!document.querySelector('[data-keep]').hidden`)
	pin := func(f focus) bool { return f.Kind == "password" }
	for range 2 {
		p.tabsTo("the PIN", pin)
		p.do(chromedp.KeyEvent(phonePIN))
	}
	p.pressing(kb.Enter)
	p.reads("Your crisis plan is on this phone now")
	p.until(`!!navigator.serviceWorker.controller`)
	p.away()
	p.goes("/phone")
	p.until(`!!document.querySelector('[data-copy-page][data-ready]')`)
	p.tabsTo("the PIN", pin)
	p.do(chromedp.KeyEvent(phonePIN + kb.Enter))
	p.until(`!document.querySelector('[data-opened]').hidden`)
	p.tabsTo("Change", func(f focus) bool { return strings.HasPrefix(f.Words, "Change I stop") })
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`document.activeElement.name === 'sign'`)
	p.do(chromedp.KeyEvent(" And the post."))
	p.tabsTo("Keep it", func(f focus) bool { return f.Words == "Keep it" })
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`!document.querySelector('[data-opened] form')`)
	p.reads("And the post.", "Not in your plan yet")
}

// Some time after signing in the password is asked for beside the PIN, and only a right one is taken.
func TestACopyAsksForThePassword(t *testing.T) {
	p := newPhone(t, small)
	p.Clock.Forward(10 * time.Minute)
	p.goes("/me/phone")
	p.until(`!document.querySelector('[data-keep]').hidden`)
	give := func(password string) string {
		return `document.getElementById('keep-password').value = ` + quoted(password) + `; document.getElementById('keep-pin').value = document.getElementById('keep-pin-again').value = '` + phonePIN + `';
			document.querySelector('[data-keep]').requestSubmit()`
	}
	for password, says := range map[string]string{"": "Please type your password too.", "not the password": "That is not"} {
		p.must(`(() => { ` + give(password) + `; return true })()`)
		p.until(`document.querySelector('#keep-password-error').textContent.includes(` + quoted(says) + `) && !document.querySelector('[data-keep] button').getAttribute('aria-disabled')`)
	}
	p.leads(give(apptest.Password))
	p.reads("Your crisis plan is on this phone now")
}

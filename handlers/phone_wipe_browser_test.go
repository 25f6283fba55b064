package handlers_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/models"
)

var small = view{"phone", 360, false, true}

// leftovers is what the browser still keeps: databases, caches, workers.
const leftovers = `(async () => [...(await indexedDB.databases()).map(d => 'database ' + d.name), ...(await caches.keys()).map(n => 'cache ' + n),
	...(await navigator.serviceWorker.getRegistrations()).map(r => 'worker ' + r.scope)].join(', '))()`

// leaves is so that the page that was open is not the first to hear of what happens next.
func (p *aPhone) leaves() { p.do(chromedp.Navigate("about:blank")) }

func (p *aPhone) keepsNothing() {
	p.t.Helper()
	var left string
	for range 100 {
		p.do(chromedp.Evaluate(leftovers, &left, awaited))
		if left == "" {
			return
		}
		p.do(forMilliseconds(50))
	}
	p.t.Errorf("%s: still there: %s", p.path(), left)
}

// Nine wrong PINs are said to be wrong, with how many are left, also when the page is
// loaded anew in between; the tenth takes the copy away, and no PIN opens it after that.
func TestTheCopyGoesAfterTenWrongPINs(t *testing.T) {
	p := newPhone(t, small)
	p.Write("crisis-signs", "I stop opening the curtains.")
	p.keeps()
	p.away()
	p.goes("/phone")
	p.until(`!!document.querySelector('[data-copy-page][data-ready]')`)
	p.reads("After ten wrong tries the copy is taken off this phone.")
	for left := 9; left > 1; left-- {
		if left == 5 {
			p.goes("/phone")
		}
		p.unlocks("135790")
		p.until(`document.querySelector('#open-pin-error').textContent.includes('You have ` + string(rune('0'+left)) + ` tries left')`)
	}
	p.unlocks("135790")
	p.until(`document.querySelector('#open-pin-error').textContent.includes('one try left')`)
	p.picture("phone-one-try-left")
	p.unlocks("135790")
	p.until(`document.querySelector('[data-signal]').textContent.includes('That was ten tries')`)
	p.reads("Your plan itself is safe", "Nothing is kept on this phone.", "Samaritans")
	p.must(`!!document.querySelector('[data-shut][hidden]')`)
	var left string
	p.do(chromedp.Evaluate(`indexedDB.databases().then(all => all.map(d => d.name).join())`, &left, awaited))
	if left != "" {
		t.Errorf("still there: %s", left)
	}
	p.goes("/") // the numbers are there still
	p.until(`!!document.querySelector('[data-copy-page][data-ready]')`)
	p.reads("Nothing is kept on this phone.", "Samaritans")
	p.serve()
	p.goes("/me")
	p.keepsNothing()
	o, err := p.App.Offline(t.Context(), p.ailsa.Actor)
	p.Must(err)
	if !o.Since.IsZero() {
		t.Error("the server thinks that the phone still keeps a copy")
	}
}

// Whatever ends a sign-in takes the copy away when the phone has a signal next: the
// sign-in ended elsewhere, the yes taken back, signing out. One whose time ran out takes nothing.
func TestTheCopyGoesAtTheNextContact(t *testing.T) {
	for name, end := range map[string]func(*aPhone){
		"ended elsewhere": func(p *aPhone) { p.Must(p.App.EndSignIn(p.T.Context(), p.Ailsa.Actor, p.ailsa.SignIn)) },
		"a new password": func(p *aPhone) {
			p.Must(p.App.ChangePassword(p.T.Context(), p.Ailsa.Actor, "a long enough phrase", "another long phrase"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPhone(t, small)
			p.Write("crisis-signs", "I stop opening the curtains.")
			p.keeps()
			p.leaves()
			end(p)
			p.goes("/phone")
			p.until(`document.querySelector('[data-signal]').textContent.includes('was taken off this phone')`)
			p.keepsNothing()
		})
	}
	t.Run("on another page", func(t *testing.T) {
		p := newPhone(t, small)
		p.keeps()
		p.leaves()
		p.Must(p.App.EndSignIn(t.Context(), p.Ailsa.Actor, p.ailsa.SignIn))
		p.goes("/")
		p.until(`!!document.querySelector('[data-kept-note]')`)
		p.reads("was taken off this phone")
		p.keepsNothing()
		p.fits()
	})
	t.Run("while it is open", func(t *testing.T) {
		p := newPhone(t, small)
		p.Write("crisis-signs", "I stop opening the curtains.")
		p.keeps()
		p.goes("/phone")
		p.opens()
		p.Must(p.App.EndSignIn(t.Context(), p.Ailsa.Actor, p.ailsa.SignIn))
		p.must(`(() => { dispatchEvent(new Event('online')); return true })()`)
		p.until(`document.querySelector('[data-signal]').textContent.includes('was taken off this phone')`)
		if strings.Contains(p.text(), "curtains") {
			t.Error("the words stand there still")
		}
		p.keepsNothing()
		var looked string
		p.do(chromedp.Evaluate(`import(document.querySelector('[data-copy-page]').dataset.library).then((kept) => kept.phone()).then(() => "looked")`, &looked, awaited))
		p.keepsNothing() // to look whether there is a copy makes no place for one
	})
	t.Run("taken back", func(t *testing.T) {
		p := newPhone(t, small)
		p.keeps()
		p.presses("Take it off this phone")
		p.reads("The copy is off this phone.", "Keep it here")
		p.keepsNothing()
	})
	t.Run("its time ran out", func(t *testing.T) {
		p := newPhone(t, small)
		p.Write("crisis-signs", "I stop opening the curtains.")
		p.keeps()
		p.Clock.Forward(100 * 24 * 60 * 60 * 1e9)
		p.goes("/")
		p.goes("/phone")
		p.opens()
		p.reads("I stop opening the curtains.")
	})
}

// After signing out nothing is kept, and Back shows nothing of what was open.
func TestBackAfterSigningOutShowsNothingOfTheCopy(t *testing.T) {
	p := newPhone(t, small)
	p.Write("crisis-signs", "I stop opening the curtains.")
	p.keeps()
	p.goes("/phone")
	p.opens()
	p.reads("I stop opening the curtains.")
	p.goes("/me")
	p.leads(`document.querySelector('form[action="/sign-out"]').requestSubmit()`)
	p.keepsNothing()
	for range 3 {
		var seen string
		p.do(chromedp.NavigateBack(), chromedp.Evaluate(`document.documentElement.innerText`, &seen))
		for _, word := range []string{"curtains", "Ailsa"} {
			if strings.Contains(seen, word) {
				t.Errorf("Back shows %q on %s:\n%s", word, p.path(), seen)
			}
		}
	}
	if err := p.App.HearOffline(t.Context(), "x"); models.KindOf(err) != models.SignIn {
		t.Errorf("heard: %v", err)
	}
}

// Who signs out while something waits to be sent is told so first, once.
func TestSigningOutNamesWhatWasNotSent(t *testing.T) {
	p := newPhone(t, small)
	p.Write("crisis-signs", "I stop opening the curtains.")
	p.keeps()
	p.away()
	p.goes("/phone")
	p.opens()
	p.writes("change", "I stop", "sign", "I stop answering.")
	p.serve()
	p.goes("/me")
	p.until(`!!document.querySelector('[data-kept-note]')`)
	p.reads("You wrote something on this phone with no signal.")
	p.must(`(() => { document.querySelector('form[action="/sign-out"]').requestSubmit(); return true })()`)
	p.until(`document.querySelector('[data-kept-note]').textContent.includes('Signing out takes it away')`)
	p.must(`location.pathname === '/me'`)
	p.goes("/phone")
	p.opens()
	p.until(`document.querySelector('[data-signal]').textContent.includes('is in your plan now')`)
	p.inThePlan("crisis-signs", "I stop answering.")
}

// No room on the phone: said plainly, and neither what was there nor what was
// written is lost.
func TestAPhoneWithoutRoom(t *testing.T) {
	p := newPhone(t, small)
	p.Write("crisis-signs", "I stop opening the curtains.")
	p.room(1)
	p.goes("/me/phone")
	p.until(`!document.querySelector('[data-keep]').hidden`)
	p.must(`(() => { document.getElementById('keep-pin').value = document.getElementById('keep-pin-again').value = '` + phonePIN + `'; document.querySelector('[data-keep]').requestSubmit(); return true })()`)
	p.until(`!document.querySelector('[data-keep] [data-wrong]').hidden`)
	p.reads("There is no room left on this phone. Nothing is lost")
	p.room(1e9)
	p.goes("/")
	p.keeps()
	p.away()
	p.restart(small) // a browser looks how much room there is now and then only
	p.room(1)
	p.goes("/phone")
	p.opens()
	p.reads("I stop opening the curtains.")
	long := strings.Repeat("I stop answering. ", 200)
	p.must(`(() => { [...document.querySelectorAll('[data-change]')][0].click(); const it = document.querySelector('[data-opened] form [name="sign"]'); it.value = ` + quoted(long) + `; it.form.requestSubmit(); return true })()`)
	p.until(`!!document.querySelector('[data-opened] form [data-wrong]:not([hidden])')`)
	p.reads("There is no room left on this phone, so this is not kept yet. Your words are still here.")
	p.must(`document.querySelector('[data-opened] form [name="sign"]').value === ` + quoted(long))
	p.picture("phone-full")
	p.room(1e9)
	p.must(`(() => { document.querySelector('[data-opened] form').requestSubmit(); return true })()`)
	p.until(`!document.querySelector('[data-opened] form')`)
	p.goes("/phone")
	p.opens()
	p.reads("I stop answering. I stop answering.", "Not in your plan yet")
}

// room is how many bytes the browser may keep here.
func (p *aPhone) room(bytes float64) {
	p.t.Helper()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return storage.OverrideQuotaForOrigin(p.browser.url).WithQuotaSize(bytes).Do(ctx)
	}))
}

// No word of the plan is in any file of the browser, in clear: not those that are kept, not those
// of other sections, not what was written there. A word put there on purpose is found.
func TestNoWordIsInTheBrowserInClear(t *testing.T) {
	p := newPhone(t, small)
	p.Write("crisis-signs", "keptcanary one two three")
	p.Write("toolbox", "chosencanary one two three")
	p.Write(models.HelpLines, "linecanary one two three")
	for _, section := range []models.SectionKey{"notes", "hopes", "warnings", "crisis-not-involved", "check-ins", "goals"} {
		if section == "check-ins" {
			_, err := p.App.AddEntry(t.Context(), p.Ailsa.Actor, app.AddEntry{Plan: p.Ailsa.Plan, Section: section, Fields: models.FieldsOf(map[string]string{"how": "hard", "words": "othercanary"})})
			p.Must(err)
			continue
		}
		p.Write(section, "othercanary in "+string(section))
	}
	plan := "/plans/" + string(p.Ailsa.Plan)
	p.keeps("toolbox")
	for _, path := range []string{"/", plan, plan + "/sections/notes", plan + "/sections/crisis-signs", "/help", "/me"} {
		p.goes(path)
	}
	p.goes("/phone")
	p.opens()
	p.reads("keptcanary", "chosencanary", "linecanary")
	p.away()
	p.writes("change", "keptcanary", "sign", "writtencanary one two three")
	p.do(chromedp.Evaluate(`new Promise((yes, no) => { const asked = indexedDB.open('proof', 1); asked.onupgradeneeded = () => asked.result.createObjectStore('proof');
		asked.onsuccess = () => { const turn = asked.result.transaction('proof', 'readwrite', {durability: 'strict'}); turn.objectStore('proof').put('proofcanary one two three', 'x'); turn.oncomplete = () => yes(1) } })`, nil, awaited))
	if err := chromedp.Cancel(p.ctx); err != nil {
		t.Fatal(err)
	}
	found := wordsIn(t, p.folder, "keptcanary", "chosencanary", "linecanary", "othercanary", "writtencanary", "proofcanary", phonePIN)
	if found["proofcanary"] == "" {
		t.Error("what is kept in clear was not found: this looked in the wrong place")
	}
	delete(found, "proofcanary")
	for word, file := range found {
		t.Errorf("%s is in %s", word, file)
	}
}

// wordsIn is which words stand in which file of a folder, as UTF-8 or UTF-16.
func wordsIn(t *testing.T, folder string, words ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(data, []byte(w)) || bytes.Contains(data, wide16(w)) {
				found[w] += " " + strings.TrimPrefix(path, folder)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wide16(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

package handlers_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
	"handrail/static"
)

// together is Ailsa and Morag in a session, each in a window, with one entry open in both.
type together struct {
	*server
	session models.ID
	entry   *app.Entry
	windows []*browser
	room    string
}

func sitDown(t *testing.T, views ...view) *together {
	t.Helper()
	return sitDownShowing(t, models.AsTyped, views...)
}

// sitDownShowing is sitDown with when Morag sees what Ailsa types.
func sitDownShowing(t *testing.T, shows models.Showing, views ...view) *together {
	t.Helper()
	chromium(t)
	s := newServer(t)
	m := &together{server: s, entry: s.Write("warnings", "I wake before four.")}
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightWork, "warnings")
	opened, err := s.App.OpenSession(t.Context(), s.Ailsa.Actor, app.OpenSession{Plan: s.Ailsa.Plan, With: s.Morag.Account})
	s.Must(err)
	m.session = opened.ID
	_, err = s.App.JoinSession(t.Context(), s.Morag.Actor, s.Ailsa.Plan, opened.ID)
	s.Must(err)
	_, err = s.App.ShowAs(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, opened.ID, shows)
	s.Must(err)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	t.Cleanup(s.App.EndStreams)
	m.room = "/plans/" + string(s.Ailsa.Plan) + "/sessions/" + string(m.session)
	for i, who := range []apptest.Who{s.Ailsa, s.Morag} {
		b := window(t, server, views[i])
		b.name += "-" + who.Name
		b.signsIn(&who)
		b.goes(m.room + "?section=warnings&entry=" + string(m.entry.ID))
		if views[i].script {
			b.until(hears)
		}
		m.windows = append(m.windows, b)
	}
	return m
}

// hears is true on a page of a session once its stream is open: what happened before
// that it reads anew, what happens after it is told.
const hears = `document.documentElement.classList.contains('hears')`

var wide = view{"wide", 1280, false, true}

// until waits for a script to be true on the page, or on the one that takes its place meanwhile.
func (b *browser) until(script string) {
	b.t.Helper()
	late, again := time.After(20*time.Second), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for {
		is, err := b.holds(script)
		if is {
			return
		}
		select {
		case <-again.C:
		case <-late:
			b.t.Fatalf("%s: never %s: %v\n%s", b.name, script, err, b.text())
		}
	}
}

// holds asks once whether a script, or what it promises, is true; a page that goes to another
// meanwhile never answers.
func (b *browser) holds(script string) (is bool, err error) {
	ctx, cancel := context.WithTimeout(b.ctx, 2*time.Second)
	defer cancel()
	err = chromedp.Run(ctx, chromedp.Evaluate("(async () => !!(await ("+script+")))()", &is, awaited))
	return is && err == nil, err
}

// typist types into a field as a person does, from a seed: letters of its own that
// nobody else types, so that each can be counted afterwards; deletions; emoji and
// right-to-left words; now and then a long paste.
const typist = `window.typist = (name, seed, first) => {
	let s = seed >>> 0;
	const rand = n => { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; return Math.floor(s / 4294967296 * n) };
	const field = document.querySelector('textarea[name="' + name + '"]');
	const own = { typed: [], gone: [], pastes: [], extras: {}, next: first, stop: false, idle: false };
	const mark = () => { const m = String.fromCodePoint(own.next++); own.typed.push(m); return m };
	const extra = ['', '', '', '', ' ', 'a', 'e', '👩‍👩‍👧', 'é', 'شكرا', 'שלום', '\n', '🇸🇨'];
	const stays = /[^\x00-\x7F\u{F0000}-\u{FFFFF}]/u; // these are never taken out, and so must all be there in the end
	const change = (text, from, to) => {
		const out = field.value.slice(from, to);
		if (stays.test(out)) return;
		own.gone.push(...Array.from(out));
		for (const l of Array.from(text)) if (stays.test(l)) own.extras[l] = (own.extras[l] || 0) + 1;
		field.setRangeText(text, from, to, 'end');
		field.dispatchEvent(new Event('input', { bubbles: true }));
	};
	const bounds = () => { const cuts = [0]; for (const l of Array.from(field.value)) cuts.push(cuts[cuts.length - 1] + l.length); return cuts };
	const paste = (n, at) => { const text = Array.from({ length: n }, mark); own.pastes.push(text.join('')); change(text.join(''), at, at) };
	let steps = 0;
	const step = () => {
		if (own.stop) { own.idle = true; return }
		const cuts = bounds(), at = rand(cuts.length), what = rand(40);
		if (++steps === 8) paste(5000, cuts[at]);
		else if (what < 28) change(mark() + extra[rand(extra.length)], cuts[at], cuts[at]);
		else if (what < 39) { const to = Math.min(cuts.length - 1, at + rand(4)); change('', cuts[at], cuts[to]) }
		else if (cuts.length < 14000) paste(300, cuts[at]);
		own.timer = setTimeout(step, 20 + rand(60));
	};
	window.own = own;
	step();
}`

func seeds() int {
	if n, err := strconv.Atoi(os.Getenv("HANDRAIL_SEEDS")); err == nil {
		return n
	}
	return 1
}

func typingTime() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("HANDRAIL_TYPING")); err == nil {
		return d
	}
	return 12 * time.Second
}

// Two people type into one entry at once while the connection of either comes and
// goes. In the end both screens and the database hold the same, and every letter that
// was typed and not taken out is there once. HANDRAIL_SEEDS and HANDRAIL_TYPING make it longer.
func TestTwoPeopleTypeAtOnce(t *testing.T) {
	for seed := range seeds() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { typeAtOnce(t, uint64(seed)) })
	}
}

func typeAtOnce(t *testing.T, seed uint64) {
	m := sitDown(t, wide, view{"phone", 360, true, true})
	r := rand.New(rand.NewPCG(seed, 1))
	for i, b := range m.windows {
		b.do(network.Enable(), chromedp.Evaluate(typist, nil), chromedp.Evaluate(fmt.Sprintf("typist('f.sign', %d, %d)", seed*2+uint64(i)+1, 0xF0000+i*0x8000), nil))
	}
	end := time.Now().Add(typingTime())
	for time.Now().Before(end) {
		b := m.windows[r.IntN(2)]
		away := 200 + r.IntN(2500)
		b.do(network.EmulateNetworkConditions(true, 0, -1, -1), forMilliseconds(away), network.EmulateNetworkConditions(false, 0, -1, -1), forMilliseconds(500+r.IntN(2000)))
	}
	for _, b := range m.windows {
		b.do(chromedp.Evaluate("own.stop = true", nil))
		b.until("own.idle")
	}
	m.settled()
	m.nothingLost()
}

// forMilliseconds lets time pass in the page itself.
func forMilliseconds(n int) chromedp.Action {
	return chromedp.Evaluate(fmt.Sprintf("new Promise(go => setTimeout(go, %d))", n), nil, chromedp.EvalIgnoreExceptions, awaited)
}

// settled waits until nobody has anything left to save and both show what is kept.
func (m *together) settled() {
	m.T.Helper()
	for range 200 {
		kept := m.kept()
		same := true
		for _, b := range m.windows {
			b.until(`!document.querySelector("[data-state]").classList.contains("not-saved")`)
			var shown string
			b.do(chromedp.Evaluate(`document.querySelector('textarea[name="f.sign"]').value`, &shown), forMilliseconds(50))
			same = same && shown == kept
		}
		if same && m.kept() == kept {
			return
		}
	}
	var shown [2]string
	for i, b := range m.windows {
		b.do(chromedp.Evaluate(`document.querySelector('textarea[name="f.sign"]').value`, &shown[i]))
	}
	m.T.Fatalf("they never agree:\nkept  %q\nAilsa %q\nMorag %q", m.kept(), shown[0], shown[1])
}

func (m *together) kept() string {
	m.T.Helper()
	e, err := m.App.ReadEntry(m.T.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.entry.ID)
	m.Must(err)
	return e.Fields.Get("sign")
}

func (m *together) nothingLost() {
	m.T.Helper()
	gone, extras := map[string]bool{}, map[string]int{}
	var typed, pastes []string
	for _, b := range m.windows {
		var own struct {
			Typed, Gone, Pastes []string
			Extras              map[string]int
		}
		b.do(chromedp.Evaluate("({typed: own.typed, gone: own.gone, pastes: own.pastes, extras: own.extras})", &own))
		typed, pastes = append(typed, own.Typed...), append(pastes, own.Pastes...)
		for letter, n := range own.Extras {
			extras[letter] += n
		}
		for _, letter := range own.Gone {
			gone[letter] = true
		}
	}
	kept := m.kept()
	m.inOrder(kept, pastes)
	for letter, n := range extras {
		if got := strings.Count(kept, letter); got != n {
			m.T.Errorf("%q was typed %d times and never taken out, and stands there %d times", letter, n, got)
		}
	}
	if len(typed) < 50 {
		m.T.Errorf("only %d letters were typed: that shows nothing", len(typed))
	}
	for _, letter := range typed {
		if n := strings.Count(kept, letter); n == 0 && !gone[letter] || n > 1 {
			m.T.Errorf("%q, typed once and taken out: %v, stands there %d times", letter, gone[letter], n)
		}
	}
	m.T.Logf("%d letters typed, %d characters kept", len(typed), len([]rune(kept)))
}

// inOrder checks that what is left of each paste stands in its order, and that there was a long one.
func (m *together) inOrder(kept string, pastes []string) {
	m.T.Helper()
	place := map[rune]int{}
	for i, r := range []rune(kept) {
		place[r] = i
	}
	longest := 0
	for _, paste := range pastes {
		letters := []rune(paste)
		longest = max(longest, len(letters))
		last := -1
		for _, r := range letters {
			at, there := place[r]
			if there && at < last {
				m.T.Errorf("a paste of %d characters is out of order at %q", len(letters), r)
				break
			}
			if there {
				last = at
			}
		}
	}
	if longest < 5000 {
		m.T.Errorf("the longest paste had %d characters: that shows nothing", longest)
	}
}

// The script merges by the same laws as the server: nothing that either put in is
// lost or doubled, nothing comes back that both took out, and one change alone is that change.
const laws = `(async () => {
	const { merge, clash, edits } = await import(MODULE);
	let s = 7;
	const rand = n => { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; return Math.floor(s / 4294967296 * n) };
	let next = 0xF0000;
	const change = text => {
		let letters = Array.from(text);
		for (let n = rand(5); n > 0; n--) {
			const at = rand(letters.length + 1), put = [];
			for (let i = rand(6); i > 0; i--) put.push(String.fromCodePoint(next++));
			letters.splice(at, rand(8), ...put);
		}
		return letters.join('');
	};
	const count = (text, letter) => text.split(letter).length - 1;
	for (let round = 0; round < 5000; round++) {
		next = 0xF0000;
		const base = change(change('')), mine = change(base), theirs = change(base), both = merge(base, mine, theirs);
		if (merge(base, theirs, mine) !== both || merge(base, mine, base) !== mine || merge(base, base, theirs) !== theirs || merge(base, mine, mine) !== mine) return 'sides matter: ' + round;
		for (const letter of new Set(Array.from(base + mine + theirs))) {
			const was = base.includes(letter), stays = was ? mine.includes(letter) && theirs.includes(letter) : true;
			const n = count(both, letter);
			if (n > 1 || (stays && n === 0) || (was && !mine.includes(letter) && !theirs.includes(letter) && n > 0)) return JSON.stringify([round, base, mine, theirs, both]);
		}
		let again = Array.from(base), shift = 0;
		for (const [at, to, words] of edits(base, mine)) { const put = Array.from(words); again.splice(at + shift, to - at, ...put); shift += put.length - (to - at) }
		if (again.join('') !== mine) return 'edits lead elsewhere: ' + round;
	}
	if (merge('dog', 'horse', 'cat') !== 'cathorse') return merge('dog', 'horse', 'cat');
	if (!clash('dog', 'horse', 'cat') || !clash('ab', 'axb', 'ayb') || clash('one two three', 'ONE two three', 'one two THREE') || clash('ab', 'axb', 'axb') || clash('ab', 'ab', 'ayb')) return 'what is a clash';
	// A letter between runs of one other stands once, also where runs shrink and grow on both sides of it;
	// and so does all between two long pastes that each side made.
	const dots = n => '.'.repeat(n), letter = '\u{F0000}', twice = text => count(text, letter) !== 1 && text;
	for (let round = 0; round < 500; round++) {
		const left = 10 + rand(30), right = 10 + rand(30), side = (a, b) => (a ? 'm' : 'T') + dots(Math.max(0, left + rand(20) - 10)) + letter + (b ? 'n' : 'U') + dots(Math.max(0, right + rand(20) - 10));
		const wrong = twice(merge(dots(left) + letter + dots(right), side(true, true), side(false, false)));
		if (wrong) return 'a letter in a run: ' + wrong;
	}
	let long = '';
	for (let i = 0; i < 300; i++) long += String.fromCodePoint(0xF0000 + i);
	const at = (text, where, words) => { const l = Array.from(text); l.splice(where, 0, words); return l.join('') };
	const both = merge(long, at(at(long, 250, dots(5000)), 20, 'm'), at(at(long, 200, dots(4000)), 100, 't'));
	for (const one of long) if (count(both, one) !== 1) return 'two long pastes double what lies between';
	return '';
})()`

func TestTheScriptMergesByTheSameLaws(t *testing.T) {
	s := newServer(t)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	b := window(t, server, wide)
	b.goes("/sign-in")
	var wrong string
	b.do(chromedp.Evaluate(strings.ReplaceAll(laws, "MODULE", quoted(static.URL("js/merge.js"))), &wrong, awaited))
	if wrong != "" {
		t.Error(wrong)
	}
}

// A session without a script: what the other wrote is there after loading the page
// again, "I'm here" keeps the person present, and both texts of a conflict are shown.
func TestASessionWithoutAScript(t *testing.T) {
	m := sitDown(t, view{"phone-no-script", 360, false, false}, view{"wide-no-script", 1280, true, false})
	ailsa, morag := m.windows[0], m.windows[1]
	at := m.room + "?section=warnings&entry=" + string(m.entry.ID)
	morag.reads("You can both write here")
	morag.types("f.sign", "I wake before four, two days running.")
	morag.presses("Show what I wrote")
	ailsa.types("f.sign", "I wake long before four.")
	ailsa.presses("Show what I wrote")
	ailsa.goes(at)
	if kept := m.kept(); kept != "I wake long before four, two days running." {
		t.Errorf("kept %q", kept)
	}
	ailsa.types("f.sign", "One")
	morag.goes(at)
	morag.types("f.sign", "Two")
	morag.presses("Show what I wrote")
	ailsa.presses("Show what I wrote")
	ailsa.reads("One", "Two", "both changed")
	ailsa.fits()
	ailsa.goes(at)
	ailsa.presses("I'm here")
	ailsa.types("text", "Sleep since the clocks changed")
	ailsa.presses("Add it")
	morag.goes(m.room)
	morag.reads("Sleep since the clocks changed")
	ailsa.presses("Pause")
	ailsa.reads("paused")
	morag.goes(at)
	morag.reads("paused")
	ailsa.presses("Go on")
	ailsa.goes(at)
	ailsa.presses("Undo Morag's last words")
	ailsa.presses("End the session")
	ailsa.reads("Ended", "How was it for you?")
}

// On a phone whose keyboard takes half of the screen, the field and who is writing
// in it can both be seen.
func TestWhoIsWritingIsSeenAboveTheKeyboard(t *testing.T) {
	m := sitDown(t, view{"phone", 360, false, true}, wide)
	phone, other := m.windows[0], m.windows[1]
	phone.do(chromedp.EmulateViewport(360, 380), chromedp.Evaluate(`document.querySelector('textarea[name="f.do"]').focus()`, nil))
	other.types("f.sign", "I wake before four, two days running.")
	phone.until(`document.querySelector('.open-entry [data-writing]').offsetParent !== null`)
	phone.must(`(() => { const seen = e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight };
		document.activeElement.scrollIntoView({block: 'center'});
		return seen(document.querySelector('.open-entry [data-writing]')) && seen(document.activeElement) })()`)
	phone.must(`document.querySelector('.open-entry [data-writing]').textContent === 'Morag is writing'`)
	phone.until(`document.querySelector('textarea[name="f.sign"]').value.endsWith('two days running.')`)
	phone.must(`document.activeElement.name === 'f.do'`)
	phone.fits()
	phone.picture("session-writing")
}

// Everything in the room can be done with the keyboard alone, and what a screen
// reader is told of the others is polite and says no letters.
func TestTheRoomByKeyboardAndBySound(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.until(`document.documentElement.classList.contains('live-page')`)
	reached := map[string]bool{}
	ailsa.do(chromedp.Evaluate(`document.body.focus()`, nil))
	for range 80 {
		var name string
		ailsa.do(chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`(() => { const e = document.activeElement; const r = getComputedStyle(e);
			return (e.innerText || e.name || '').trim().split('\n')[0] + (r.outlineStyle === 'none' ? ' (no ring)' : '') })()`, &name))
		reached[name] = true
	}
	for _, want := range []string{"I need help now", "Pause", "End the session", "f.sign", "Close", "Undo Morag's last words", "text"} {
		if !reached[want] {
			t.Errorf("the keyboard does not come to %q with a ring around it; it comes to %v", want, reached)
		}
	}
	ailsa.do(chromedp.Evaluate(`window.told = []; new MutationObserver(() => told.push(document.querySelector('[data-said]').textContent)).observe(document.querySelector('[data-said]'), {childList: true, characterData: true, subtree: true})`, nil))
	morag.types("f.sign", "I wake before four. Q")
	morag.types("f.sign", "I wake before four. QZ")
	ailsa.until(`document.querySelector('textarea[name="f.sign"]').value.includes('QZ')`)
	var told []string
	ailsa.do(chromedp.Evaluate(`told`, &told))
	said := strings.Split(strings.Join(told, ". "), ". ")
	if slices.ContainsFunc(said, func(one string) bool { return one != "Morag is writing" && one != "Morag wrote something" }) || len(told) != 1 {
		t.Errorf("a screen reader is told %q", told)
	}
	ailsa.must(`document.querySelector('[data-said]').getAttribute('role') === 'status'`)
}

// Another way to say it stands on the practitioner's screen alone, about their own
// words alone, and is taken, left or never shown again.
func TestAnotherWayToSayItInTheRoom(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.types("f.do", "I am lazy and stubborn.")
	morag.until(`document.querySelector('textarea[name="f.do"]').value.includes('lazy')`)
	morag.types("f.sign", "I wake before four. Ailsa is very demanding and stubborn.")
	morag.until(`document.querySelectorAll('[data-phrasing]').length === 2`)
	ailsa.must(`!document.querySelector('[data-phrasings]')`)
	morag.must(`(() => { document.querySelector('[data-said="stubborn"] [data-way="determined"]').click(); return true })()`)
	ailsa.until(`document.querySelector('textarea[name="f.sign"]').value.endsWith('very demanding and determined.')`)
	morag.must(`(() => { document.querySelector('[data-said="demanding"] [data-hush]').click(); return document.querySelectorAll('[data-phrasing]').length === 0 })()`)
	morag.types("f.sign", "I wake before four. Ailsa is very demanding and determined. She is lazy.")
	morag.until(`document.querySelectorAll('[data-phrasing]').length === 1 && !!document.querySelector('[data-said="lazy"]')`)
	morag.types("f.do", "I am lazy and stubborn. So she says.")
	morag.picture("phrasing")
}

// A way is put where the practitioner wrote the word, and never into the person's own words;
// it is offered wherever they write in the room, and "Keep mine" holds when the page is loaded anew.
func TestAWayIsPutWhereItWasTyped(t *testing.T) {
	m := sitDown(t, wide, wide)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.types("f.sign", "They call me stubborn.")
	morag.until(sign + `?.value === "They call me stubborn."`)
	morag.types("f.sign", "They call me stubborn. She is very stubborn.")
	morag.until(`!!document.querySelector('[data-said="stubborn"]')`)
	ailsa.types("f.sign", "🌧 They call me stubborn. She is very stubborn.") // and it moves meanwhile
	morag.until(sign + `?.value.startsWith('🌧')`)
	morag.must(`(() => { document.querySelector('[data-said="stubborn"] [data-way="determined"]').click(); return true })()`)
	ailsa.until(sign + `?.value === "🌧 They call me stubborn. She is very determined."`)

	morag.must(`(() => { const it = document.querySelector('#agenda input[type=text]'); it.value = 'She is lazy.'; it.dispatchEvent(new Event('input', {bubbles: true})); return true })()`)
	morag.until(`!!document.querySelector('[data-said="lazy"]')`)
	morag.do(network.Enable())
	morag.must(`(() => { document.querySelector('[data-said="lazy"] [data-keep]').click(); return true })()`)
	morag.until(`fetch('/phrasings', {method: 'POST', body: new URLSearchParams({was: '', text: 'She is lazy.'})}).then(a => a.text()).then(text => !text.includes('lazy'))`)
}

// The same without a script: each press comes back to the room.
func TestAnotherWayWithoutAScript(t *testing.T) {
	m := sitDown(t, view{"person", 360, false, false}, view{"phone-no-script", 360, false, false})
	morag := m.windows[1]
	morag.types("f.sign", "I wake before four. She is very stubborn and lazy.")
	morag.presses("Show what I wrote")
	morag.reads("Another way to say it", "stubborn", "lazy")
	morag.fits()
	morag.presses("Keep mine lazy")
	morag.types("f.sign", "I wake before four. She is very stubborn and lazy. She is demanding.")
	morag.presses("Show what I wrote")
	morag.must(`[...document.querySelectorAll('[data-phrasing]')].every(one => one.dataset.said === 'demanding')`)
	morag.presses("Don't show again demanding")
	if path := morag.path(); !strings.HasPrefix(path, m.room+"?section=warnings&entry=") {
		t.Errorf("it comes back to %s", path)
	}
	morag.types("f.sign", "I wake before four. She is manipulative.")
	morag.presses("Show what I wrote")
	morag.must(`document.querySelectorAll('[data-phrasing]').length === 1`)
	morag.presses("Use it")
	if kept := m.kept(); strings.Contains(kept, "manipulative") || !strings.HasPrefix(kept, "I wake before four. She is ") {
		t.Errorf("the plan says %q", kept)
	}
}

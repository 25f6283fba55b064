package models

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// desk is the server's side of one entry while several write in it: every version
// stays, a save is merged with what came in between, and one that is sent twice counts once.
type desk struct {
	texts []string // texts[i] is version i+1
	taken map[string]int
}

func (d *desk) newest() (version int, text string) { return len(d.texts), d.texts[len(d.texts)-1] }

func (d *desk) save(key string, version int, text string) (int, string) {
	if _, known := d.taken[key]; !known {
		_, now := d.newest()
		if merged, _ := Merge(d.texts[version-1], text, now); merged != now {
			d.texts = append(d.texts, merged)
		}
		d.taken[key] = len(d.texts)
	}
	return d.newest()
}

// writer is one screen, by the rules of static/js/session.js: what is typed stands on a
// base; one save is under way at a time and is sent until it is answered; what arrives is
// merged into what stands there.
type writer struct {
	*rand.Rand
	name    string
	screen  string
	version int
	base    string
	pending *save
	sent    int
	typed   []rune
	gone    map[rune]bool
	mark    rune
}

type save struct {
	key     string
	version int
	text    string
}

func (w *writer) take(version int, text string) {
	if version < w.version {
		return
	}
	w.screen, _ = Merge(w.base, w.screen, text)
	w.version, w.base = version, text
}

// type puts in, takes out or pastes at some place; what it puts in are marks that
// nobody else types.
func (w *writer) types() {
	letters := []rune(w.screen)
	at := w.IntN(len(letters) + 1)
	if w.IntN(3) == 0 {
		to := min(len(letters), at+w.IntN(4))
		for _, r := range letters[at:to] {
			w.gone[r] = true
		}
		w.screen = string(letters[:at]) + string(letters[to:])
		return
	}
	var put []rune
	for range 1 + w.IntN(3) {
		put = append(put, w.mark)
		w.typed = append(w.typed, w.mark)
		w.mark++
	}
	w.screen = string(letters[:at]) + string(put) + string(letters[at:])
}

// saves sends what is pending, or what stands there now. The request can be lost on
// the way there, and its answer on the way back.
func (w *writer) saves(d *desk, there, back bool) {
	if w.pending == nil {
		if w.screen == w.base {
			return
		}
		w.sent++
		w.pending = &save{key: fmt.Sprint(w.name, w.sent), version: w.version, text: w.screen}
	}
	if !there {
		return
	}
	version, text := d.save(w.pending.key, w.pending.version, w.pending.text)
	if !back {
		return
	}
	w.base, w.pending = w.pending.text, nil
	w.take(version, text)
}

// hears is an event of the stream, unless a save is under way.
func (w *writer) hears(d *desk) {
	if version, text := d.newest(); w.pending == nil && version > w.version {
		w.take(version, text)
	}
}

// Two or three write into one entry in every order, with requests and answers lost
// at random. Once all is sent and heard, every screen holds what the server has, and
// every letter that was typed and not taken out stands there once.
func TestWritingTogetherLosesNothing(t *testing.T) {
	for seed := range 50_000 {
		if err := writeTogether(rand.New(rand.NewPCG(uint64(seed), 7))); err != nil {
			t.Fatalf("history %d: %v", seed, err)
		}
	}
}

func writeTogether(r *rand.Rand) error {
	d := &desk{texts: []string{"a plan"}, taken: map[string]int{}}
	writers := make([]*writer, 2+r.IntN(2))
	for i := range writers {
		writers[i] = &writer{Rand: r, name: string(rune('A' + i)), screen: "a plan", base: "a plan", version: 1,
			gone: map[rune]bool{}, mark: rune(0xE000 + i*0x400)}
	}
	for range 5 + r.IntN(40) {
		w := writers[r.IntN(len(writers))]
		switch r.IntN(5) {
		case 0, 1:
			w.types()
		case 2, 3:
			w.saves(d, r.IntN(4) > 0, r.IntN(4) > 0)
		default:
			w.hears(d)
		}
	}
	for range 3 * len(writers) { // the connection is back: all is sent and heard
		for _, w := range writers {
			w.saves(d, true, true)
			w.hears(d)
		}
	}
	return agree(d, writers)
}

func agree(d *desk, writers []*writer) error {
	_, kept := d.newest()
	gone := map[rune]bool{}
	for _, w := range writers {
		if w.screen != kept {
			return fmt.Errorf("%s shows %q, kept is %q", w.name, w.screen, kept)
		}
		for r := range w.gone {
			gone[r] = true
		}
	}
	for _, w := range writers {
		for _, r := range w.typed {
			if n := strings.Count(kept, string(r)); n > 1 || n == 0 && !gone[r] {
				return fmt.Errorf("%U of %s, taken out: %v, stands there %d times in %q", r, w.name, gone[r], n, kept)
			}
		}
	}
	return nil
}

package models

import (
	"slices"
	"strings"
)

// matcher finds the wordings of a list of phrases. A wording is words with a space
// between; a word can be one of several (her/him/them), and one that ends in + stands for all
// its forms (fail+: fail, fails, failed, failing). What stands behind a bar must follow and
// is no part of what is said (claims | that).
type matcher struct {
	phrases []phrase
	whole   map[string][]wording // by a first word as it stands
	stems   map[string][]wording // by the stem of a first word
	unless  [][]wording          // by phrase
	beside  [][]form             // by phrase
	speller speller
}

// wording is one way in which a phrase is said.
type wording struct {
	phrase int
	words  [][]form
	said   int // how many of the words are the phrase
}

// form is a word, or the stem of one.
type form struct {
	text string
	stem bool
}

func newMatcher(list []phrase) *matcher {
	m := &matcher{phrases: list, whole: map[string][]wording{}, stems: map[string][]wording{}}
	for i, p := range list {
		for _, said := range p.Said {
			w := readWording(i, said)
			for _, f := range w.words[0] {
				if f.stem {
					m.stems[f.text] = append(m.stems[f.text], w)
				} else {
					m.whole[f.text] = append(m.whole[f.text], w)
				}
			}
		}
		var unless []wording
		for _, text := range p.Unless {
			unless = append(unless, readWording(i, text))
		}
		m.unless = append(m.unless, unless)
		var beside []form
		for _, text := range p.Beside {
			beside = append(beside, readWording(i, text).words[0]...)
		}
		m.beside = append(m.beside, beside)
	}
	m.speller = newSpeller(m)
	return m
}

func readWording(phrase int, text string) wording {
	w := wording{phrase: phrase}
	for part := range strings.FieldsSeq(text) {
		if part == "|" {
			w.said = len(w.words)
			continue
		}
		var forms []form
		for one := range strings.SplitSeq(part, "/") {
			stem, is := strings.CutSuffix(one, "+")
			if is {
				stem = strings.TrimSuffix(stem, "e")
			}
			forms = append(forms, form{text: stem, stem: is})
		}
		w.words = append(w.words, forms)
	}
	if w.said == 0 {
		w.said = len(w.words)
	}
	return w
}

// endings are what can follow a stem.
var endings = []string{"", "e", "s", "es", "ed", "d", "ing", "ted", "ting", "ned", "ning", "ged", "ging", "ped", "ping", "led", "ling",
	"ion", "ions", "er", "ers", "ies", "ied", "y", "ying"}

func (f form) is(text string) bool {
	if !f.stem {
		return f.text == text
	}
	rest, begins := strings.CutPrefix(text, f.text)
	return begins && slices.Contains(endings, rest)
}

// at is the phrase of the longest wording that begins at a word; to is the word
// behind it. One that only looks like it gives nothing.
func (m *matcher) at(words []word, i int) (p *phrase, to int) {
	longest := 0
	try := func(ws []wording) {
		for _, w := range ws {
			if end := w.fits(words, i); end > longest && !m.meansElse(w.phrase, words, i, end) {
				p, to, longest = &m.phrases[w.phrase], i+w.said, end
			}
		}
	}
	text := words[i].text
	try(m.whole[text])
	for n := 3; n <= len(text); n++ {
		if ws, known := m.stems[text[:n]]; known && (form{text: text[:n], stem: true}).is(text) {
			try(ws)
		}
	}
	return p, to
}

// fits is the word behind the wording where it begins at a word; 0 where it does
// not. No wording goes over the end of a sentence or a comma.
func (w wording) fits(words []word, at int) int {
	if at+len(w.words) > len(words) {
		return 0
	}
	for k, forms := range w.words {
		one := words[at+k]
		if k > 0 && (one.begins || one.pause) || !slices.ContainsFunc(forms, func(f form) bool { return f.is(one.text) }) {
			return 0
		}
	}
	return at + len(w.words)
}

// meansElse reports whether words from at to before to are not the phrase, for what
// they are part of, what they are said of, or what stands beside them.
func (m *matcher) meansElse(phrase int, words []word, at, to int) bool {
	return m.looksLike(phrase, words, at, to) || ofThing(&m.phrases[phrase], words, at, to) || m.isBeside(phrase, words, at, to)
}

const farthest = 30 // words of a sentence that are read before a phrase, and behind it

// isBeside reports whether one of the phrase's words beside is in the sentence.
func (m *matcher) isBeside(phrase int, words []word, at, to int) bool {
	known := func(i int) bool {
		return slices.ContainsFunc(m.beside[phrase], func(f form) bool { return f.is(words[i].text) })
	}
	for i := at; i > max(0, at-farthest) && !words[i].begins; i-- {
		if known(i - 1) {
			return true
		}
	}
	for i := to; i < min(len(words), to+farthest) && !words[i].begins; i++ {
		if known(i) {
			return true
		}
	}
	return false
}

const mostUnless = 6 // words of the longest wording that only looks like a phrase

// looksLike reports whether words from at to before to are part of a wording that
// only looks like the phrase.
func (m *matcher) looksLike(phrase int, words []word, at, to int) bool {
	for _, u := range m.unless[phrase] {
		for from := max(0, at-mostUnless); from < to; from++ {
			if end := u.fits(words, from); end > at {
				return true
			}
		}
	}
	return false
}

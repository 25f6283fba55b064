package models

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Phrasing is a place in a practitioner's text where a phrase judges, labels or
// blames, and what could stand there instead. At and To are bytes of the text.
type Phrasing struct {
	Key  string // of the phrase, to be told "don't show again"
	At   int
	To   int
	Said string
	Ways []string
	Why  string
}

// phrase is one line of the list: wordings, the wordings that only look like them,
// and other ways to say it.
type phrase struct {
	Key    string
	Said   []string
	Unless []string
	Ways   []string
	Why    string
}

//go:embed phrases.json
var phraseList []byte

// phrases is the list as a matcher, read when it is first asked for.
var phrases = sync.OnceValue(func() *matcher {
	var list []phrase
	if err := json.Unmarshal(phraseList, &list); err != nil {
		panic(fmt.Sprintf("models: phrases.json: %v", err))
	}
	return newMatcher(list)
})

// KnownPhrase reports whether a key is one of the list's.
func KnownPhrase(key string) bool {
	return slices.ContainsFunc(phrases().phrases, func(p phrase) bool { return p.Key == key })
}

// mostRead is how many bytes of a text are read; what is behind them is left alone.
const mostRead = 64 << 10

// Rephrase finds, in the order of the text, what could be said another way. It is
// meant for what a practitioner types and never for the person's own words: whoever calls it sees
// to that. Words in quotation marks, and what somebody says or feels of themselves, are left alone.
func Rephrase(text string) []Phrasing {
	if len(text) > mostRead {
		text = text[:mostRead]
	}
	words := readWords(text)
	var out []Phrasing
	for i := 0; i < len(words); {
		p, to := phrases().at(words, i)
		if p == nil {
			i++
			continue
		}
		if !spoken(words, i, to) {
			at, end := words[i].at, words[to-1].to
			out = append(out, Phrasing{Key: p.Key, At: at, To: end, Said: text[at:end], Ways: slices.Clone(p.Ways), Why: p.Why})
		}
		i = to
	}
	return out
}

// RephraseAdded is Rephrase for what was put into a text since it was another: what
// stood there before is somebody else's, or was offered already.
func RephraseAdded(was, text string) []Phrasing {
	a := alphabet{}
	before, now := a.read(was), a.read(text)
	changes := difference(before.signs, now.signs)
	return slices.DeleteFunc(Rephrase(text), func(p Phrasing) bool {
		return !slices.ContainsFunc(changes, func(c change) bool {
			return c.inserted() > 0 && now.cuts[c.from] < p.To && p.At < now.cuts[c.till]
		})
	})
}

// spoken reports whether words are somebody's own, or said to be not so: quoted, felt,
// denied, or of the writer themselves.
func spoken(words []word, at, to int) bool {
	if slices.ContainsFunc(words[at:to], func(w word) bool { return w.quoted }) {
		return true
	}
	if words[at].first() {
		return false
	}
	before := words[at-1].text
	if before == "i" || before == "we" {
		return true
	}
	for back := 1; back <= 6 && at-back >= 0; back++ {
		w := words[at-back]
		if felt[w.text] || ofThemselves[w.text] || denied[w.text] {
			return true
		}
		if w.begins || !between[w.text] {
			break
		}
	}
	return false
}

var (
	felt         = map[string]bool{"feel": true, "feels": true, "felt": true, "feeling": true}
	ofThemselves = map[string]bool{"himself": true, "herself": true, "themselves": true, "themself": true, "myself": true}
	between      = map[string]bool{"like": true, "a": true, "an": true, "as": true, "so": true, "very": true, "too": true, "quite": true, "being": true, "just": true, "really": true,
		"bit": true, "of": true, "little": true, "rather": true}
	denied = map[string]bool{"not": true, "nobody": true, "never": true, "isn't": true, "wasn't": true, "aren't": true, "weren't": true, "didn't": true, "doesn't": true}
)

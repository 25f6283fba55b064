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
// words that show in the same sentence that something else is meant, and other ways
// to say it.
type phrase struct {
	Key    string
	Said   []string
	Unless []string
	Beside []string
	Of     string // what it judges when it is said of it; people, but no things, where nothing stands
	Deed   bool   // what somebody does: what follows is what it is done to
	Leads  bool   // a phrase right behind it is one with it
	Ways   []string
	Why    string
}

const (
	ofAnything = "anything" // a flat, a test
	ofSomebody = "somebody" // and not what "it" is
)

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
	for i := range words {
		words[i].text = phrases().speller.right(words[i].text)
	}
	var out []Phrasing
	led := -1
	for i := 0; i < len(words); {
		p, to := phrases().at(words, i)
		if p == nil {
			i++
			continue
		}
		if !spoken(words, i, to) {
			at, end := words[i].at, words[to-1].to
			if led == i {
				at, out = out[len(out)-1].At, out[:len(out)-1]
			}
			if led = -1; p.Leads {
				led = to
			}
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

package say

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// Marks around text whose direction must not touch the sentence that it stands in
// (UAX 9: first strong isolate, and the end of it).
const (
	isolate    = "\u2068"
	endIsolate = "\u2069"
)

// rightToLeft is the languages that are written so.
var rightToLeft = map[string]bool{"ar": true, "dv": true, "fa": true, "he": true, "ps": true, "sd": true, "ug": true, "ur": true, "yi": true}

// isolated is a name, or whatever else a person wrote, as it can stand in a
// sentence: with marks round it where it has letters that run against the sentence's
// direction. Marks of its own that could end ours are left out.
func isolated(lang, text string) string {
	if !rightToLeft[lang] && !turns(text) || alone(text) {
		return text
	}
	return isolate + strings.Map(markless(text), text) + endIsolate
}

// alone reports whether one pair of marks stands round all of a text already.
func alone(text string) bool {
	inner, begins := strings.CutPrefix(text, isolate)
	inner, ends := strings.CutSuffix(inner, endIsolate)
	return begins && ends && inPairs(inner)
}

// turns reports whether a text has anything in it that runs from right to left, or
// asks for that.
func turns(text string) bool {
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			i++
			continue
		}
		p, size := bidi.LookupString(text[i:])
		switch p.Class() {
		case bidi.R, bidi.AL, bidi.AN, bidi.RLE, bidi.RLO, bidi.LRO, bidi.LRE, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDF, bidi.PDI:
			return true
		}
		i += max(1, size)
	}
	return false
}

// markless leaves out marks that begin or end an embedding or an override, and
// those of isolates where they are not in pairs: an argument may be a sentence that has
// names in it already.
func markless(text string) func(rune) rune {
	paired := inPairs(text)
	return func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || !paired && r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}
}

func inPairs(text string) bool {
	open := 0
	for _, r := range text {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			open++
		case r == '\u2069':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}

package models

import (
	"strings"
	"unicode"
)

// NotInvolved is the section that says who must not be involved in a crisis. Whom
// an entry of it is hidden from is whom it names: nothing of the section is ever shared with
// them, nor anything for a crisis alone (RULES.md 24).
const NotInvolved SectionKey = "crisis-not-involved"

// shortestName is how many letters a word of a name has at least: what is shorter
// ("my", "Dr") stands in front of many.
const shortestName = 3

// MayName reports whether a text has a word of one of the names in it, so that it
// may be about whoever bears it.
func MayName(text string, names ...string) bool {
	said := make(map[string]bool)
	for _, word := range nameWords(text) {
		said[word] = true
	}
	for _, name := range names {
		for _, word := range nameWords(name) {
			if said[word] {
				return true
			}
		}
	}
	return false
}

func nameWords(text string) []string {
	var out []string
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(text), split) {
		if len([]rune(word)) >= shortestName {
			out = append(out, word)
		}
	}
	return out
}

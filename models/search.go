package models

import (
	"slices"
	"strings"
)

// Tags are the words under which a note is kept: between commas, folded, each once.
func Tags(text string) []string {
	var out []string
	for t := range strings.SplitSeq(Folded(text), ",") {
		if t = strings.Join(strings.Fields(strings.TrimLeft(strings.TrimSpace(t), "#")), " "); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// Folded is a text as it is searched: small letters and straight apostrophes.
func Folded(text string) string { return strings.ReplaceAll(strings.ToLower(text), "’", "'") }

// HoldsAll reports whether each of some folded words is in one of the fields.
func HoldsAll(f Fields, words []string) bool {
	if len(words) == 0 {
		return true
	}
	var all strings.Builder
	for _, t := range f {
		all.WriteString(Folded(t.Text))
		all.WriteByte('\n')
	}
	text := all.String()
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

package accounts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"handrail/models"
)

const maxName = 100 // characters in a name

// nameProblem is what is wrong with a name: it is one line that others read to
// know who somebody is, so nothing in it may be invisible or turn the rest around.
func nameProblem(name string) (models.Problem, bool) {
	key := ""
	switch {
	case name == "":
		key = "field.empty"
	case utf8.RuneCountInString(name) > maxName:
		key = "field.too_long"
	case !models.Clean(name) || strings.ContainsFunc(name, misleads) || !strings.ContainsFunc(name, shows):
		key = "field.unreadable"
	}
	return models.Problem{Field: "name", Key: key, Args: map[string]any{"Max": maxName}}, key != ""
}

// misleads is true of control characters, line and paragraph separators, and the
// characters that turn the direction of what follows (Unicode annex 9). Joiners
// stay: names in many scripts need them.
func misleads(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

func shows(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) }

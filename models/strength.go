package models

import (
	"strings"
	"unicode/utf8"
)

// strengthStarts are how people speak, in English, of what they can do, have done or
// have on their side. They find words to ask about; they judge nothing.
var strengthStarts = []string{
	"i can ", "i know ", "i was good at ", "i am good at ", "i'm good at ", "i like ", "i love ", "i used to ", "i always ", "i never ",
	"i have always ", "i've always ", "i managed ", "i got through ", "i ran ", "i made ", "i learned ", "i taught ", "i look after ", "i notice ",
}

// longestHint is the most characters of a sentence that is offered as a strength.
const longestHint = 160

// SoundsLikeStrength is the sentences of a text in which the person says what they
// can do, did or know, as they stand there.
func SoundsLikeStrength(text string) []string {
	var out []string
	for _, sentence := range cutAtStops(text) {
		lower := strings.ToLower(strings.ReplaceAll(sentence, "’", "'")) + " "
		if utf8.RuneCountInString(sentence) > longestHint || strings.Contains(lower, "n't ") || strings.Contains(lower, " not ") || strings.Contains(lower, "cannot ") {
			continue
		}
		for _, start := range strengthStarts {
			if strings.HasPrefix(lower, start) {
				out = append(out, sentence)
				break
			}
		}
	}
	return out
}

// cutAtStops cuts a text at its full stops and lines.
func cutAtStops(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		for _, s := range strings.SplitAfter(line, ". ") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

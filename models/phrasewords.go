package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one word of a text as the matcher reads it: small letters, straight
// apostrophes. A hyphen parts words. at and to are its bytes in the text.
type word struct {
	text   string
	at, to int
	begins bool // a sentence begins here
	pause  bool // behind a comma or a bracket
	title  bool // a capital and small letters
	quoted bool
}

// readWords cuts a text into words and notes where sentences begin and what is in
// quotation marks or said to be "in her own words".
func readWords(text string) []word {
	var out []word
	begins, pause := true, false
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			begins = begins || strings.ContainsRune(".!?:;\n", r)
			pause = pause || strings.ContainsRune(",()[]–—", r)
			at += size
			continue
		}
		to := at + wordLength(text[at:])
		small := strings.ToLower(text[at:to])
		out = append(out, word{text: strings.ReplaceAll(small, "’", "'"), at: at, to: to, begins: begins, pause: pause,
			title: unicode.IsUpper(r) && small[min(size, len(small)):] == text[at+size:to]})
		begins, pause, at = false, false, to
	}
	markQuoted(text, out)
	markOwnWords(out)
	return out
}

// wordLength is how many bytes a word takes: letters, digits, and an apostrophe
// between two of them.
func wordLength(text string) int {
	end := 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			end += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		if (r == '\'' || r == '’') && unicode.IsLetter(next) {
			end += size
			continue
		}
		break
	}
	return end
}

var closing = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '‘': '’', '\'': '\''}

// markQuoted marks the words between quotation marks that are opened and closed in
// one paragraph.
func markQuoted(text string, words []word) {
	before, behind := ' ', 0
	never := map[rune]bool{} // what is not closed in this paragraph
	for at, r := range text {
		if r == '\n' {
			clear(never)
		}
		close, opens := closing[r]
		if opens && at >= behind && !never[close] && !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			from := at + utf8.RuneLen(r)
			if to := closedAt(text[from:], close); to > 0 {
				markBetween(words, at, from+to)
				behind = from + to
			} else if to < 0 {
				never[close] = true
			}
		}
		before = r
	}
}

// closedAt is the byte of the closing mark; -1 where there is none in the paragraph.
func closedAt(text string, close rune) int {
	for at, r := range text {
		if r == '\n' {
			return -1
		}
		if r != close {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
		if !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return at
		}
	}
	return -1
}

func markBetween(words []word, from, to int) {
	for i := range words {
		if words[i].at >= from && words[i].to <= to {
			words[i].quoted = true
		}
	}
}

// markOwnWords marks what follows "in her own words" or "he said: I" up to the end
// of what is said.
func markOwnWords(words []word) {
	for i := range words {
		own := i >= 2 && words[i].text == "words" && (words[i-1].text == "own" || words[i-2].text == "in") || saysI(words, i)
		if !own {
			continue
		}
		for j := i + 1; j < len(words) && (j == i+1 || !words[j].begins); j++ {
			words[j].quoted = true
		}
	}
}

// saysI reports whether what follows a word is what somebody says of themselves.
func saysI(words []word, i int) bool {
	switch words[i].text {
	case "said", "says", "wrote", "writes", "explained", "explains":
		return i+1 < len(words) && words[i+1].begins && (words[i+1].text == "i" || strings.HasPrefix(words[i+1].text, "i'"))
	}
	return false
}

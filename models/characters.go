package models

import (
	"unicode"
	"unicode/utf8"
)

// sign stands for one character: equal signs are equal characters. A character
// of one code point is its own sign; the others are numbered by an alphabet.
type sign int32

// characters is a text cut into what its reader takes for single characters: a
// letter with its combining marks, an emoji with all that is joined to it, a flag.
// Merging moves these as wholes, so that an accent never ends up on another's letter.
type characters struct {
	text  string
	signs []sign
	cuts  []int // cuts[i] is the byte at which character i begins; the last is the text's length
}

// alphabet numbers the characters that are not one code point, bytes that are
// no UTF-8 among them. Texts to be compared are read by the same alphabet.
type alphabet map[string]sign

func (a alphabet) read(text string) characters {
	c := characters{text: text, signs: make([]sign, 0, len(text)), cuts: make([]int, 0, len(text)+1)}
	for start := 0; start < len(text); {
		size := characterSize(text[start:])
		c.cuts = append(c.cuts, start)
		c.signs = append(c.signs, a.sign(text[start:start+size]))
		start += size
	}
	c.cuts = append(c.cuts, len(text))
	return c
}

func (a alphabet) sign(character string) sign {
	if r, size := utf8.DecodeRuneInString(character); size == len(character) && !broken(r, size) {
		return sign(r)
	}
	s, known := a[character]
	if !known {
		s = unicode.MaxRune + 1 + sign(len(a))
		a[character] = s
	}
	return s
}

// between is the text from character i to character j.
func (c characters) between(i, j int) string { return c.text[c.cuts[i]:c.cuts[j]] }

// characterSize is how many bytes of a text that is not empty its first
// character takes: near enough the extended grapheme clusters of Unicode's
// annex 29 for every script that people write notes in, without its tables.
func characterSize(text string) int {
	last, end := utf8.DecodeRuneInString(text)
	if broken(last, end) {
		return end
	}
	first := last
	for flag := regional(last); end < len(text); {
		r, size := utf8.DecodeRuneInString(text[end:])
		paired := flag && regional(r)
		if broken(r, size) || !(paired || joins(first, last, r)) {
			break
		}
		flag, last = false, r
		end += size
	}
	return end
}

// broken reports a byte that is no UTF-8: it stands alone.
func broken(r rune, size int) bool { return r == utf8.RuneError && size <= 1 }

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

const (
	joiner    = '\u200D'
	nonJoiner = '\u200C'
)

// joins reports whether r belongs to the character that begins with first and ends,
// so far, with last.
func joins(first, last, r rune) bool {
	if last == '\r' || r == '\n' {
		return last == '\r' && r == '\n'
	}
	if last < 0x300 && r < 0x300 || unicode.IsControl(last) {
		return false
	}
	if r == joiner || last == joiner {
		return joinable(first) && (joinable(r) || extends(r))
	}
	return extends(r)
}

// joinable reports whether r becomes one with others through a joiner: a picture, or a letter
// of the scripts of India. Any other letter stands for itself: were it part of the character
// beside it, two who change that would both keep it.
func joinable(r rune) bool {
	switch {
	case r >= 0x900 && r <= 0xDFF:
		return true
	case r >= 0x2190 && r <= 0x2BFF, r >= 0x1F000 && r <= 0x1FAFF, r == 0x3030, r == 0x303D, r == 0x3297, r == 0x3299:
		return true
	}
	return false
}

// extends reports whether r never stands for itself: a mark, a joiner, a skin
// tone, a tag of a flag, a Hangul vowel or final consonant.
func extends(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r == joiner || r == nonJoiner:
		return true
	case r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xE0020 && r <= 0xE007F:
		return true
	case r >= 0x1160 && r <= 0x11FF, r >= 0xD7B0 && r <= 0xD7FF:
		return true
	}
	return unicode.IsMark(r)
}

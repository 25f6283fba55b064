package models

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Canonical is a text as it is hashed: what a print, a copy or a page reader may
// change without changing a word is made the same. Runs of white space become one
// space; a break behind a hyphen or slash, or between letters of a script that puts no
// spaces between words, goes; soft hyphens and marks of no width that only say where a line may break
// go too. Everything else stays, character by character.
func Canonical(text string) string {
	var b strings.Builder
	var last rune
	space := false
	for _, r := range text {
		switch {
		case r == '\u00AD' || r == '\u200B' || r == '\uFEFF':
			continue
		case unicode.IsSpace(r):
			space = true
			continue
		}
		if space && last != 0 && !mayBreak(last, r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, space = r, false
	}
	return b.String()
}

// mayBreak reports whether a line may be broken between two characters where no
// space stands.
func mayBreak(before, after rune) bool {
	if before == '-' || before == '‐' || before == '/' {
		return true
	}
	return unicode.In(before, spaceless...) && unicode.In(after, spaceless...)
}

var spaceless = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// HashOf is the SHA-256 of a text as it is hashed, in hexadecimal.
func HashOf(text string) string {
	sum := sha256.Sum256([]byte(Canonical(text)))
	return hex.EncodeToString(sum[:])
}

// codeLetters leaves out what is easily mistaken: I, L, O and U.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// CodeOf is the first 60 bits of a hash as three groups of four, short enough to
// be read out.
func CodeOf(hash string) string {
	sum, err := hex.DecodeString(hash)
	if err != nil || len(sum) < 8 {
		return ""
	}
	var n uint64
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[n>>(59-5*i)&31])
	}
	return b.String()
}

var (
	hashForm = once(`\b[0-9a-f]{64}\b`)
	codeForm = once(`\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`)
)

// once reads an expression when it is first needed.
func once(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// Printed is what was found on a paper or in a file that says it holds a signed text.
type Printed struct {
	Hash  string // of the words between the two lines with the code; or the hash that stands there alone
	Code  string // that stands there
	Words bool   // there were words to hash, not only a hash or a code
}

// Same reports whether the words are those that the code was made of.
func (p Printed) Same() bool { return p.Words && CodeOf(p.Hash) == p.Code }

// ReadPrinted looks for a signed text. Its first line ends with the code and the
// line behind it begins with the same code: only what stands between counts. A text
// with no such lines is a signed text by itself, a hash, or a code.
func ReadPrinted(text string) Printed {
	if looksLikeHTML(text) {
		text = plainOf(text)
	}
	if trimmed := strings.TrimSpace(text); hashForm().FindString(strings.ToLower(trimmed)) == strings.ToLower(trimmed) && trimmed != "" {
		return Printed{Hash: strings.ToLower(trimmed), Code: CodeOf(strings.ToLower(trimmed))}
	} else if typed := strings.ToUpper(trimmed); codeForm().FindString(typed) == typed && typed != "" {
		return Printed{Code: typed}
	}
	places := codeForm().FindAllStringIndex(text, -1)
	best := Printed{Hash: HashOf(text), Words: true}
	best.Code = CodeOf(best.Hash)
	for i, from := range places {
		code := text[from[0]:from[1]]
		next := slices.IndexFunc(places[i+1:], func(p []int) bool { return text[p[0]:p[1]] == code })
		if next < 0 {
			continue
		}
		between := text[from[1]:places[i+1+next][0]]
		found := Printed{Hash: HashOf(between), Code: code, Words: true}
		if found.Same() {
			return found
		}
		if strings.TrimSpace(between) != "" {
			best = found
		}
	}
	return best
}

var (
	anyTag  = once(`(?is)<(/?)([a-z][a-z0-9]*)\b[^>]*>|<!--.*?-->|<!doctype[^>]*>`)
	unread  = once(`(?is)<(script|style|head|template)\b.*?</(script|style|head|template)>`)
	inWords = once(`(?i)^</?(a|b|bdi|bdo|code|em|i|mark|small|span|strong|u)\b`)
)

func looksLikeHTML(text string) bool {
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 300)]))
	return strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<")
}

// plainOf is the words of a page. A tag inside a line leaves nothing behind, any other a new line.
func plainOf(page string) string {
	page = anyTag().ReplaceAllStringFunc(unread().ReplaceAllString(page, "\n"), func(tag string) string {
		if inWords().MatchString(tag) {
			return ""
		}
		return "\n"
	})
	return html.UnescapeString(page)
}

package models

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCharacters(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"letters":                  {"tea", []string{"t", "e", "a"}},
		"combining marks":          {"cafe\u0301\u0323!", []string{"c", "a", "f", "e\u0301\u0323", "!"}},
		"a mark without a letter":  {"\u0301a", []string{"\u0301", "a"}},
		"a mark after a line end":  {"a\n\u0301", []string{"a", "\n", "\u0301"}},
		"a family":                 {"👩‍👩‍👧‍👦x", []string{"👩‍👩‍👧‍👦", "x"}},
		"skin tone":                {"👍🏽👍", []string{"👍🏽", "👍"}},
		"keycap":                   {"1\ufe0f\u20e3", []string{"1\ufe0f\u20e3"}},
		"flags":                    {"🇬🇧🇺🇦🇫", []string{"🇬🇧", "🇺🇦", "🇫"}},
		"a flag of tags":           {"🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴", []string{"🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴"}},
		"Arabic with marks":        {"سَلام", []string{"سَ", "ل", "ا", "م"}},
		"Hebrew with points":       {"שָׁ", []string{"שָׁ"}},
		"Devanagari":               {"नि", []string{"नि"}},
		"Hangul in parts":          {"\u1112\u1161\u11ab\u1112", []string{"\u1112\u1161\u11ab", "\u1112"}},
		"line ends":                {"a\r\nb\n\r", []string{"a", "\r\n", "b", "\n", "\r"}},
		"a joiner before a space":  {"👩\u200d x", []string{"👩\u200d", " ", "x"}},
		"a joiner before a letter": {"👩\u200d\U000f0001", []string{"👩\u200d", "\U000f0001"}},
		"a letter before a joiner": {"\U000f0001\u200d👩", []string{"\U000f0001", "\u200d", "👩"}},
		"a joiner in Malayalam":    {"ന്\u200dക", []string{"ന്\u200dക"}},
		"bytes that are no UTF-8":  {"a\xff\xc3b", []string{"a", "\xff", "\xc3", "b"}},
		"a mark after such a byte": {"\xff\u0301", []string{"\xff", "\u0301"}},
		"the replacement itself":   {"\ufffd\u0301", []string{"\ufffd\u0301"}},
		"nothing":                  {"", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := cut(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("cut %q into %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// cut is a text's characters as an alphabet reads them.
func cut(text string) []string {
	c := alphabet{}.read(text)
	var out []string
	for i := range c.signs {
		out = append(out, c.between(i, i+1))
	}
	return out
}

func TestSignsAreEqualAsTheirCharactersAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := alphabet{}
		one, other := a.read(anyText().Draw(t, "one")), a.read(anyText().Draw(t, "other"))
		for i, s := range one.signs {
			for j, u := range other.signs {
				if (s == u) != (one.between(i, i+1) == other.between(j, j+1)) {
					t.Fatalf("%q is %d, %q is %d", one.between(i, i+1), s, other.between(j, j+1), u)
				}
			}
		}
	})
}

// pieces are what texts in the tests are made of: few, so that they meet often.
var pieces = []string{
	"a", "b", " ", "\n", "tea", " and ", "e\u0301", "\u0301", "👩‍👩‍👧", "👩", "\u200d", "👍🏽", "🇬🇧",
	"שלום", "سَلام", "\u202e", "水", "火", "\x00", "\r\n", "\xff", "\xe2\x82",
}

// anyText draws texts of all scripts, some of them not valid UTF-8.
func anyText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12), func(s []string) string { return strings.Join(s, "") })
}

// validText draws texts that operations let through.
func validText() *rapid.Generator[string] {
	return anyText().Filter(utf8.ValidString)
}

package models

import (
	"regexp"
	"strings"
)

// PhoneNumber is a number that stands in somebody's words: as it was typed, and as
// tel: and sms: take it (RFC 3966).
type PhoneNumber struct{ Said, Dial string }

// What a number may be: 3 to 15 digits (ITU-T E.164). Among other words, where "24/7"
// and "9.00-17.00" stand as well, it is long and begins with + or 0, or the words begin with it.
const (
	fewestDigits, mostDigits = 3, 15
	longNumber               = 8
)

var (
	digitRun    = regexp.MustCompile(`(?:\+?\d{0,3} ?\(\d+\)|\+?\d)[\d \-./\x{a0}]*`)
	shortNumber = regexp.MustCompile(`^\d[\d \x{a0}]*$`)
	numberAnew  = regexp.MustCompile(`[ /\x{a0}]+0?`)
)

// PhoneNumbers finds the numbers in what somebody typed where a number is asked for.
func PhoneNumbers(text string) []PhoneNumber {
	text = strings.TrimSpace(text)
	var out []PhoneNumber
	for _, run := range digitRun.FindAllString(text, -1) {
		for _, said := range numbersIn(run) {
			if dial := digitsOf(said); canBeRung(text, said, dial) {
				out = append(out, PhoneNumber{Said: said, Dial: dial})
			}
		}
	}
	return out
}

func canBeRung(text, said, dial string) bool {
	digits := len(strings.TrimPrefix(dial, "+"))
	if digits < fewestDigits || digits > mostDigits {
		return false
	}
	long := digits >= longNumber && strings.ContainsAny(dial[:1], "+0")
	first := strings.HasPrefix(text, said) && shortNumber.MatchString(said)
	return long || first || said == text
}

// numbersIn is a run of digits as the numbers in it: a new one begins at a stroke, or
// with 0 after a space, where both sides are long enough to be numbers.
func numbersIn(run string) []string {
	for _, at := range numberAnew.FindAllStringIndex(run, -1) {
		before, after := run[:at[0]], strings.TrimLeft(run[at[0]:], " /\u00a0")
		if strings.ContainsAny(run[at[0]:at[1]], "/0") && len(digitsOf(before)) >= longNumber && len(digitsOf(after)) >= longNumber {
			return append(numbersIn(before), numbersIn(after)...)
		}
	}
	return []string{strings.Trim(run, " -./\u00a0")}
}

// digitsOf leaves out the (0) of "+44 (0)131", which is not dialled from abroad.
func digitsOf(said string) string {
	if strings.HasPrefix(said, "+") {
		said = strings.Replace(said, "(0)", "", 1)
	}
	var b strings.Builder
	for i, r := range said {
		if r >= '0' && r <= '9' || r == '+' && i == 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

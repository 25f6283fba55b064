package models

import (
	"net/mail"
	"strings"
	"unicode"
)

// maxAddress is the most bytes in an e-mail address (RFC 5321 section 4.5.3.1.3).
const maxAddress = 254

// NormalEmail is an address as it is looked up: trimmed and in lower case, done
// once before any hash (RULES.md 20). false: it is no address, or one that a
// reader could take for another.
func NormalEmail(address string) (string, bool) {
	if !Clean(address) {
		return "", false
	}
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" || len(address) > maxAddress || strings.ContainsFunc(address, unseen) {
		return "", false
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		return "", false
	}
	return address, true
}

// unseen is true of what would make two addresses look the same, or turn one around.
func unseen(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }

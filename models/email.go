package models

import (
	"net/mail"
	"strings"
)

// maxAddress is the most bytes in an e-mail address (RFC 5321 section 4.5.3.1.3).
const maxAddress = 254

// NormalEmail is an address as it is looked up: trimmed and in lower case, done
// once before any hash (RULES.md 20). false: it is no address.
func NormalEmail(address string) (string, bool) {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" || len(address) > maxAddress || !Clean(address) {
		return "", false
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		return "", false
	}
	return address, true
}

package accounts

import (
	"crypto/rand"
	"strings"
)

// newSecret draws 130 random bits as 26 letters and digits.
func newSecret() string { return rand.Text() }

// readable puts a secret into groups that can be copied from paper.
func readable(secret string) string {
	var groups []string
	for len(secret) > 0 {
		n := min(5, len(secret))
		groups = append(groups, secret[:n])
		secret = secret[n:]
	}
	return strings.Join(groups, "-")
}

// ungrouped undoes readable, however it was typed. The alphabet (RFC 4648 section 6)
// has no 0, 1 or 8, so those can only be a slip.
func ungrouped(code string) string {
	return strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I", "8", "B").Replace(strings.ToUpper(strings.TrimSpace(code)))
}

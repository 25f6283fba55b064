package accounts

import (
	"crypto/rand"
	"strings"
)

// newCode draws 130 random bits as 26 letters and digits: short enough to be
// copied from paper or mail.
func newCode() string { return rand.Text() }

// newToken draws 260 random bits: a cookie or a refresh token, which nobody types.
func newToken() string { return rand.Text() + rand.Text() }

// readable puts a code into groups that can be copied from paper.
func readable(code string) string {
	var groups []string
	for len(code) > 0 {
		n := min(5, len(code))
		groups = append(groups, code[:n])
		code = code[n:]
	}
	return strings.Join(groups, "-")
}

// ungrouped undoes readable, however it was typed. The alphabet (RFC 4648 section 6)
// has no 0, 1 or 8, so those can only be a slip.
func ungrouped(code string) string {
	return strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I", "8", "B").Replace(strings.ToUpper(strings.TrimSpace(code)))
}

package models

import "strings"

// GroupedCode puts a code that is handed out into groups of five that can be read aloud and
// copied from paper. Codes are of letters and the digits 2 to 7 (RFC 4648 section 6).
func GroupedCode(code string) string {
	var groups []string
	for len(code) > 0 {
		n := min(5, len(code))
		groups = append(groups, code[:n])
		code = code[n:]
	}
	return strings.Join(groups, "-")
}

// PlainCode undoes GroupedCode, however it was typed. The alphabet has no 0, 1 or 8, so
// those can only be a slip.
func PlainCode(code string) string {
	return strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I", "8", "B").Replace(strings.ToUpper(strings.TrimSpace(code)))
}

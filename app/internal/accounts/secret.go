package accounts

import "crypto/rand"

// newCode draws 130 random bits as 26 letters and digits: short enough to be
// copied from paper or mail.
func newCode() string { return rand.Text() }

// newToken draws 260 random bits: a cookie or a refresh token, which nobody types.
func newToken() string { return rand.Text() + rand.Text() }

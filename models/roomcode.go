package models

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"
)

// RoomCode is how a practitioner confirms, on the person's own screen, that they
// sit beside them: six digits for one session, once, for five minutes and five tries
// (RULES.md 18). It makes a "with" of the person's words and never gives a right.
type RoomCode struct {
	Hash  string // empty: there is none
	At    time.Time
	Tries int
}

const (
	roomCodeLasts = 5 * time.Minute
	roomCodeTries = 5
)

// NewRoomCode is a code for a session, kept as a hash.
func NewRoomCode(session ID, digits string, now time.Time) RoomCode {
	return RoomCode{Hash: roomHash(session, digits), At: now}
}

// Try counts a try and reports whether it was the code, which is used up then.
func (c *RoomCode) Try(session ID, digits string, now time.Time) bool {
	if c.Hash == "" || now.Sub(c.At) >= roomCodeLasts || c.Tries >= roomCodeTries {
		return false
	}
	c.Tries++
	digits = strings.Join(strings.Fields(digits), "")
	if subtle.ConstantTimeCompare([]byte(roomHash(session, digits)), []byte(c.Hash)) != 1 {
		return false
	}
	c.Hash = ""
	return true
}

func roomHash(session ID, digits string) string {
	sum := sha256.Sum256([]byte(string(session) + " " + digits))
	return hex.EncodeToString(sum[:])
}

package models

import "crypto/sha256"

// Once makes a creating operation happen at most once for a key (RULES.md 13).
// The zero Once asks for nothing. Hash binds account, route and key; Body is the hash of the input.
type Once struct{ Hash, Body [sha256.Size]byte }

// NewOnce is the Once of one request; an empty key gives the zero Once.
func NewOnce(account ID, route, key string, body []byte) Once {
	if key == "" {
		return Once{}
	}
	return Once{
		Hash: sha256.Sum256([]byte(string(account) + "\x00" + route + "\x00" + key)),
		Body: sha256.Sum256(body),
	}
}

package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"handrail/models"
)

// Cost is what one password hash takes (RFC 9106): passes, memory and threads.
type Cost struct {
	Passes    uint32
	MemoryKiB uint32
	Threads   uint8
}

// UsualCost is 19 MiB and two passes (OWASP Password Storage Cheat Sheet);
// QuickCost is for tests and the demo alone.
var (
	UsualCost = Cost{Passes: 2, MemoryKiB: 19 * 1024, Threads: 1}
	QuickCost = Cost{Passes: 1, MemoryKiB: 64, Threads: 1}
)

const (
	minPassword = 10  // characters (Unicode code points)
	maxPassword = 256 // likewise
	mostWaiting = 64  // passwords that may wait for a slot
	saltSize    = 16  // bytes
	hashSize    = 32  // bytes
)

// passwordProblem is what is wrong with a password (NIST SP 800-63B section
// 5.1.1.2: length counts, and what everybody tries first is refused).
func passwordProblem(password, email string) (models.Problem, bool) {
	local, _, _ := strings.Cut(email, "@")
	lower, key := strings.ToLower(password), ""
	switch {
	case !models.Clean(password):
		key = "field.unreadable"
	case utf8.RuneCountInString(password) < minPassword:
		key = "password.too_short"
	case utf8.RuneCountInString(password) > maxPassword:
		key = "field.too_long"
	case lower == email || lower == local || common(lower):
		key = "password.too_common"
	}
	args := map[string]any{"Min": minPassword, "Max": maxPassword}
	return models.Problem{Field: "password", Key: key, Args: args}, key != ""
}

var (
	runs = []string{
		"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz",
		"qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p",
	}
	stems = []string{
		"admin", "administrator", "baseball", "changeme", "charlie", "computer", "dragon", "football", "handrail", "iloveyou", "internet",
		"letmein", "liverpool", "monkey", "passphrase", "password", "princess", "qwerty", "recovery", "scotland", "sunshine", "superman",
		"trustno", "welcome", "whatever",
	}
)

// common reports whether a password is one character over and over, a run of the
// keyboard, or a word that everybody tries, once or twice, with or without figures behind.
func common(lower string) bool {
	first, _ := utf8.DecodeRuneInString(lower)
	if strings.Trim(lower, string(first)) == "" {
		return true
	}
	for _, run := range runs {
		if strings.Contains(run, lower) {
			return true
		}
	}
	stem := strings.TrimRight(lower, "0123456789!.?")
	for _, word := range stems {
		if stem == word || stem == word+word {
			return true
		}
	}
	return false
}

// hasher runs argon2id (RFC 9106) in a few slots, so that a storm of sign-ins takes bounded
// memory and leaves reads their processors.
type hasher struct {
	cost    Cost
	slots   chan struct{}
	waiting atomic.Int64
	decoy   string       // what a password is compared with where there is no account
	made    atomic.Int64 // hashes computed, for tests
	rest    *time.Timer  // gives the memory of hashes back once none was made for a while
}

// calm is how long after the last hash its memory is given back. Until then the next
// one uses it again; later the collector would leave room for a hash that does not come.
const calm = time.Second

func newHasher(cost Cost, slots int) *hasher {
	if cost == (Cost{}) {
		cost = UsualCost
	}
	if slots == 0 {
		slots = runtime.NumCPU()
	}
	h := &hasher{cost: cost, slots: make(chan struct{}, slots), rest: time.AfterFunc(calm, debug.FreeOSMemory)}
	h.rest.Stop() // until there is a hash
	h.decoy = encode(cost, make([]byte, saltSize), make([]byte, hashSize))
	return h
}

var errBusy = &models.Error{Kind: models.TooMany, Key: "signin.busy"}

// take waits for a slot, unless too many wait already.
func (h *hasher) take(ctx context.Context) (free func(), err error) {
	if h.waiting.Add(1) > mostWaiting {
		h.waiting.Add(-1)
		return nil, errBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, &models.Error{Kind: models.Unavailable, Key: "error.unavailable", Err: ctx.Err()}
	}
}

// make hashes a new password in the PHC string format.
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	free, err := h.take(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	salt := make([]byte, saltSize)
	rand.Read(salt)
	return encode(h.cost, salt, h.key(password, salt, h.cost)), nil
}

func (h *hasher) key(password string, salt []byte, c Cost) []byte {
	h.made.Add(1)
	hash := func() []byte {
		return argon2.IDKey([]byte(password), salt, c.Passes, c.MemoryKiB, c.Threads, hashSize)
	}
	if c == QuickCost {
		return hash()
	}
	defer h.rest.Reset(calm)
	return beside(hash)
}

// matches compares a password with a hash; an empty hash costs the same and
// never matches, and neither does a password longer than any that is kept.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	free, err := h.take(ctx)
	if err != nil {
		return false, err
	}
	defer free()
	known := hash != ""
	if !known {
		hash = h.decoy
	}
	if most := utf8.UTFMax * maxPassword; len(password) > most {
		password, known = password[:most], false
	}
	cost, salt, want, err := decode(hash)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(h.key(password, salt, cost), want) == 1
	return same && known, nil
}

// stale reports whether a hash was made at another cost than is made now.
func (h *hasher) stale(hash string) bool {
	cost, _, _, err := decode(hash)
	return err != nil || cost != h.cost
}

func encode(c Cost, salt, hash []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKiB, c.Passes, c.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(hash))
}

var errHash = errors.New("accounts: a password hash that cannot be read")

func decode(text string) (c Cost, salt, hash []byte, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errHash
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Threads); err != nil || c.Passes == 0 || c.Threads == 0 {
		return c, nil, nil, errHash
	}
	salt, err = base64.RawStdEncoding.DecodeString(parts[4])
	if err == nil {
		hash, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err != nil || len(hash) != hashSize {
		return c, nil, nil, errHash
	}
	return c, salt, hash, nil
}

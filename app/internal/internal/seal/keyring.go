// Package seal makes sealed text: the only form in which anybody's words reach
// the disk. Keys never leave it but wrapped; it must never log, cache a plan's key
// beyond one request, or hand plain text to a database driver.
package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// keySize is 32 bytes: AES-256 and HMAC-SHA-256.
const keySize = 32

// Keyring holds the master key's children, one for each use, derived by HKDF
// (RFC 5869), so that no two uses share a key. The newest master key wraps, seals and signs; older
// ones still open what they wrapped and know what they signed.
type Keyring struct {
	wrap    []Key // by number, oldest first
	service Key
	email   []byte
	chain   []byte
	token   []byte
	ledger  []byte
	anchor  []byte
	access  [][]byte // by number as wrap; asked for at every request with a token
}

// ErrKey is a master key that cannot be read.
var ErrKey = errors.New("seal: the key is not a Handrail key")

const keyMark = "handrail-key-1 "

// NewMaster draws a master key and writes it as one line of text.
func NewMaster() string {
	key := make([]byte, keySize)
	rand.Read(key)
	return keyMark + base64.StdEncoding.EncodeToString(key) + "\n"
}

// Open reads a key file's text: one line a master key, oldest first. The first
// line also stands behind what must not change when keys rotate: the address
// hash, the chain and the hashes of what was handed out.
func Open(text string) (*Keyring, error) {
	var masters [][]byte
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, keyMark))
		if err != nil || len(key) != keySize {
			return nil, ErrKey
		}
		masters = append(masters, key)
	}
	if len(masters) == 0 || len(masters) > 255 {
		return nil, ErrKey
	}
	return ringOf(masters)
}

func ringOf(masters [][]byte) (*Keyring, error) {
	ring := &Keyring{
		email: derive(masters[0], "email address"),
		chain: derive(masters[0], "access record chain"),
		token: derive(masters[0], "tokens"),

		ledger: derive(masters[0], "ledger"),
		anchor: derive(masters[0], "anchors"),
	}
	for _, m := range masters {
		ring.access = append(ring.access, derive(derive(m, "tokens"), "access token"))
		k, err := newKey(derive(m, "wrap"))
		if err != nil {
			return nil, err
		}
		ring.wrap = append(ring.wrap, k)
	}
	var err error
	ring.service, err = newKey(derive(masters[0], "service"))
	return ring, err
}

func derive(master []byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, "handrail "+use, keySize)
	if err != nil {
		panic(fmt.Sprintf("seal: %v", err)) // only a length that cannot be asked for
	}
	return key
}

// Service is the key for what belongs to no plan: names and addresses of accounts.
func (r *Keyring) Service() Key { return r.service }

// AddressHash is the keyed hash under which an address is found. The address
// must have been normalised (RULES.md 20).
func (r *Keyring) AddressHash(address string) []byte { return mac(r.email, []byte(address)) }

// CodeHash is the keyed hash under which something handed out (an invitation's
// code, a refresh token) is found.
func (r *Keyring) CodeHash(code string) []byte { return mac(r.token, []byte("code "+code)) }

// ChainHash is the HMAC that ties an access record to the one before (RULES.md 15).
func (r *Keyring) ChainHash(record []byte) []byte { return mac(r.chain, record) }

// LedgerHash is the HMAC that ties a line of the ledger to the one before (RULES.md 8).
func (r *Keyring) LedgerHash(line []byte) []byte { return mac(r.ledger, line) }

// AnchorHash is the HMAC over the heads of all chains that are kept outside the
// database (RULES.md 15).
func (r *Keyring) AnchorHash(heads []byte) []byte { return mac(r.anchor, heads) }

// TokenKey is the HS256 key for access tokens (RFC 7518 section 3.2) under the master key of
// that number, false where there is none.
func (r *Keyring) TokenKey(number byte) ([]byte, bool) {
	if int(number) >= len(r.access) {
		return nil, false
	}
	return bytes.Clone(r.access[number]), true
}

// Check is a value that is the same for the same master key and tells nothing
// of it: a database remembers which key it was made with.
func (r *Keyring) Check() []byte { return mac(r.token, []byte("check")) }

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}

// NewPlanKey draws a plan's data key and gives it wrapped for the plan's row.
// What it wraps cannot be opened for another plan.
func (r *Keyring) NewPlanKey(plan string) (Key, []byte, error) {
	raw := make([]byte, keySize)
	rand.Read(raw)
	newest := len(r.wrap) - 1
	wrapped := append([]byte{byte(newest)}, r.wrap[newest].aead.Seal(nil, nil, raw, []byte("plan key "+plan))...)
	key, err := newKey(raw)
	return key, wrapped, err
}

// PlanKey unwraps a plan's data key: about a microsecond, done at each request.
func (r *Keyring) PlanKey(plan string, wrapped []byte) (Key, error) {
	if len(wrapped) == 0 || int(wrapped[0]) >= len(r.wrap) {
		return Key{}, ErrSealed
	}
	raw, err := r.wrap[wrapped[0]].aead.Open(nil, nil, wrapped[1:], []byte("plan key "+plan))
	if err != nil {
		return Key{}, ErrSealed
	}
	return newKey(raw)
}

// Rotated is a key file's text with another master key behind those that are in it:
// that wraps from now on, and the older ones still open what they wrapped.
func Rotated(text string) (string, error) {
	if _, err := Open(text); err != nil {
		return "", err
	}
	next := strings.TrimRight(text, "\n") + "\n" + NewMaster()
	_, err := Open(next)
	return next, err
}

// Rewrap wraps a plan's data key under the newest master key; false where it is already.
func (r *Keyring) Rewrap(plan string, wrapped []byte) ([]byte, bool, error) {
	newest := len(r.wrap) - 1
	if len(wrapped) == 0 || int(wrapped[0]) >= len(r.wrap) {
		return nil, false, ErrSealed
	}
	if int(wrapped[0]) == newest {
		return wrapped, false, nil
	}
	raw, err := r.wrap[wrapped[0]].aead.Open(nil, nil, wrapped[1:], []byte("plan key "+plan))
	if err != nil {
		return nil, false, ErrSealed
	}
	return append([]byte{byte(newest)}, r.wrap[newest].aead.Seal(nil, nil, raw, []byte("plan key "+plan))...), true, nil
}

// Newest is the number of the master key that wraps and signs now.
func (r *Keyring) Newest() byte { return byte(len(r.wrap) - 1) }

package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"database/sql/driver"
	"encoding/binary"
	"errors"
)

// ErrSealed is sealed text that does not open: another key, another place, or
// changed bytes.
var ErrSealed = errors.New("seal: the text does not open with this key in this place")

// mark stands before every sealed text; a CHECK in the schema asks for it.
const mark = "hs1"

// overhead is the mark, the nonce (12 bytes) and the tag (16 bytes).
const overhead = len(mark) + 12 + 16

// Key seals and opens: AES-256-GCM with a random nonce for each text (NIST SP 800-38D).
type Key struct{ aead cipher.AEAD }

func newKey(raw []byte) (Key, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return Key{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return Key{aead: aead}, err
}

// Text is sealed text. Only a Key makes one, and the database takes nothing else.
type Text struct{ sealed []byte }

// Place is where a text belongs; text moved to another place does not open.
type Place []byte

// At names a place by its parts, each behind its length.
func At(parts ...string) Place { return Append(make(Place, 0, 256), parts...) }

// Append is At into a buffer that the caller uses again.
func Append(p Place, parts ...string) Place {
	for _, part := range parts {
		p = append(binary.AppendUvarint(p, uint64(len(part))), part...)
	}
	return p
}

// Seal seals plain for one place.
func (k Key) Seal(plain []byte, at Place) Text {
	sealed := make([]byte, len(mark), len(plain)+overhead)
	copy(sealed, mark)
	return Text{sealed: k.aead.Seal(sealed, nil, plain, at)}
}

// Open gives the plain text, or ErrSealed.
func (k Key) Open(t Text, at Place) ([]byte, error) { return k.OpenInto(nil, t, at) }

// OpenInto is Open appending to a buffer that the caller uses again.
func (k Key) OpenInto(dst []byte, t Text, at Place) ([]byte, error) {
	if k.aead == nil || len(t.sealed) < overhead || string(t.sealed[:len(mark)]) != mark {
		return dst, ErrSealed
	}
	plain, err := k.aead.Open(dst, nil, t.sealed[len(mark):], at)
	if err != nil {
		return dst, ErrSealed
	}
	return plain, nil
}

// Value hands the sealed bytes to the database, and refuses an empty Text.
func (t Text) Value() (driver.Value, error) {
	if len(t.sealed) < overhead || string(t.sealed[:len(mark)]) != mark {
		return nil, ErrSealed
	}
	return t.sealed, nil
}

// Scan takes sealed bytes from the database, and refuses anything without the mark.
func (t *Text) Scan(from any) error {
	b, ok := from.([]byte)
	if !ok || len(b) < overhead || string(b[:len(mark)]) != mark {
		return ErrSealed
	}
	t.sealed = append(t.sealed[:0], b...)
	return nil
}

// GormDataType tells GORM that this is a blob.
func (Text) GormDataType() string { return "blob" }

package ledger

import (
	"bytes"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"strconv"
)

// What says whose epoch a line holds.
type What string

// A plan's sharing; an account's sign-ins; what an account signs in with; what the
// service said that an account is; that an account is to open nothing.
const (
	Plan     What = "plan"
	SignIns  What = "sign-ins"
	Account  What = "account"
	Standing What = "standing"
	Disabled What = "disabled"

	begun What = "ledger" // the first line: which ledger this is
)

// Line is one thing that became less.
type Line struct {
	What  What
	ID    string
	Epoch int64
}

// append writes the line behind the hash of the one before it.
func (l Line) append(text []byte, mac MAC, before []byte) (out, hash []byte) {
	said := fmt.Appendf(nil, "%s %s %d", l.What, l.ID, l.Epoch)
	hash = mac(append(bytes.Clone(before), said...))
	return fmt.Appendf(text, "%s %x\n", said, hash), hash
}

// read takes a line apart and holds it against its hash.
func (l *Ledger) read(text, before []byte) (Line, []byte, error) {
	said, sum, ok := cutLast(text)
	hash, err := hex.DecodeString(string(sum))
	if !ok || err != nil || !hmac.Equal(hash, l.mac(append(bytes.Clone(before), said...))) {
		return Line{}, nil, ErrBroken
	}
	parts := bytes.Split(said, []byte(" "))
	if len(parts) != 3 {
		return Line{}, nil, ErrBroken
	}
	epoch, err := strconv.ParseInt(string(parts[2]), 10, 64)
	if err != nil {
		return Line{}, nil, ErrBroken
	}
	return Line{What: What(parts[0]), ID: string(parts[1]), Epoch: epoch}, hash, nil
}

func cutLast(text []byte) (head, last []byte, ok bool) {
	i := bytes.LastIndexByte(text, ' ')
	if i < 0 {
		return nil, nil, false
	}
	return text[:i], text[i+1:], true
}

// Mark is a place in a ledger: how many bytes stand before it and the hash of the
// line that ends there. The zero Mark is the beginning.
type Mark struct {
	Offset int64
	Hash   []byte
}

// Bytes is the mark as a database remembers it.
func (m Mark) Bytes() []byte { return fmt.Appendf(nil, "%d %x", m.Offset, m.Hash) }

// MarkOf reads what Bytes wrote; ErrBroken when it is something else.
func MarkOf(text []byte) (Mark, error) {
	head, sum, ok := cutLast(text)
	offset, err := strconv.ParseInt(string(head), 10, 64)
	hash, bad := hex.DecodeString(string(sum))
	if !ok || err != nil || bad != nil {
		return Mark{}, ErrBroken
	}
	return Mark{Offset: offset, Hash: hash}, nil
}

// longest is more bytes than any line has.
const longest = 512

// holds is nil when the file has a line that ends at the mark with its hash.
func (l *Ledger) holds(m Mark) error {
	if m.Offset == 0 {
		return nil
	}
	text := make([]byte, min(longest, m.Offset))
	if _, err := l.file.ReadAt(text, m.Offset-int64(len(text))); err != nil {
		return ErrBroken
	}
	if !bytes.HasSuffix(text, fmt.Appendf(nil, " %x\n", m.Hash)) {
		return ErrBroken
	}
	return nil
}

package models

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"time"
)

// ID names one account, plan, entry or other row. It is 130 random bits in 26
// characters, so that an id that leaves the server tells nothing about order,
// number or time. The empty ID names nothing.
type ID string

// NewID draws a fresh ID.
func NewID() ID { return ID(rand.Text()) }

// NewIDAt draws an ID for a row of which no id leaves the server, such as an earlier version:
// 48 bits of the time in milliseconds, then 80 random ones, as in a UUIDv7 (RFC 9562, 5.7). Rows
// that are written one after the other lie side by side in an index.
func NewIDAt(t time.Time) ID {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], uint64(t.UnixMilli())<<16)
	_, _ = rand.Read(id[6:]) // never fails
	return ID(sorted.EncodeToString(id[:]))
}

// sorted writes the signs of NewID so that the texts lie in the order of the bytes.
var sorted = base32.NewEncoding("234567ABCDEFGHIJKLMNOPQRSTUVWXYZ").WithPadding(base32.NoPadding)

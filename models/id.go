package models

import "crypto/rand"

// ID names one account, plan, entry or other row. It is 130 random bits in 26
// characters, so that an id that leaves the server tells nothing about order,
// number or time. The empty ID names nothing.
type ID string

// NewID draws a fresh ID.
func NewID() ID { return ID(rand.Text()) }

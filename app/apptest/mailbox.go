package apptest

import (
	"context"
	"errors"
	"sync"
)

// MailBox keeps what was sent.
type MailBox struct {
	mu      sync.Mutex
	Sent    []Mail
	broken  bool // takes nothing
	arrived chan Mail
}

// Mail is one message.
type Mail struct{ To, Subject, Body string }

// Send keeps a message.
func (b *MailBox) Send(_ context.Context, to, subject, body string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return errors.New("no mail today")
	}
	m := Mail{To: to, Subject: subject, Body: body}
	b.Sent = append(b.Sent, m)
	select {
	case b.arrived <- m:
	default: // nobody waits for so many
	}
	return nil
}

// Break has it take nothing from now on.
func (b *MailBox) Break() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken = true
}

// Next waits for the mail that was sent after the last one that it gave.
func (b *MailBox) Next() Mail { return <-b.arrived }

// All is what was sent so far.
func (b *MailBox) All() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Mail{}, b.Sent...)
}

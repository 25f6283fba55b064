// Package trial remembers whether writing works. Whoever asks is told how the last write went,
// and only where that says too little is one more tried: so no number of questions wears a disk.
package trial

import (
	"context"
	"sync"
	"time"
)

const (
	fresh = 10 * time.Second // how long a write that worked speaks for the next
	again = 2 * time.Second  // between two that are tried
)

// Trial is how the last write to one place went. The zero Trial is ready.
type Trial struct {
	mu    sync.Mutex
	now   func() time.Time // nil: the machine's
	last  error
	at    time.Time     // of the last write; zero: none yet
	tried time.Time     // when one was tried last
	under chan struct{} // closed when the one under way has ended; nil: none is
}

// Note says how a write went.
func (t *Trial) Note(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last, t.at = err, t.time()
}

// Works is nil where writing works. try is one small write, made for all who ask at the same
// time; they wait for it no longer than their context says.
func (t *Trial) Works(ctx context.Context, try func() error) error {
	if under := t.begin(try); under != nil {
		select {
		case <-under:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

func (t *Trial) begin(try func() error) chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.time()
	speaks := t.last == nil && !t.at.IsZero() && now.Sub(t.at) < fresh
	if t.under != nil || speaks || now.Sub(t.tried) < again {
		return t.under
	}
	t.under, t.tried = make(chan struct{}), now
	go t.end(try)
	return t.under
}

func (t *Trial) end(try func() error) {
	err := try()
	t.Note(err)
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.under)
	t.under = nil
}

func (t *Trial) time() time.Time {
	if t.now == nil {
		return time.Now()
	}
	return t.now()
}

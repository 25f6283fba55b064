package demo

import (
	"sync"
	"time"
)

// Clock is the past while the story is played, and the machine's from then on.
type Clock struct {
	mu  sync.Mutex
	set time.Time // zero: the machine's
}

// Now is the time that was set, or the real one.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		return time.Now()
	}
	return c.set
}

// Set turns the clock to a moment.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set = at
}

// Free lets the clock go with the machine's again.
func (c *Clock) Free() { c.Set(time.Time{}) }

package apptest

import (
	"context"
	"slices"
	"sync"

	"handrail/app"
	"handrail/models"
)

// Pushes is a push service that keeps what it is handed.
type Pushes struct {
	mu   sync.Mutex
	all  []models.Browser
	gone []string
}

// Push keeps whom it was for; a browser that is gone is said to be.
func (p *Pushes) Push(_ context.Context, to models.Browser, _ app.Note) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, to)
	if slices.Contains(p.gone, to.Endpoint) {
		return app.ErrBrowserGone
	}
	return nil
}

// Came is how many came since the last time it was asked.
func (p *Pushes) Came() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() { p.all = nil }()
	return len(p.all)
}

// Gone has it know a browser no more.
func (p *Pushes) Gone(b models.Browser) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = append(p.gone, b.Endpoint)
}

// Package live tells whoever is listening that something in a plan changed. It
// carries heads of records and never words; whether a listener may know is decided
// anew by the gate for each listener and each notice.
package live

import (
	"sync"

	"handrail/models"
)

// waiting is how many notices a slow listener may have before it is told to
// start anew.
const waiting = 64

// Typing is the kind of a notice that says where somebody is writing in a session:
// Head.Parent is the session, Author who writes, Section and ID the place.
const Typing models.Kind = "typing"

// Presence is the kind of a notice that somebody in a session came or went:
// Head.Parent is the session, Author who.
const Presence models.Kind = "presence"

// Notice is one change: the head of the record after it, without any words.
type Notice struct {
	Kind  models.Kind
	Head  models.Record
	Field string // of the entry, where somebody is writing

	Elsewhere bool // told by another server: of Head only ids and keys are known
}

// Hub passes notices from writers to listeners on one server, and with Relay to
// those on others.
type Hub struct {
	relay func(notice string) // nil: there is no other server
	mu    sync.Mutex
	plans map[models.ID]map[chan Notice]struct{}
}

// New is a hub that nobody listens to yet.
func New() *Hub { return &Hub{plans: make(map[models.ID]map[chan Notice]struct{})} }

// Listen gives the notices of one plan until stop is called. The channel is
// closed when the listener was too slow to be told everything.
func (h *Hub) Listen(plan models.ID) (notices <-chan Notice, stop func()) {
	c := make(chan Notice, waiting)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.plans[plan] == nil {
		h.plans[plan] = make(map[chan Notice]struct{})
	}
	h.plans[plan][c] = struct{}{}
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(plan, c)
	}
}

// Tell passes a notice to everyone who listens to its plan, and waits for nobody.
func (h *Hub) Tell(n Notice) {
	h.pass(n)
	if h.relay != nil {
		h.send(n)
	}
}

func (h *Hub) pass(n Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.plans[n.Head.Plan] {
		select {
		case c <- n:
		default:
			h.drop(n.Head.Plan, c)
		}
	}
}

func (h *Hub) drop(plan models.ID, c chan Notice) {
	if _, listening := h.plans[plan][c]; !listening {
		return
	}
	delete(h.plans[plan], c)
	if len(h.plans[plan]) == 0 {
		delete(h.plans, plan)
	}
	close(c)
}

// Listeners is how many listen just now.
func (h *Hub) Listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, plan := range h.plans {
		n += len(plan)
	}
	return n
}

// Package live tells whoever is listening that something in a plan changed. It
// carries heads of records and never words; whether a listener may know is decided
// anew by the gate for each listener and each notice.
package live

import (
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"handrail/models"
)

// waiting is how many notices of one plan may wait for a courier before those who listen to
// that plan are told to start anew.
const waiting = 64

// Typing is the kind of a notice that says where somebody is writing in a session:
// Head.Parent is the session, Author who writes, Section and ID the place.
const Typing models.Kind = "typing"

// Presence is the kind of a notice that somebody in a session came or went:
// Head.Parent is the session, Author who.
const Presence models.Kind = "presence"

// Clash is the kind of a notice that somebody's words met another's in one place while both
// typed in a session: like Typing, with the field in which they did.
const Clash models.Kind = "clash"

// Notice is one change: the head of the record after it, without any words.
type Notice struct {
	Kind  models.Kind
	Head  models.Record
	Field string // of the entry, where somebody is writing

	Elsewhere bool // told by another server: of Head only ids and keys are known
}

// Hub passes notices from writers to listeners on one server, and with Relay to those on
// others. Couriers carry them, from one listener to the next: whoever writes wakes no
// listener, and is answered while hundreds are still being told.
type Hub struct {
	relay    func(notice string) // nil: there is no other server
	moment   func() Moment
	mu       sync.Mutex
	couriers []*courier
	next     int // the courier of whoever listens next
}

// courier carries notices to some of the listeners. It is a goroutine while notices wait.
type courier struct {
	plans map[models.ID]*audience
	waits []errand
	out   bool // on its way
}

// audience is those of a courier's listeners who listen to one plan.
type audience struct {
	listeners []*listener
	waits     int // notices for them
}

type errand struct {
	notice Notice
	to     *audience
}

type listener struct {
	hear func(Moment, Notice) bool
	over chan struct{}
}

// Moment is what a few share who hear the same notice right after each other. It is over when
// the last of them has heard.
type Moment interface{ End() }

// shares is how many hear a notice in one moment.
const shares = 16

// New is a hub that nobody listens to yet; moment makes what listeners share.
func New(moment func() Moment) *Hub {
	h := &Hub{moment: moment, couriers: make([]*courier, max(1, runtime.GOMAXPROCS(0)/2))} // the others are for who saves
	for i := range h.couriers {
		h.couriers[i] = &courier{plans: make(map[models.ID]*audience)}
	}
	return h
}

// Listen has hear called for the notices of one plan, one after the other, until stop is
// called or hear says false; the last may come while stop returns. It must not wait for the
// listener's own connection. over is closed when the listener is told nothing any more.
func (h *Hub) Listen(plan models.ID, hear func(Moment, Notice) bool) (over <-chan struct{}, stop func()) {
	l := &listener{hear: hear, over: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.couriers[h.next%len(h.couriers)]
	h.next++
	to := c.plans[plan]
	if to == nil {
		to = new(audience)
		c.plans[plan] = to
	}
	to.listeners = append(to.listeners, l)
	return l.over, func() { h.drop(c, plan, l) }
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
	for _, c := range h.couriers {
		switch to := c.plans[n.Head.Plan]; {
		case to == nil:
		case to.waits == waiting:
			c.anew(n.Head.Plan)
		default:
			to.waits++
			c.waits = append(c.waits, errand{n, to})
			if !c.out {
				c.out = true
				go h.carry(c)
			}
		}
	}
}

// carry is a courier's way, until nothing waits any more.
func (h *Hub) carry(c *courier) {
	for {
		n, to, more := h.take(c)
		if !more {
			return
		}
		for some := range slices.Chunk(to, shares) {
			h.hand(c, n, some)
		}
	}
}

// hand tells a few listeners in one moment.
func (h *Hub) hand(c *courier, n Notice, to []*listener) {
	m := h.moment()
	defer m.End()
	for _, l := range to {
		runtime.Gosched() // who saved goes first, and between two listeners whoever is ready
		if l.listens() && !l.hears(m, n) {
			h.drop(c, n.Head.Plan, l)
		}
	}
}

func (h *Hub) take(c *courier) (n Notice, to []*listener, more bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(c.waits) == 0 {
		c.out, c.waits = false, nil
		return n, nil, false
	}
	next := c.waits[0]
	c.waits = c.waits[1:]
	next.to.waits--
	return next.notice, next.to.listeners, true
}

// hears is hear; a panic in it ends this listener alone.
func (l *listener) hears(m Moment, n Notice) (on bool) {
	defer func() {
		if recover() != nil { // what it says may hold somebody's words
			slog.Error("live: a listener panicked", "stack", string(debug.Stack()))
			on = false
		}
	}()
	return l.hear(m, n)
}

func (l *listener) listens() bool {
	select {
	case <-l.over:
		return false
	default:
		return true
	}
}

// drop ends what a listener hears; the courier may be on its way through the same list.
func (h *Hub) drop(c *courier, plan models.ID, l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !l.listens() {
		return
	}
	close(l.over)
	to := c.plans[plan]
	to.listeners = slices.DeleteFunc(slices.Clone(to.listeners), func(one *listener) bool { return one == l })
	if len(to.listeners) == 0 {
		delete(c.plans, plan)
	}
}

// anew ends what those hear who listen to a plan; what waits for them goes to nobody.
func (c *courier) anew(plan models.ID) {
	to := c.plans[plan]
	for _, l := range to.listeners {
		close(l.over)
	}
	to.listeners = nil
	delete(c.plans, plan)
}

// Listeners is how many listen just now.
func (h *Hub) Listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, c := range h.couriers {
		for _, to := range c.plans {
			n += len(to.listeners)
		}
	}
	return n
}

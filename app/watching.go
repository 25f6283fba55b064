package app

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Event is something that changed, as one listener may know it. Kind is entry,
// suggestion, grant, session, crisis, presence or typing; Version is 0 where there is none.
type Event struct {
	ID      string // random for each stream
	Kind    string
	Section models.SectionKey
	Entry   models.ID
	Version int
	Removed bool
	Fields  models.Fields // the entry's words, on the stream of a session
	By      models.ID     // who wrote them, where the listener may know it
	Session models.ID
	State   models.SessionState
	Who     Person // who came, went or is writing
	Here    bool   // for presence
	Field   string // where they are writing, if the listener may see it
}

// Watch says what a listener listens to: a plan, and where the stream belongs to a
// page of a session, which.
type Watch struct {
	Plan    models.ID
	Session models.ID
}

const (
	beatEvery  = 15 * time.Second // so that no proxy ends a quiet stream
	checkEvery = time.Second      // whether the sign-in still lives
	unsent     = 64               // notices that may wait for a slow connection before it has to start anew
)

// tell passes a record's head to whoever listens, once it is on the disk.
func (a *App) tell(k models.Kept) {
	a.live.Tell(live.Notice{Kind: k.Kind(), Head: *k.Head()})
	if k.Head().Section == models.NotInvolved {
		a.tellGrants(k.Head().Plan)
	}
}

// tellGrants says that who may see what has changed; only the owner hears it.
func (a *App) tellGrants(plan models.ID) {
	a.live.Tell(live.Notice{Kind: models.Grants, Head: models.Record{Plan: plan}})
}

// Watch calls tell for each event that who may know, decided anew each time,
// until the context ends, the sign-in ends or tell fails. beat is called at least
// every 15 seconds, so that the caller can keep the connection alive. On the stream of a
// session entries come with their words, and when the stream ends its listener counts as
// present for no more than half a minute.
func (a *App) Watch(ctx context.Context, who models.Actor, in Watch, tell func(Event) error, beat func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := &watch{app: a, who: who, in: in, ctx: ctx, next: make(chan Event, 1)}
	over, stop := a.live.Listen(in.Plan, w.hear)
	defer stop()
	if err := w.begin(); err != nil {
		return err
	}
	leave, err := a.streams.seat(who.Account)
	if err != nil {
		return err
	}
	defer leave()
	if err := beat(); err != nil {
		return err
	}
	if in.Session != "" {
		defer a.lostTouch(who, in.Plan, in.Session)
	}
	return w.listen(over, tell, beat)
}

// watch is one stream and the sections that its records name already. An event is decided
// when it can be sent and not before: no right is left from an earlier moment.
type watch struct {
	app  *App
	who  models.Actor
	in   Watch
	ctx  context.Context // of the stream
	next chan Event      // to be sent now

	mu       sync.Mutex    // a courier decides what is told, and the stream itself what waited meanwhile
	sending  bool          // from when something is in next until it was sent
	waits    []live.Notice // come while it was sending
	recorded []models.SectionKey
	until    time.Time // when time alone changes what the listener may see; zero: never
	rights   []models.SectionGrant
	why      error // the last decision came to nothing
}

// listen is a stream's life once it has begun.
func (w *watch) listen(over <-chan struct{}, tell func(Event) error, beat func() error) error {
	check, pulse := time.NewTicker(checkEvery), time.NewTicker(beatEvery)
	defer check.Stop()
	defer pulse.Stop()
	for {
		var err error
		select {
		case <-w.ctx.Done():
			return nil
		case <-w.app.closing:
			return nil
		case <-over:
			return w.ended() // the listener comes back and reads anew
		case event := <-w.next:
			if isOver(over) {
				return w.ended() // and is sent nothing that was decided before
			}
			if err = tell(event); err == nil {
				err = w.sent()
			}
		case <-check.C:
			if err = w.app.accounts.Alive(w.ctx, w.who); err == nil {
				err = w.stillSees()
			}
		case <-pulse.C:
			err = beat()
		}
		if err != nil {
			return err
		}
	}
}

func isOver(over <-chan struct{}) bool {
	select {
	case <-over:
		return true
	default:
		return false
	}
}

// ended is why nothing more is told; nil where the listener may know but has missed something.
func (w *watch) ended() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.why
}

// hear decides what is told of a notice and leaves it to the stream to send, or to decide
// itself once it has sent what came before. It says false when the listener may know nothing
// any more, or is too slow to be told everything.
func (w *watch) hear(m live.Moment, n live.Notice) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.take(n, m.(*gate.Moment).Read) == nil
}

// errBehind is that more waits for a connection than it is worth: the listener reads anew.
var errBehind = errors.New("app: a listener is too slow")

func (w *watch) take(n live.Notice, read reading) error {
	if w.sending {
		if len(w.waits) == unsent {
			return errBehind
		}
		w.waits = append(w.waits, n)
		return nil
	}
	event, err := w.decided(n, read)
	if event != nil {
		w.sending = true
		w.next <- *event // there is room: nothing is being sent
	}
	return err
}

// sent goes on with what has waited.
func (w *watch) sent() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sending = false
	for len(w.waits) > 0 && !w.sending {
		n := w.waits[0]
		w.waits = w.waits[1:]
		if err := w.take(n, w.readAlone); err != nil {
			return err
		}
	}
	return nil
}

// begin asks whether there is anything to listen to.
func (w *watch) begin() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.read(w.readAlone, func(p *gate.Pass) error {
		if w.in.Session == "" {
			return nil
		}
		_, err := gate.FindSession(p, w.in.Session)
		return err
	})
}

// reading is gate.Gate.Read, or that of a moment which others share.
type reading func(context.Context, models.Actor, models.ID, models.Via, func(*gate.Pass) error) error

// readAlone waits for its turn among those who share no moment.
func (w *watch) readAlone(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*gate.Pass) error) error {
	select {
	case w.app.turns <- struct{}{}:
		defer func() { <-w.app.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return w.app.gate.Read(ctx, who, plan, how, do)
}

func (w *watch) read(read reading, do func(*gate.Pass) error) error {
	return read(w.ctx, w.who, w.in.Plan, models.ByLive, func(p *gate.Pass) error {
		p.Recorded(w.recorded...)
		w.until, w.rights = p.Grant().Until, p.Grant().Sections
		return do(p)
	})
}

// stillSees tells a session's page when time has taken something from it or given
// it: nothing happened that anybody would have told it of.
func (w *watch) stillSees() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	changed, err := w.rightsChanged()
	if err != nil || !changed {
		return err
	}
	return w.take(live.Notice{Kind: models.Sessions, Head: models.Record{Plan: w.in.Plan, ID: w.in.Session}}, w.readAlone)
}

func (w *watch) rightsChanged() (bool, error) {
	if w.in.Session == "" || w.until.IsZero() || w.app.now().Before(w.until) {
		return false, nil
	}
	had := w.rights
	err := w.read(w.readAlone, func(*gate.Pass) error { return nil })
	return !slices.EqualFunc(had, w.rights, sameRight), err
}

func sameRight(a, b models.SectionGrant) bool { return a.Section == b.Section && a.Right == b.Right }

// decided is what this listener may know of a notice, with the rights of this moment and on
// record; nil is nothing.
func (w *watch) decided(n live.Notice, read reading) (*Event, error) {
	var event *Event
	err := w.read(read, func(p *gate.Pass) error {
		var err error
		event, err = w.decide(p, n)
		return err
	})
	if w.why = err; err != nil || event == nil {
		return nil, err
	}
	if event.Kind == "entry" && !event.Removed {
		w.recorded = append(w.recorded, event.Section)
	}
	event.ID = rand.Text()
	return event, nil
}

// decide is what this listener may know of a notice; nil is nothing.
func (w *watch) decide(p *gate.Pass, n live.Notice) (*Event, error) {
	head, err := headOf(p, n)
	if models.KindOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	switch n.Kind {
	case models.Entries:
		return w.entryEvent(p, head)
	case models.Sessions:
		return sessionEvent(p, head)
	case live.Presence:
		return presenceEvent(p, n)
	case live.Typing:
		return typingEvent(p, n)
	case models.Suggestions:
		return suggestionEvent(p, head)
	case models.Grants:
		if p.Grant().Owner {
			return &Event{Kind: "grant"}, nil
		}
	case models.CrisisNotice:
		if p.Grant().Owner {
			return &Event{Kind: "crisis"}, nil
		}
	}
	return nil, nil
}

// headOf is the head of what a notice is about. Another server told no more of it than
// its id: it is looked up among what the listener may see.
func headOf(p *gate.Pass, n live.Notice) (models.Record, error) {
	switch {
	case !n.Elsewhere:
		return n.Head, nil
	case n.Kind == models.Entries:
		return gate.Glimpse[models.Entry](p, n.Head.ID)
	case n.Kind == models.Suggestions:
		return gate.Glimpse[models.Suggestion](p, n.Head.ID)
	}
	return n.Head, nil
}

// suggestionEvent tells the owner of what they are to hear, and the sender of what
// changes in the list that they read: that they sent it, and a yes whose entry they
// can see. Anything else would tell of a no, of a yes kept private or of being muted (RULES.md 11).
func suggestionEvent(p *gate.Pass, head models.Record) (*Event, error) {
	s, err := gate.Find[models.Suggestion](p, head.ID)
	if models.KindOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	told := !s.Words.Unheard
	if !p.Grant().Owner {
		told = head.Version == 1
		if !told && s.Words.Became != "" {
			told, err = gate.SeesEntry(p, s.Words.Became)
		}
	}
	if err != nil || !told {
		return nil, err
	}
	return &Event{Kind: "suggestion", Section: s.Section}, nil
}

func (w *watch) entryEvent(p *gate.Pass, head models.Record) (*Event, error) {
	if !p.Grant().Sees(&head) {
		return nil, nil
	}
	if !head.RemovedAt.IsZero() {
		return &Event{Kind: "entry", Section: head.Section, Entry: head.ID, Removed: true}, nil
	}
	e, err := gate.Find[models.Entry](p, head.ID)
	if models.KindOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	event := &Event{Kind: "entry", Section: e.Section, Entry: e.ID, Version: e.Version}
	if w.in.Session == "" {
		return event, nil
	}
	event.Fields = e.Fields
	if g := p.Grant(); g.Owner || e.Author == g.Account || e.Author == p.Facts().Owner {
		event.By = e.Author
	}
	return event, nil
}

package app

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Watch says what a listener listens to: a plan, and where the stream belongs to a
// page of a session, which.
type Watch struct {
	Plan    models.ID
	Session models.ID
}

// Watch calls tell for each event that who may know, decided anew each time,
// until the context ends, the sign-in ends or tell fails. beat is called at least
// every 15 seconds, so that the caller can keep the connection alive. On the stream of a
// session entries come with their words, and when the stream ends its listener counts as
// present for no more than half a minute.
func (a *App) Watch(ctx context.Context, who models.Actor, in Watch, tell func(Event) error, beat func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := &watch{app: a, who: who, in: in, ctx: ctx, next: make(chan due, 1), busy: true}
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
	w.release()
	return w.listen(over, tell, beat)
}

// watch is one stream. What it is told is decided by one at a time, who has claimed it: the
// courier that brings a notice, while nothing else is on its way; or the stream itself, once
// it has sent what came before, and where the courier would have to wait. What comes
// meanwhile waits and is decided when it can be sent: no right is left from an earlier moment.
type watch struct {
	app  *App
	who  models.Actor
	in   Watch
	ctx  context.Context // of the stream
	next chan due        // what the stream is to send or to decide; there is room for whoever has claimed it

	mu    sync.Mutex // never held while somebody decides
	busy  bool       // claimed
	waits []live.Notice
	why   error                 // a decision came to nothing
	drawn []models.SectionGrant // the rights when a session's page was last told to look anew

	// For whoever has claimed it:

	recorded []models.SectionKey // that its records name already
	until    time.Time           // when time alone changes what the listener may see; zero: never
	rights   []models.SectionGrant
}

// due is a notice whose turn it is, with what was decided of it and when. No event: the
// stream decides itself.
type due struct {
	notice live.Notice
	event  *Event
	at     time.Time
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
		case d := <-w.next:
			if isOver(over) {
				return w.ended() // and is sent nothing that was decided before
			}
			err = w.send(d, tell)
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

// begin asks whether there is anything to listen to.
func (w *watch) begin() error {
	return w.read(w.alone, func(p *gate.Pass) error {
		if w.in.Session == "" {
			return nil
		}
		w.drawn = w.rights
		_, err := gate.FindSession(p, w.in.Session)
		return err
	})
}

// send is what the stream does with what is due. A decision that has waited for the
// connection is made anew.
func (w *watch) send(d due, tell func(Event) error) (err error) {
	if d.event == nil || w.app.now().Sub(d.at) > staysTrue {
		d.event, err = w.decided(d.notice, w.alone)
	}
	if err == nil && d.event != nil {
		if err = tell(*d.event); d.event.Kind == "session" {
			w.looksAnew()
		}
	}
	w.release()
	return err
}

// reading is gate.Gate.Read, or that of a moment which others share.
type reading func(context.Context, models.Actor, models.ID, models.Via, func(*gate.Pass) error) error

// alone is the reading of those who share no moment. They take turns, but for the wait for
// the disk: that is for one plan.
func (w *watch) alone(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*gate.Pass) error) error {
	select {
	case w.app.turns <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	done := sync.OnceFunc(func() { <-w.app.turns })
	defer done()
	return w.app.gate.Read(ctx, who, plan, how, func(p *gate.Pass) error {
		defer done()
		return do(p)
	})
}

func (w *watch) read(read reading, do func(*gate.Pass) error) error {
	return read(w.ctx, w.who, w.in.Plan, models.ByLive, func(p *gate.Pass) error {
		p.Recorded(w.recorded...)
		w.until, w.rights = p.Grant().Until, p.Grant().Sections
		return do(p)
	})
}

// decided is what this listener may know of a notice, with the rights of this moment and on
// record; nil is nothing.
func (w *watch) decided(n live.Notice, read reading) (*Event, error) {
	var event *Event
	err := w.read(read, func(p *gate.Pass) error {
		var err error
		event, err = w.decide(p, n)
		return err
	})
	if err != nil || event == nil {
		return nil, err
	}
	if event.Kind == "entry" && !event.Removed {
		w.recorded = append(w.recorded, event.Section)
	}
	event.ID = rand.Text()
	return event, nil
}

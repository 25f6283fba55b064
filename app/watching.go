package app

import (
	"context"
	"crypto/rand"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Event is something that changed, as one listener may know it. Kind is entry,
// suggestion or grant; Version is 0 where there is none.
type Event struct {
	ID      string // random for each stream
	Kind    string
	Section models.SectionKey
	Entry   models.ID
	Version int
	Removed bool
}

const (
	beatEvery  = 15 * time.Second // so that no proxy ends a quiet stream
	checkEvery = time.Second      // whether the sign-in still lives
)

// tell passes a record's head to whoever listens, once it is on the disk.
func (a *App) tell(k models.Kept) { a.live.Tell(live.Notice{Kind: k.Kind(), Head: *k.Head()}) }

// tellGrants says that who may see what has changed; only the owner hears it.
func (a *App) tellGrants(plan models.ID) {
	a.live.Tell(live.Notice{Kind: models.Grants, Head: models.Record{Plan: plan}})
}

// Watch calls tell for each event that who may know, decided anew each time,
// until the context ends, the sign-in ends or tell fails. beat is called at least
// every 15 seconds, so that the caller can keep the connection alive.
func (a *App) Watch(ctx context.Context, who models.Actor, plan models.ID, tell func(Event) error, beat func() error) error {
	notices, stop := a.live.Listen(plan)
	defer stop()
	w := &watch{app: a, who: who, plan: plan}
	if err := a.gate.Read(ctx, who, plan, models.ByLive, func(*gate.Pass) error { return nil }); err != nil {
		return err
	}
	if err := beat(); err != nil {
		return err
	}
	check, pulse := time.NewTicker(checkEvery), time.NewTicker(beatEvery)
	defer check.Stop()
	defer pulse.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-a.closing:
			return nil
		case n, open := <-notices:
			if !open {
				return nil // too slow: the listener comes back and reads anew
			}
			err = w.pass(ctx, n, tell)
		case <-check.C:
			err = a.accounts.Alive(ctx, who)
		case <-pulse.C:
			err = beat()
		}
		if err != nil {
			return err
		}
	}
}

// watch is one stream and the sections that its records name already.
type watch struct {
	app      *App
	who      models.Actor
	plan     models.ID
	recorded []models.SectionKey
}

func (w *watch) pass(ctx context.Context, n live.Notice, tell func(Event) error) error {
	var event *Event
	err := w.app.gate.Read(ctx, w.who, w.plan, models.ByLive, func(p *gate.Pass) error {
		p.Recorded(w.recorded...)
		var err error
		event, err = decide(p, n)
		return err
	})
	if err != nil || event == nil {
		return err
	}
	if event.Section != "" {
		w.recorded = append(w.recorded, event.Section)
	}
	event.ID = rand.Text()
	return tell(*event)
}

// decide is what this listener may know of a notice; nil is nothing.
func decide(p *gate.Pass, n live.Notice) (*Event, error) {
	head := n.Head
	switch n.Kind {
	case models.Entries:
		return entryEvent(p, head)
	case models.Suggestions:
		if p.Grant().May(models.ActSee, &models.Suggestion{Record: head}) != nil {
			return nil, nil
		}
		return &Event{Kind: "suggestion", Section: head.Section}, nil
	case models.Grants:
		if p.Grant().Owner {
			return &Event{Kind: "grant"}, nil
		}
	}
	return nil, nil
}

func entryEvent(p *gate.Pass, head models.Record) (*Event, error) {
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
	return &Event{Kind: "entry", Section: e.Section, Entry: e.ID, Version: e.Version}, nil
}

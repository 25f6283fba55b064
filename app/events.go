package app

import (
	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Event is something that changed, as one listener may know it. Kind is entry,
// suggestion, grant, session, crisis, presence, typing or clash; Version is 0 where there is none.
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
	Who     Person // who came, went, is writing or changed the same words
	Here    bool   // for presence
	Field   string // where they are writing, if the listener may see it
}

// tell passes a record's head to whoever listens, once it is on the disk.
func (a *App) tell(k models.Kept) {
	a.live.Tell(live.Notice{Kind: k.Kind(), Head: *k.Head()})
	if k.Head().Section == models.NotInvolved {
		a.tellGrants(k.Head().Plan)
	}
}

// tellGrants says that who may see what has changed. The owner hears it, and in a
// session's page whoever sees more or less by it, as nothing but a reason to look anew.
func (a *App) tellGrants(plan models.ID) {
	a.live.Tell(live.Notice{Kind: models.Grants, Head: models.Record{Plan: plan}})
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
	case live.Clash:
		return clashEvent(p, n)
	case models.Suggestions:
		return suggestionEvent(p, head)
	case models.Grants:
		if p.Grant().Owner {
			return &Event{Kind: "grant"}, nil
		}
		return w.regranted(p)
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

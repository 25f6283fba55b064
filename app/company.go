package app

import (
	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// sessionEvent goes to those who attend it.
func sessionEvent(p *gate.Pass, head models.Record) (*Event, error) {
	s, err := gate.FindSession(p, head.ID)
	if models.KindOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Event{Kind: "session", Session: s.ID, State: s.State(p.Now())}, nil
}

// company is the event that somebody in a session makes by being there: for those
// alone who joined the same session while it runs (RULES.md 2); nil for all others.
func company(p *gate.Pass, kind string, head models.Record) (*Event, *models.Session, error) {
	s, err := gate.FindSession(p, head.Parent)
	if models.KindOf(err) == models.NotFound {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	me, them := p.Grant().Account, head.Author
	inside, err := gate.Accompanies(p, s)
	if err != nil || !inside || s.State(p.Now()) != models.SessionRunning || !s.Of(them).In() || me == them {
		return nil, nil, err
	}
	names, err := gate.Attendees(p, s)
	return &Event{Kind: kind, Session: s.ID, Who: Person{ID: them, Name: names[them]}}, s, err
}

func presenceEvent(p *gate.Pass, n live.Notice) (*Event, error) {
	event, s, err := company(p, "presence", n.Head)
	if event != nil {
		event.Here = s.Of(n.Head.Author).Present(p.Now())
	}
	return event, err
}

// clashEvent goes to those alone who see the entry.
func clashEvent(p *gate.Pass, n live.Notice) (*Event, error) {
	event, err := typingEvent(p, n)
	if event == nil || event.Entry == "" {
		return nil, err
	}
	event.Kind = "clash"
	return event, err
}

// typingEvent names the place only where the listener may see it.
func typingEvent(p *gate.Pass, n live.Notice) (*Event, error) {
	event, _, err := company(p, "typing", n.Head)
	if err != nil || event == nil {
		return nil, err
	}
	sees, err := gate.SeesEntry(p, n.Head.ID)
	if sees {
		event.Section, event.Entry, event.Field = n.Head.Section, n.Head.ID, n.Field
	}
	return event, err
}

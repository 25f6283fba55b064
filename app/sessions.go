package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Session is a session as one of those in it may know it.
type Session struct {
	ID         models.ID
	Plan       models.ID
	State      models.SessionState
	Mine       bool // the actor owns the plan
	Me         models.ID
	Owner      Person
	With       Person // whom the owner meets
	OpenedBy   models.ID
	PlannedFor time.Time
	OpenedAt   time.Time
	EndedAt    time.Time
	Beside     bool      // whom the owner meets sits at the owner's screen
	CopyAt     time.Time // the owner said yes to a copy for the service's record
	BegunAt    time.Time // when it first ran
	Held       bool      // it took place, at two screens or at one
	MayEnd     bool      // the actor may end it, or call it off
	Sums       bool      // the actor is one of the two who write and agree to the summary
	Direct     bool      // what the actor writes of it is part of it at once; else it is put forward
	People     []Attendee
	Agenda     []AgendaItem
	Left       []AgendaItem // of the session before with the same one, not ticked off
	Summary    Summary
	Notes      []SessionNote
	PutForward []PutForward // by others, and not part of the session yet
	Answers    *Answers     // of the owner; nil where there are none that the actor may read
}

// Attendee is somebody in a session. Here is told to those alone who joined it
// themselves (RULES.md 2).
type Attendee struct {
	Person
	Joined bool
	Here   bool
	Shows  models.Showing
}

// In reports whether the actor has joined.
func (s Session) In() bool { return s.attendee(s.Me).Joined }

// Shows is when the others see what the actor types.
func (s Session) Shows() models.Showing { return s.attendee(s.Me).Shows }

// Other is the one on the other side of the table: the owner, or whom they meet.
func (s Session) Other() Person {
	if s.Mine {
		return s.With
	}
	return s.Owner
}

func (s Session) attendee(id models.ID) Attendee {
	for _, p := range s.People {
		if p.ID == id {
			return p
		}
	}
	return Attendee{}
}

// mostSessions is how many of the newest sessions a list holds.
const mostSessions = 50

// Sessions is the newest sessions in a plan that who attends or attended, without
// what was said in them.
func (a *App) Sessions(ctx context.Context, who models.Actor, plan models.ID) ([]Session, error) {
	var out []Session
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.Sessions(p, mostSessions)
		if err != nil {
			return err
		}
		out = make([]Session, len(found))
		for i := range found {
			if out[i], err = sessionOf(p, &found[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// ReadSession is one session with all that belongs to it.
func (a *App) ReadSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	var out Session
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		s, err := gate.FindSession(p, session)
		if err != nil {
			return err
		}
		if out, err = sessionOf(p, s); err != nil {
			return err
		}
		return out.fill(p)
	})
	return &out, err
}

// visitor is a live pass or pen, with what it was decided on.
type visitor interface {
	gate.Leave
	Grant() models.Grant
	Facts() models.Facts
	Now() time.Time
}

// sessionOf shapes a session for whoever holds the leave.
func sessionOf(l visitor, s *models.Session) (Session, error) {
	names, err := gate.Attendees(l, s)
	if err != nil {
		return Session{}, err
	}
	grant, now := l.Grant(), l.Now()
	inside, err := gate.Accompanies(l, s)
	person := func(id models.ID) Person { return Person{ID: id, Name: names[id]} }
	out := Session{
		ID: s.ID, Plan: s.Plan, State: s.State(now), Mine: grant.Owner, Me: grant.Account, Owner: person(s.Owner), With: person(s.With),
		OpenedBy: s.OpenedBy, PlannedFor: s.PlannedFor, OpenedAt: s.OpenedAt, EndedAt: s.Over(now), BegunAt: s.BegunAt, Held: s.Held(),
		Beside: s.Beside(now), CopyAt: s.CopyAt, Sums: maySum(l, s) == nil, Direct: writesNow(l, s),
	}
	out.MayEnd = out.State != models.SessionEnded && mayEnd(s, grant)
	for _, at := range s.Attending {
		out.People = append(out.People, Attendee{Person: person(at.Account), Joined: at.In(), Here: inside && at.Present(now), Shows: at.Shows})
	}
	return out, err
}

// fill adds what belongs to the session.
func (s *Session) fill(l visitor) error {
	for _, part := range []func(visitor) error{s.fillAgenda, s.fillLeft, s.fillSummary, s.fillNotes, s.fillAnswers} {
		if err := part(l); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) person(id models.ID) Person { return s.attendee(id).Person }

// tellSession says to those in a session that something about it changed.
func (a *App) tellSession(plan, session models.ID) {
	a.live.Tell(live.Notice{Kind: models.Sessions, Head: models.Record{Plan: plan, ID: session}})
}

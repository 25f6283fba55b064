package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// Sign is how somebody is heard of in a session.
type Sign string

// Here: their page is open and seen. Acted: and they did something. Said: they
// pressed "I'm here" on a page without script. Away: their page was put away.
const (
	SignHere  Sign = "here"
	SignActed Sign = "acted"
	SignSaid  Sign = "said"
	SignAway  Sign = "away"
)

// GiveSign is a sign of presence from somebody who joined a session, and, where
// they are writing, the place.
type GiveSign struct {
	Plan    models.ID
	Session models.ID
	Sign    Sign
	At      WritingAt
}

// WritingAt is where somebody is writing; empty: nowhere.
type WritingAt struct {
	Section models.SectionKey
	Entry   models.ID
	Field   string
}

// GiveSign keeps somebody present (RULES.md 18), and answers with who else is,
// without what belongs to the session.
func (a *App) GiveSign(ctx context.Context, who models.Actor, in GiveSign) (*Session, error) {
	var out Session
	var changed bool
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		s, err := gate.FindSession(pen, in.Session)
		if err != nil {
			return err
		}
		now := pen.Now()
		at := s.Of(pen.Grant().Account)
		switch {
		case s.State(now) == models.SessionEnded:
			return errSessionOver
		case !at.In():
			return errNotJoined
		}
		until, acted, known := in.Sign.counts(at, now)
		if !known {
			return models.Wrong("sign", "field.not_an_option")
		}
		was := at.Present(now)
		at.HereUntil, at.ActedAt = until, acted
		changed = was != at.Present(now)
		if err := gate.Here(pen, s, until, acted); err != nil {
			return err
		}
		out, err = sessionOf(pen, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	head := models.Record{Plan: in.Plan, Parent: in.Session, Author: who.Account}
	if changed {
		a.live.Tell(live.Notice{Kind: live.Presence, Head: head})
	}
	if in.At != (WritingAt{}) {
		head.Section, head.ID = in.At.Section, in.At.Entry
		a.live.Tell(live.Notice{Kind: live.Typing, Head: head, Field: in.At.Field})
	}
	return &out, nil
}

// counts is how long the sign counts and when they last acted.
func (s Sign) counts(at models.Attendance, now time.Time) (until, acted time.Time, known bool) {
	switch s {
	case SignHere:
		return now.Add(models.HereFor), at.ActedAt, true
	case SignActed:
		return now.Add(models.HereFor), now, true
	case SignSaid:
		return now.Add(models.SaidHere), now, true
	case SignAway:
		return now, at.ActedAt, true
	}
	return time.Time{}, time.Time{}, false
}

// ShowAs chooses when the others in a session see what the actor types.
func (a *App) ShowAs(ctx context.Context, who models.Actor, plan, session models.ID, shows models.Showing) (*Session, error) {
	return a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if shows != models.AsTyped && shows != models.WhenReady {
			return models.Wrong("shows", "field.not_an_option")
		}
		for i := range s.Attending {
			if at := &s.Attending[i]; at.Account == pen.Grant().Account {
				at.Shows, at.ActedAt = shows, pen.Now()
			}
		}
		return nil
	})
}

// showsAsTyped refuses letters on their way: they are a draft unless the session runs and
// whoever types wants them to be seen (RULES.md 1).
func showsAsTyped(pen *gate.Pen, session models.ID) error {
	s, err := gate.FindSession(pen, session)
	if models.KindOf(err) == models.NotFound {
		return errNotRunning
	}
	if err != nil {
		return err
	}
	if at := s.Of(pen.Grant().Account); s.State(pen.Now()) != models.SessionRunning || !at.In() || at.Shows != models.AsTyped {
		return errNotRunning
	}
	return nil
}

// tellClash says to those in the room that two changed the same words.
func (a *App) tellClash(who models.Actor, in EditEntry, done Edited) {
	a.live.Tell(live.Notice{Kind: live.Clash, Field: done.Clashes[0],
		Head: models.Record{Plan: in.Plan, Parent: in.Session, Author: who.Account, Section: done.Entry.Section, ID: in.Entry}})
}

// lostTouch is what a stream that belonged to a session leaves behind when it
// ends: unless another sign comes, its listener is present for half a minute yet.
func (a *App) lostTouch(who models.Actor, plan, session models.ID) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := gate.FindSession(pen, session)
		if err != nil {
			return err
		}
		at := s.Of(pen.Grant().Account)
		if until := pen.Now().Add(models.HereFor); at.In() && at.HereUntil.After(until) {
			return gate.Here(pen, s, until, at.ActedAt)
		}
		return nil
	})
}

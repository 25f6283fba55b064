package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// join puts somebody into the session. The owner lets in whom they meet by coming.
func join(s *models.Session, account models.ID, now time.Time) {
	for i := range s.Attending {
		at := &s.Attending[i]
		if account == s.Owner && at.Account == s.With && at.AdmittedAt.IsZero() {
			at.AdmittedAt = now
		}
		if at.Account != account {
			continue
		}
		if !at.In() {
			at.JoinedAt, at.LeftAt = now, time.Time{}
		}
		at.HereUntil, at.ActedAt = now.Add(models.SaidHere), now
	}
}

// JoinSession comes into a session; it runs once the owner and whom they meet
// have both come. Who comes into one goes out of any other of the plan.
func (a *App) JoinSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	var left []models.ID
	s, err := a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if f := pen.Facts(); !pen.Grant().Owner && f.Relationship.Role.Works() && !f.Confirmed {
			return models.ErrNotAllowed
		}
		join(s, pen.Grant().Account, pen.Now())
		var err error
		left, err = leaveOthers(pen, s)
		return err
	})
	a.tellLeft(plan, left, err)
	return s, err
}

// LeaveSession goes out of a session; what rested on being together ends with it.
func (a *App) LeaveSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	return a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		goOut(s, pen.Grant().Account, pen.Now())
		return nil
	})
}

// comeNow puts the holder into the session that is open between the same two, else
// into the new one; and out of every other.
func comeNow(pen *gate.Pen, fresh *models.Session) (s *models.Session, left []models.ID, err error) {
	all, err := gate.Sessions(pen, mostSessions)
	if err != nil {
		return nil, nil, err
	}
	s = fresh
	for i := range all {
		state := all[i].State(pen.Now())
		if all[i].With == fresh.With && state != models.SessionEnded && state != models.SessionPlanned {
			s = &all[i]
			break
		}
	}
	join(s, pen.Grant().Account, pen.Now())
	left, err = leaveOthers(pen, s)
	return s, left, err
}

// leaveOthers takes the holder out of every other session of the plan that they are in: nobody
// is in two places, and pausing where they are pauses all.
func leaveOthers(pen *gate.Pen, here *models.Session) ([]models.ID, error) {
	all, err := gate.Sessions(pen, mostSessions)
	if err != nil {
		return nil, err
	}
	var left []models.ID
	for i := range all {
		s := &all[i]
		if s.ID == here.ID || !s.Of(pen.Grant().Account).In() || s.State(pen.Now()) == models.SessionEnded {
			continue
		}
		goOut(s, pen.Grant().Account, pen.Now())
		if err := gate.KeepSession(pen, s); err != nil {
			return nil, err
		}
		left = append(left, s.ID)
	}
	return left, nil
}

func goOut(s *models.Session, account models.ID, now time.Time) {
	for i := range s.Attending {
		if at := &s.Attending[i]; at.Account == account && at.In() {
			at.LeftAt, at.HereUntil = now, now
		}
	}
}

// tellLeft says to those in the sessions that somebody left by coming into another.
func (a *App) tellLeft(plan models.ID, left []models.ID, err error) {
	for _, session := range left {
		if err == nil {
			a.tellSession(plan, session)
		}
	}
}

package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// OpenSession plans a session (PlannedFor) or opens one now. With is the other
// side: for the owner somebody that they confirmed and the service too, for anybody
// else the owner or nobody.
type OpenSession struct {
	Plan       models.ID
	With       models.ID
	PlannedFor time.Time // zero: now
	Once       models.Once
}

// What a session may refuse.
var (
	errSessionOver = &models.Error{Kind: models.Conflict, Key: "session.over"}
	errNotJoined   = &models.Error{Kind: models.Conflict, Key: "session.join_first"}
	errNotRunning  = &models.Error{Kind: models.Conflict, Key: "session.not_running"}
)

// OpenSession makes a session. One that is opened now has its opener in it; where one
// of the same two is open already, opening is coming into that: they may both press at once.
func (a *App) OpenSession(ctx context.Context, who models.Actor, in OpenSession) (*Session, error) {
	var left []models.ID
	s, err := a.inSession(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Session, error) {
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return nil, err
		}
		if earlier != "" {
			return gate.FindSession(pen, models.ID(earlier))
		}
		s, err := newSession(pen, in)
		if err != nil {
			return nil, err
		}
		if in.PlannedFor.IsZero() {
			if s, left, err = comeNow(pen, s); err != nil {
				return nil, err
			}
		}
		if err := gate.KeepSession(pen, s); err != nil {
			return nil, err
		}
		return s, pen.Did(in.Once, string(s.ID))
	})
	a.tellLeft(in.Plan, left, err)
	return s, err
}

func newSession(pen *gate.Pen, in OpenSession) (*models.Session, error) {
	grant, facts, now := pen.Grant(), pen.Facts(), pen.Now()
	s := &models.Session{OpenedBy: grant.Account, With: grant.Account, PlannedFor: in.PlannedFor.UTC()}
	if grant.Owner {
		s.With = in.With
		if err := mayMeet(pen, in.With); err != nil {
			return nil, err
		}
	} else if !facts.Relationship.Role.Works() || !facts.Confirmed {
		return nil, models.ErrNotAllowed
	} else if in.With != "" && in.With != facts.Owner {
		return nil, models.Wrong("with", "session.with_owner")
	}
	s.Attending = []models.Attendance{
		{Account: facts.Owner, AdmittedAt: now, Shows: models.WhenReady},
		{Account: s.With, Shows: models.AsTyped},
	}
	if grant.Owner {
		s.Attending[1].AdmittedAt = now
	}
	return s, nil
}

// mayMeet refuses everybody with whom the owner cannot have a session.
func mayMeet(pen *gate.Pen, account models.ID) error {
	tie, err := gate.Person(pen, account)
	if models.KindOf(err) == models.NotFound {
		return models.Wrong("with", "session.nobody")
	}
	if err != nil {
		return err
	}
	if tie.State != models.Confirmed || !tie.Role.Works() {
		return models.Wrong("with", "session.nobody")
	}
	works, err := gate.Works(pen, account)
	if err == nil && !works {
		return models.Wrong("with", "session.not_confirmed")
	}
	return err
}

// PauseSession is the owner's: nothing that rests on being together holds until
// they go on.
func (a *App) PauseSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	return a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		s.PausedAt = pen.Now()
		return nil
	})
}

// ResumeSession is the owner's: they are here, and it goes on.
func (a *App) ResumeSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	var left []models.ID
	s, err := a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		s.PausedAt = time.Time{}
		join(s, pen.Grant().Account, pen.Now())
		var err error
		left, err = leaveOthers(pen, s)
		return err
	})
	a.tellLeft(plan, left, err)
	return s, err
}

// EndSession ends it for good. Only the owner ends one that the owner came to; whoever planned
// one may call it off before it has begun.
func (a *App) EndSession(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	return a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !mayEnd(s, pen.Grant()) {
			return models.ErrNotAllowed
		}
		s.EndedAt = pen.Now()
		return nil
	})
}

func mayEnd(s *models.Session, grant models.Grant) bool {
	return grant.Owner || s.OpenedBy == grant.Account && s.Of(s.Owner).JoinedAt.IsZero()
}

// endSessionsWith ends those with an account that have not ended, and names them.
func endSessionsWith(pen *gate.Pen, account models.ID) ([]models.ID, error) {
	all, err := gate.Sessions(pen, mostSessions)
	if err != nil {
		return nil, err
	}
	var over []models.ID
	for i := range all {
		s := &all[i]
		if s.With != account || s.State(pen.Now()) == models.SessionEnded {
			continue
		}
		s.EndedAt = pen.Now()
		if err := gate.KeepSession(pen, s); err != nil {
			return nil, err
		}
		over = append(over, s.ID)
	}
	return over, nil
}

// BringTo is the owner's: somebody else whom they confirmed may come too. Each
// sees only what is shared with them.
func (a *App) BringTo(ctx context.Context, who models.Actor, plan, session, account models.ID) (*Session, error) {
	return a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		tie, err := gate.Person(pen, account)
		if err != nil || tie.State != models.Confirmed {
			return models.Wrong("account", "session.nobody")
		}
		if !slices.ContainsFunc(s.Attending, func(at models.Attendance) bool { return at.Account == account }) {
			s.Attending = append(s.Attending, models.Attendance{Account: account, AdmittedAt: pen.Now(), Shows: models.AsTyped})
		}
		return nil
	})
}

// changeSession changes a session that has not ended and tells those in it.
func (a *App) changeSession(ctx context.Context, who models.Actor, plan, session models.ID, change func(*gate.Pen, *models.Session) error) (*Session, error) {
	return a.inSession(ctx, who, plan, func(pen *gate.Pen) (*models.Session, error) {
		s, err := gate.FindSession(pen, session)
		if err != nil {
			return nil, err
		}
		if s.State(pen.Now()) == models.SessionEnded {
			return nil, errSessionOver
		}
		if err := change(pen, s); err != nil {
			return nil, err
		}
		return s, gate.KeepSession(pen, s)
	})
}

// inSession runs a write that makes or changes a session and answers with it as
// it is then.
func (a *App) inSession(ctx context.Context, who models.Actor, plan models.ID, do func(*gate.Pen) (*models.Session, error)) (*Session, error) {
	var out Session
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := do(pen)
		if err != nil {
			return err
		}
		if out, err = sessionOf(pen, s); err != nil {
			return err
		}
		return out.fill(pen)
	})
	if err != nil {
		return nil, err
	}
	a.tellSession(plan, out.ID)
	return &out, nil
}

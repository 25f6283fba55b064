package pages

import (
	"context"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// initial is the first character of a name, for a face.
func initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return ""
}

// stateOf says in words how far a session has come.
func stateOf(ctx context.Context, s app.Session) string {
	if s.State == models.SessionRunning {
		for _, p := range s.People {
			if p.Joined && !p.Here && (p.ID == s.Owner.ID || p.ID == s.With.ID) && p.ID != s.Me {
				return say.T(ctx, "session.away", "Name", p.Name)
			}
		}
	}
	if s.State == models.SessionEnded && !s.Held {
		return say.T(ctx, "session.state.not_held")
	}
	return say.T(ctx, "session.state."+string(s.State))
}

// tableRight says what whom the owner meets can do in the open section.
func tableRight(ctx context.Context, v roomView) string {
	if !v.Session.Mine {
		return say.T(ctx, "session.right."+v.Right.String())
	}
	return say.T(ctx, "session.other_right."+v.Right.String(), "Name", v.Session.With.Name)
}

// attendeeState says whether somebody has come and is there.
func attendeeState(ctx context.Context, s app.Session, p app.Attendee) string {
	switch {
	case p.ID == s.Me && p.Joined:
		return say.T(ctx, "session.you_are_in")
	case !p.Joined:
		return say.T(ctx, "session.not_come")
	case p.Here:
		return say.T(ctx, "session.is_here")
	case s.In():
		return say.T(ctx, "session.not_here")
	}
	return ""
}

// attendeeAt is the same for the script, which says what has changed.
func attendeeAt(s app.Session, p app.Attendee) string {
	switch {
	case p.ID == s.Me:
		return "me"
	case !p.Joined:
		return "out"
	case p.Here:
		return "here"
	}
	return "away"
}

// sessionLine says that a session is planned or open.
func sessionLine(ctx context.Context, s app.Session) string {
	key := "session.line.open"
	if s.State == models.SessionPlanned {
		key = "session.line.planned"
	}
	return say.T(ctx, key, "Name", s.Other().Name, "When", sessionWhen(ctx, s))
}

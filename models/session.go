package models

import (
	"slices"
	"time"
)

// Session is a meeting of the person and a practitioner or peer on the plan, and
// whomever the person brings. Times are UTC; a zero time has not come.
type Session struct {
	ID         ID
	Plan       ID
	Owner      ID // the person
	With       ID // the practitioner or peer
	OpenedBy   ID
	PlannedFor time.Time
	OpenedAt   time.Time
	BegunAt    time.Time // when it first ran
	PausedAt   time.Time
	EndedAt    time.Time
	InRoomAt   time.Time    // the one they meet sits beside the person, at the person's screen
	Code       RoomCode     `json:"-"` // a key: no copy of a session has it
	CopyAt     time.Time    // the person said yes to a copy of the summary for the service's record
	Attending  []Attendance // everybody who may come, the person first
}

// SessionState is how far a session has come.
type SessionState string

// Planned: nobody has come yet. Open: one has joined. Running: the person and the
// one they meet have both joined. The rest say themselves.
const (
	SessionPlanned SessionState = "planned"
	SessionOpen    SessionState = "open"
	SessionRunning SessionState = "running"
	SessionPaused  SessionState = "paused"
	SessionEnded   SessionState = "ended"
)

// forgotten is how long after the last sign of anybody, and after the time that it was
// planned for, a session counts as ended though nobody ended it.
const forgotten = 12 * time.Hour

// State is how far the session has come at now.
func (s Session) State(now time.Time) SessionState {
	person, with := s.Of(s.Owner), s.Of(s.With)
	switch {
	case !s.EndedAt.IsZero(), s.forgotten(now):
		return SessionEnded
	case !s.PausedAt.IsZero():
		return SessionPaused
	case person.In() && with.In():
		return SessionRunning
	case slices.ContainsFunc(s.Attending, Attendance.In):
		return SessionOpen
	}
	return SessionPlanned
}

// Beside reports whether the one whom the person meets sits beside them at one
// screen: the words are the person's, with the other.
func (s Session) Beside(now time.Time) bool {
	state := s.State(now)
	return !s.InRoomAt.IsZero() && (state == SessionOpen || state == SessionRunning)
}

// forgotten reports whether it is long since anybody came, or was to come.
func (s Session) forgotten(now time.Time) bool {
	last := latest(s.lastSign(), s.PlannedFor)
	return !last.IsZero() && last.Add(forgotten).Before(now)
}

// Held reports whether it took place: both were there, each at a screen or side by side.
func (s Session) Held() bool { return !s.BegunAt.IsZero() || !s.InRoomAt.IsZero() }

// Spell is the time in which whatever is written in company is of this session.
// Before it began there is none.
func (s Session) Spell(now time.Time) Spell {
	if s.BegunAt.IsZero() {
		return Spell{From: now.Add(time.Microsecond)}
	}
	return Spell{From: s.BegunAt, Till: s.Over(now)}
}

// Over is when it ended; zero: it has not. One that was forgotten ended with the last
// sign of anybody, or at the time that it was planned for where nobody came.
func (s Session) Over(now time.Time) time.Time {
	if s.EndedAt.IsZero() && s.forgotten(now) {
		if last := s.lastSign(); !last.IsZero() {
			return last
		}
		return s.PlannedFor
	}
	return s.EndedAt
}

func (s Session) lastSign() time.Time {
	var at time.Time
	for _, a := range s.Attending {
		at = latest(latest(at, a.HereUntil), a.LeftAt)
	}
	return at
}

// Of is how somebody attends; the zero Attendance where they do not.
func (s Session) Of(account ID) Attendance {
	if i := slices.IndexFunc(s.Attending, func(a Attendance) bool { return a.Account == account }); i >= 0 {
		return s.Attending[i]
	}
	return Attendance{}
}

// MeetingOf is since when and until when an account is together with the person
// in this session: it runs, the person admitted them, both joined, and both are
// present (RULES.md 4, 18).
func (s Session) MeetingOf(account ID, now time.Time) Meeting {
	person, other := s.Of(s.Owner), s.Of(account)
	if s.State(now) != SessionRunning || other.AdmittedAt.IsZero() || !person.Present(now) || !other.Present(now) {
		return Meeting{}
	}
	return Meeting{Since: latest(person.JoinedAt, other.JoinedAt), Until: sooner(person.presentUntil(), other.presentUntil())}
}

// Attendance is one account in one session.
type Attendance struct {
	Account    ID
	AdmittedAt time.Time // by the person, who asked them or let them in
	JoinedAt   time.Time
	LeftAt     time.Time
	HereUntil  time.Time // how long the last sign that their page is open counts
	ActedAt    time.Time // when they last did something themselves
	Shows      Showing
}

// Showing is when the others see what somebody types.
type Showing string

// As it is typed, or when its writer says so (RULES.md 1).
const (
	AsTyped   Showing = "as_typed"
	WhenReady Showing = "when_ready"
)

// How long signs of presence count (RULES.md 18).
const (
	HereFor  = 30 * time.Second // a sign from a page that sends them by itself
	SaidHere = 5 * time.Minute  // "I'm here", from a page without script or another program
	ActedFor = 10 * time.Minute // something that they did themselves
)

// In reports whether they joined and have not left.
func (a Attendance) In() bool { return !a.JoinedAt.IsZero() && a.LeftAt.IsZero() }

// Present reports whether they are in the session and there was a sign of it lately.
func (a Attendance) Present(now time.Time) bool { return a.In() && now.Before(a.presentUntil()) }

func (a Attendance) presentUntil() time.Time { return sooner(a.HereUntil, a.ActedAt.Add(ActedFor)) }

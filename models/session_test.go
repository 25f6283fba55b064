package models

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A session that nobody came to is over half a day after it was to be; one that somebody
// came to before its day stands until then.
func TestAPlannedSessionIsOverWhenItsTimeIsPast(t *testing.T) {
	at := noon.Add(24 * time.Hour)
	s := Session{Owner: ailsa, With: morag, OpenedAt: noon, PlannedFor: at, Attending: []Attendance{{Account: ailsa}, {Account: morag}}}
	for after, want := range map[time.Duration]SessionState{0: SessionPlanned, 12 * time.Hour: SessionPlanned, 12*time.Hour + time.Second: SessionEnded} {
		if got := s.State(at.Add(after)); got != want {
			t.Errorf("%v after its time it is %s", after, got)
		}
	}
	if over := s.Over(at.Add(24 * time.Hour)); !over.Equal(at) || s.Held() {
		t.Errorf("it was over at %v, held: %v", over, s.Held())
	}
	s.Attending[1].JoinedAt, s.Attending[1].HereUntil = noon, noon.Add(time.Minute)
	if got := s.State(at); got != SessionOpen {
		t.Errorf("one looked in the day before, and it is %s", got)
	}
	if got := s.State(at.Add(13 * time.Hour)); got != SessionEnded {
		t.Errorf("and half a day later %s", got)
	}
	s.Code, s.InRoomAt = RoomCode{}, at
	if !s.Held() {
		t.Error("side by side they held it")
	}
}

// present is somebody who joined an hour before noon and is there at noon.
func present(who ID) Attendance {
	return Attendance{Account: who, AdmittedAt: hours(-1), JoinedAt: hours(-1), ActedAt: noon, HereUntil: noon.Add(HereFor)}
}

func running() Session {
	return Session{ID: "s", Plan: herPlan, Owner: ailsa, With: morag, OpenedAt: hours(-1), Attending: []Attendance{present(ailsa), present(morag)}}
}

func TestAMeetingHoldsWhileBothArePresent(t *testing.T) {
	m := running().MeetingOf(morag, noon)
	if !m.Together(noon) || m.Since != hours(-1) || m.Until != noon.Add(HereFor) {
		t.Fatalf("together at noon: %+v", m)
	}
	if m.Together(noon.Add(HereFor)) {
		t.Error("together though nobody was heard of for thirty seconds")
	}
}

// Each way in which the meeting is over leaves the zero Meeting.
func TestAMeetingIsOver(t *testing.T) {
	for name, change := range map[string]func(*Session){
		"ended":                         func(s *Session) { s.EndedAt = noon },
		"paused":                        func(s *Session) { s.PausedAt = noon },
		"the person left":               func(s *Session) { s.Attending[0].LeftAt = noon },
		"the other left":                func(s *Session) { s.Attending[1].LeftAt = noon },
		"the person never came":         func(s *Session) { s.Attending[0].JoinedAt = time.Time{} },
		"the other never came":          func(s *Session) { s.Attending[1].JoinedAt = time.Time{} },
		"not admitted":                  func(s *Session) { s.Attending[1].AdmittedAt = time.Time{} },
		"the person's page went silent": func(s *Session) { s.Attending[0].HereUntil = noon },
		"the other's page went silent":  func(s *Session) { s.Attending[1].HereUntil = noon },
		"the person did nothing":        func(s *Session) { s.Attending[0].ActedAt = noon.Add(-ActedFor) },
		"the other did nothing":         func(s *Session) { s.Attending[1].ActedAt = noon.Add(-ActedFor) },
		"they are not in it":            func(s *Session) { s.Attending[1].Account = jamie },
	} {
		s := running()
		change(&s)
		if m := s.MeetingOf(morag, noon); m != (Meeting{}) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// A person who is brought along is together only while the session itself runs.
func TestWhoeverIsBroughtNeedsTheSessionToRun(t *testing.T) {
	s := running()
	s.Attending = append(s.Attending, present(jamie))
	if !s.MeetingOf(jamie, noon).Together(noon) {
		t.Error("Jamie was brought and is there")
	}
	s.Attending[1].LeftAt = noon
	if s.MeetingOf(jamie, noon).Together(noon) {
		t.Error("Morag left: there is no session to be together in")
	}
}

func TestStatesOfASession(t *testing.T) {
	s := Session{Owner: ailsa, With: morag, PlannedFor: noon, Attending: []Attendance{{Account: ailsa}, {Account: morag}}}
	want := func(state SessionState, now time.Time) {
		t.Helper()
		if got := s.State(now); got != state {
			t.Errorf("%s, want %s", got, state)
		}
	}
	want(SessionPlanned, noon.AddDate(0, 0, -7))
	s.Attending[1] = present(morag)
	want(SessionOpen, noon)
	s.Attending[0] = present(ailsa)
	want(SessionRunning, noon)
	s.Attending[0].LeftAt = noon
	want(SessionOpen, noon)
	s.Attending[0].LeftAt, s.PausedAt = time.Time{}, noon
	want(SessionPaused, noon)
	s.PausedAt = time.Time{}
	want(SessionEnded, noon.Add(forgotten+time.Hour))
	s.EndedAt = noon
	want(SessionEnded, noon)
}

// Whatever happened, a meeting that holds at now holds until its Until and no longer.
func TestAMeetingEndsWhenItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Custom(func(t *rapid.T) time.Time {
			return noon.Add(time.Duration(rapid.IntRange(-900, 60).Draw(t, "s")) * time.Second)
		})
		s := running()
		for i := range s.Attending {
			s.Attending[i].ActedAt, s.Attending[i].HereUntil = at.Draw(t, "acted"), at.Draw(t, "here").Add(HereFor)
		}
		m := s.MeetingOf(morag, noon)
		if m == (Meeting{}) {
			return
		}
		last := m.Until.Add(-time.Microsecond)
		if s.MeetingOf(morag, last) != m || s.MeetingOf(morag, m.Until) != (Meeting{}) {
			t.Fatalf("%+v of %+v", m, s)
		}
	})
}

func hours(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

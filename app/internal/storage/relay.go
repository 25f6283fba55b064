package storage

import "strings"

// relay joins this server with the others on the same database: what changed and what was
// tried on one is told to all. On SQLite there is one.
func (s *Storage) relay() {
	s.db.Overtaken(s.Live.Anew)
	if !s.db.Shared() {
		return
	}
	s.Live.Relay(func(notice string) { s.db.Tell("live " + notice) })
	s.db.Hear(s.hear, s.Live.Anew)
}

func (s *Storage) hear(notice string) {
	switch about, what, _ := strings.Cut(notice, " "); about {
	case "live":
		s.Live.Hear(what)
	case "try":
		s.Accounts.HearTry(what)
	}
}

package database

import (
	"database/sql"
	"sync"
)

// lines are the connections of one kind that nobody uses just now. What was used last is used
// next: where few are needed, few are open.
type lines struct {
	free chan struct{} // as many as rest
	mu   sync.Mutex
	rest []*line
}

// newLines are n of them, each to connect when it is first used.
func newLines(pool *sql.DB, n int, said func(string) string) *lines {
	s := &lines{free: make(chan struct{}, n)}
	for range n {
		s.put(&line{pool: pool, said: said})
	}
	return s
}

func (s *lines) put(l *line) {
	s.mu.Lock()
	s.rest = append(s.rest, l)
	s.mu.Unlock()
	s.free <- struct{}{}
}

// pop is for whoever has received from free.
func (s *lines) pop() *line {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.rest) - 1
	l := s.rest[last]
	s.rest = s.rest[:last]
	return l
}

// all waits for every one.
func (s *lines) all() (all []*line) {
	for range cap(s.free) {
		<-s.free
		all = append(all, s.pop())
	}
	return all
}

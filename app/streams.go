package app

import (
	"cmp"
	"sync"
	"time"

	"handrail/models"
)

// How many streams of what changes may be open at once on one server: those of one
// account, and all, where nothing else was set.
const (
	MostStreamsEach = 20
	MostStreams     = 10_000
)

// seatAgain is when it is worth trying again.
const seatAgain = 30 * time.Second

// streams counts those that are open.
type streams struct {
	most, each int // 0: MostStreams, MostStreamsEach

	mu  sync.Mutex
	all int
	of  map[models.ID]int
}

// seat takes a place for one more stream; leave gives it back. Without one the page works
// and keeps up again when there is room.
func (s *streams) seat(account models.ID) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.of[account] >= cmp.Or(s.each, MostStreamsEach):
		return nil, &models.Error{Kind: models.TooMany, Key: "stream.too_many", Err: models.TooSoon{Wait: seatAgain}}
	case s.all >= cmp.Or(s.most, MostStreams):
		return nil, &models.Error{Kind: models.Unavailable, Key: "stream.full"}
	}
	if s.of == nil {
		s.of = make(map[models.ID]int)
	}
	s.all++
	s.of[account]++
	return sync.OnceFunc(func() { s.leave(account) }), nil
}

func (s *streams) leave(account models.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.of[account]--; s.of[account] == 0 {
		delete(s.of, account)
	}
}

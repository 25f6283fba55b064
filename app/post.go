package app

import (
	"errors"
	"sync"
	"time"
)

// How many messages are handed over at once, and how many may wait for that: a server for
// mail that is slow or gone must not fill ours up.
const (
	mostPosting = 8
	mostPosted  = 1000
)

var errPostFull = errors.New("too many messages wait")

// post hands messages over, a few at a time, and remembers how the last went. The zero
// post is ready.
type post struct {
	mu           sync.Mutex
	places       chan struct{}
	held         int // that wait, or are being handed over
	sent, failed time.Time
}

// take makes room for one more message, or says that there is none.
func (p *post) take() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.places == nil {
		p.places = make(chan struct{}, mostPosting)
	}
	if p.held == mostPosted {
		return errPostFull
	}
	p.held++
	return nil
}

// hand waits for a turn and hands one message over that room was made for. Those that have
// no turn yet when the server ends are given up.
func (p *post) hand(ending <-chan struct{}, over func() error) error {
	defer func() {
		p.mu.Lock()
		p.held--
		p.mu.Unlock()
	}()
	select {
	case p.places <- struct{}{}:
	default:
		select {
		case p.places <- struct{}{}:
		case <-ending:
			return errPostFull
		}
	}
	defer func() { <-p.places }()
	return over()
}

func (p *post) waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

func (p *post) note(at time.Time, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.failed = at
	} else {
		p.sent = at
	}
}

func (p *post) status() MailStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	return MailStatus{Sent: p.sent, Failed: p.failed}
}

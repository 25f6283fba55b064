package app

import (
	"errors"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

const (
	beatEvery  = 15 * time.Second       // so that no proxy ends a quiet stream
	checkEvery = time.Second            // whether the sign-in still lives
	staysTrue  = 100 * time.Millisecond // of a decision until its event is sent
	unsent     = 64                     // notices that may wait for a slow connection before it has to start anew
)

// hear is a courier's call: it waits for nothing but a reader. It says false when the listener
// may know nothing any more, or is too slow to be told everything.
func (w *watch) hear(m live.Moment, n live.Notice) bool {
	read := m.(*gate.Moment).Read
	if !w.claim() {
		concerns, err := w.concerned(n, read)
		return w.noted(err) && (!concerns || w.wait(n))
	}
	event, err := w.decided(n, read)
	switch {
	case errors.Is(err, gate.ErrAlone):
		w.next <- due{notice: n}
	case err != nil:
		return w.noted(err) // claimed for good: nothing more is told
	case event != nil:
		w.next <- due{n, event, w.app.now()}
	default:
		w.release()
	}
	return true
}

func (w *watch) noted(err error) bool {
	if err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.why = err
	}
	return err == nil
}

// claim takes the stream, unless somebody has it.
func (w *watch) claim() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy {
		return false
	}
	w.busy = true
	return true
}

// release gives it back, or hands what waits to the stream.
func (w *watch) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy = len(w.waits) > 0; w.busy {
		w.next <- due{notice: w.waits[0]}
		w.waits = w.waits[1:]
	}
}

// wait leaves a notice for later; false is that too many wait already.
func (w *watch) wait(n live.Notice) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !w.busy:
		w.busy = true
		w.next <- due{notice: n}
	case len(w.waits) == unsent:
		return false
	default:
		w.waits = append(w.waits, n)
	}
	return true
}

// concerned reports whether the listener may know anything of a notice. What they may not
// know does not wait for them: where it filled a queue, they would be told how much there was.
func (w *watch) concerned(n live.Notice, read reading) (bool, error) {
	var event *Event
	err := read(w.ctx, w.who, w.in.Plan, models.ByLive, func(p *gate.Pass) error {
		var err error
		event, err = w.decide(p, n)
		return err
	})
	if errors.Is(err, gate.ErrAlone) {
		return true, nil
	}
	return event != nil, err
}

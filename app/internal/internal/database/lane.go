package database

import (
	"context"
	"runtime"
	"time"
)

const (
	queueLength = 1024            // writes that may wait for their turn
	placeWithin = 2 * time.Second // that one more waits for a place among them, before it is told to come again
	mostAtOnce  = 256             // writes in one commit
)

// lane is a queue with one writer. SQLite has one. PostgreSQL has one for what is
// about no single plan, where all servers take turns, and a few for the access records.
type lane struct {
	db     *DB
	line   *line
	jobs   chan *job
	commit func(*lane, []*job)
	begin  string
}

func newLane(db *DB, l *line, begin string, commit func(*lane, []*job)) *lane {
	return &lane{db: db, line: l, jobs: make(chan *job, queueLength), begin: begin, commit: commit}
}

func (n *lane) wait(ctx context.Context, j *job) error {
	if err := n.queue(ctx, j); err != nil {
		return err
	}
	select {
	case <-j.done:
		return j.err
	case <-n.db.finished:
	}
	select {
	case <-j.done: // both at once: it is on the disk
		return j.err
	default:
		return unavailable(errClosed)
	}
}

// queue takes a place among those that wait. One that finds none was not begun, and says so.
func (n *lane) queue(ctx context.Context, j *job) error {
	if n.db.outdated.Load() {
		return unavailable(ErrNewer)
	}
	return place(ctx, n.jobs, j)
}

// place puts one among those that wait. Where there is no place for a while it is not, which errBusy says.
func place[T any](ctx context.Context, among chan<- T, one T) error {
	select {
	case among <- one:
		return nil
	case <-ctx.Done():
		return unavailable(ctx.Err())
	default:
	}
	within, cancel := context.WithTimeout(ctx, placeWithin)
	defer cancel()
	select {
	case among <- one:
		return nil
	case <-within.Done():
		return errBusy
	}
}

func (n *lane) later(j *job) bool {
	if n.db.outdated.Load() {
		return false
	}
	j.done = make(chan struct{})
	select {
	case n.jobs <- j:
		return true
	default:
		return false
	}
}

// work is the one writer of a lane. It takes whatever waits and commits it together,
// so that one wait for the disk serves all.
func (n *lane) work() {
	for {
		select {
		case j := <-n.jobs:
			n.finish(n.gather(j))
		case <-n.db.closing:
			for {
				select {
				case j := <-n.jobs:
					n.finish(n.gather(j))
				default:
					return
				}
			}
		}
	}
}

// gather takes what waits. Whoever is ready to run may run first, and hand in what then
// goes with the same wait for the disk; where nobody is, the writer goes on at once.
func (n *lane) gather(first *job) []*job {
	runtime.Gosched()
	batch := []*job{first}
	for len(batch) < mostAtOnce {
		select {
		case j := <-n.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

func (n *lane) finish(batch []*job) {
	defer func() {
		for _, j := range batch {
			close(j.done)
		}
	}()
	n.commit(n, batch)
}

// Waiting is how many writes wait for their turn.
func (db *DB) Waiting() int {
	n := len(db.general.jobs) + len(db.waiting)
	for _, l := range db.lanes {
		if l != db.general {
			n += len(l.jobs)
		}
	}
	return n
}

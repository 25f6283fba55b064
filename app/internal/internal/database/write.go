package database

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"handrail/models"
)

const (
	queueLength = 1024            // writes that may wait for their turn
	placeWithin = 2 * time.Second // that one more waits for a place among them, before it is told to come again
	mostAtOnce  = 256             // writes in one commit
)

// job is one write that waits for its turn.
type job struct {
	plan  string // whose row PostgreSQL holds meanwhile; empty: none yet
	do    func(*Tx) error
	after func(*Tx, error) error // runs in the same commit once do was rolled back; may be nil
	plain bool                   // needs no savepoint, see Append
	err   error
	done  chan struct{}
}

// Change runs do in the writer's turn and returns once what it did is on the
// disk. An error or a panic takes back this write alone.
func (db *DB) Change(ctx context.Context, do func(*Tx) error) error {
	return db.ChangeOr(ctx, do, nil)
}

// ChangeOr is Change; when do fails, after runs in the same commit and keeps
// what it writes: the record of a refusal. What that could not finish is taken back.
func (db *DB) ChangeOr(ctx context.Context, do func(*Tx) error, after func(*Tx, error) error) error {
	return db.general.wait(ctx, &job{do: do, after: after, done: make(chan struct{})})
}

// ChangePlan is ChangeOr for a write about one plan, which waits for no other plan's
// where the database can do several at once.
func (db *DB) ChangePlan(ctx context.Context, plan string, do func(*Tx) error, after func(*Tx, error) error) error {
	if db.alone == nil {
		return db.ChangeOr(ctx, do, after)
	}
	l, err := db.take(ctx, db.alone)
	if err != nil {
		return err
	}
	defer func() { db.alone <- l }()
	j := &job{plan: plan, do: do, after: after}
	db.runAlone(l, j, func(tx *Tx) error { return tx.Hold(plan) })
	return j.err
}

// Append is Change for a write about one plan that looks first and writes last: it
// fails before it has written, or the whole commit fails with it, so that it needs no savepoint.
func (db *DB) Append(ctx context.Context, plan string, do func(*Tx) error) error {
	return db.laneOf(plan).wait(ctx, &job{plan: plan, do: do, plain: true, done: make(chan struct{})})
}

// Later queues a write that nobody waits for. When the queue is full it is
// dropped and false is returned.
func (db *DB) Later(do func(*Tx) error) bool { return db.general.later(&job{do: do}) }

// LaterPlan is Later for a write about one plan.
func (db *DB) LaterPlan(plan string, do func(*Tx) error) bool {
	return db.laneOf(plan).later(&job{plan: plan, do: do})
}

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
	select {
	case n.jobs <- j:
		return nil
	case <-ctx.Done():
		return unavailable(ctx.Err())
	default:
	}
	within, cancel := context.WithTimeout(ctx, placeWithin)
	defer cancel()
	select {
	case n.jobs <- j:
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

// together commits a batch as one transaction.
func (n *lane) together(batch []*job) {
	tx := n.db.writing(n.line)
	err := n.commitAll(tx, batch)
	n.db.note(tx, cmp.Or(err, failed(batch)))
	if err != nil {
		for _, j := range batch {
			j.err = unavailable(err) // whatever each would have been told, nothing of it stands
		}
		n.rest()
	}
}

// failed is what went wrong with the disk in a batch that stands but for that.
func failed(batch []*job) error {
	for _, j := range batch {
		if models.KindOf(j.err) == models.Unavailable {
			return j.err
		}
	}
	return nil
}

func (n *lane) commitAll(tx *Tx, batch []*job) error {
	if err := n.db.current(n.line); err != nil {
		return err
	}
	if _, err := n.line.exec(n.begin); err != nil {
		return err
	}
	if err := tx.Hold(plansOf(batch)...); err != nil {
		return err
	}
	for _, j := range batch {
		if err := n.turn(tx, j); err != nil {
			return err
		}
	}
	return tx.commit()
}

// turn gives one job its savepoint. The error is the whole commit's, not the job's.
func (n *lane) turn(tx *Tx, j *job) error {
	before := len(tx.less)
	if j.plain {
		writes := tx.writes
		if j.err = safely(j.do, tx); j.err != nil && (tx.writes > writes || models.KindOf(j.err) == models.Unavailable) {
			return j.err // what it wrote cannot be taken back by itself
		}
		return nil
	}
	if _, err := n.line.exec("SAVEPOINT turn"); err != nil {
		return err
	}
	if j.err = safely(j.do, tx); j.err != nil {
		if err := n.back(tx, before); err != nil {
			return err
		}
		if err := afterwards(tx, j); err != nil {
			if err := n.back(tx, before); err != nil {
				return err
			}
		}
	}
	_, err := n.line.exec("RELEASE turn")
	return err
}

// back takes a job back alone.
func (n *lane) back(tx *Tx, before int) error {
	if _, err := n.line.exec("ROLLBACK TO turn"); err != nil {
		return unavailable(err) // a full or failing disk has taken back the whole transaction
	}
	tx.less = tx.less[:before]
	return nil
}

// afterwards writes what is kept of a job that failed. Its own error is logged and changes
// nothing for whoever asked; a panic in it must not end the one writer.
func afterwards(tx *Tx, j *job) error {
	if j.after == nil {
		return nil
	}
	because := j.err
	err := safely(func(tx *Tx) error { return j.after(tx, because) }, tx)
	if err != nil {
		slog.Warn("database: a refusal was not recorded", "error", err)
	}
	return err
}

// rest brings the connection back after a failed commit; where that fails too
// it takes a new one.
func (n *lane) rest() {
	if _, err := n.line.exec("ROLLBACK"); err == nil {
		return
	}
	if err := n.line.mend(); err != nil {
		slog.Error("database: no connection to write with", "error", err)
	}
}

func safely(do func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("database: a write panicked", "stack", string(debug.Stack()))
			err = &models.Error{Kind: models.Internal, Key: "error.internal", Err: fmt.Errorf("panic in a write")}
		}
	}()
	return do(tx)
}

// Waiting is how many writes wait for their turn.
func (db *DB) Waiting() int {
	n := len(db.general.jobs)
	for _, l := range db.lanes {
		if l != db.general {
			n += len(l.jobs)
		}
	}
	return n
}

package database

import (
	"context"
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
	l, err := db.takeAlone(ctx)
	if err != nil {
		return err
	}
	defer db.alone.put(l)
	j := &job{plan: plan, do: do, after: after}
	db.runAlone(l, j, func(tx *Tx) error { return tx.Hold(plan) })
	return j.err
}

// takeAlone waits for a connection for a write about one plan, where not too many wait already.
func (db *DB) takeAlone(ctx context.Context) (*line, error) {
	if err := place(ctx, db.waiting, struct{}{}); err != nil {
		return nil, err
	}
	defer func() { <-db.waiting }()
	return db.take(ctx, db.alone)
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

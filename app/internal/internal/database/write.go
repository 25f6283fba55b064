package database

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"handrail/models"
)

const (
	queueLength = 1024 // writes that may wait before the server says "busy"
	mostAtOnce  = 256  // writes in one commit
)

// job is one write that waits for its turn.
type job struct {
	do    func(*Tx) error
	after func(*Tx, error) // runs in the same commit once do was rolled back; may be nil
	plain bool             // needs no savepoint, see Append
	err   error
	done  chan struct{}
}

// Change runs do in the writer's turn and returns once what it did is on the
// disk. An error or a panic takes back this write alone.
func (db *DB) Change(ctx context.Context, do func(*Tx) error) error {
	return db.ChangeOr(ctx, do, nil)
}

// ChangeOr is Change; when do fails, after runs in the same commit and keeps
// what it writes: the record of a refusal.
func (db *DB) ChangeOr(ctx context.Context, do func(*Tx) error, after func(*Tx, error)) error {
	return db.wait(ctx, &job{do: do, after: after, done: make(chan struct{})})
}

// Append is Change for a write that looks first and writes last: it fails before
// it has written, or the whole commit fails with it, so that it needs no savepoint.
func (db *DB) Append(ctx context.Context, do func(*Tx) error) error {
	return db.wait(ctx, &job{do: do, plain: true, done: make(chan struct{})})
}

func (db *DB) wait(ctx context.Context, j *job) error {
	select {
	case db.jobs <- j:
	case <-ctx.Done():
		return unavailable(ctx.Err())
	}
	select {
	case <-j.done:
		return j.err
	case <-db.finished:
		return unavailable(errClosed)
	}
}

// Later queues a write that nobody waits for. When the queue is full it is
// dropped and false is returned.
func (db *DB) Later(do func(*Tx) error) bool {
	select {
	case db.jobs <- &job{do: do, done: make(chan struct{})}:
		return true
	default:
		return false
	}
}

// work is the one writer. It takes whatever waits and commits it together, so
// that one wait for the disk serves all.
func (db *DB) work() {
	defer close(db.finished)
	for {
		select {
		case j := <-db.jobs:
			db.commit(db.gather(j))
		case <-db.closing:
			for {
				select {
				case j := <-db.jobs:
					db.commit(db.gather(j))
				default:
					return
				}
			}
		}
	}
}

func (db *DB) gather(first *job) []*job {
	batch := []*job{first}
	for len(batch) < mostAtOnce {
		select {
		case j := <-db.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

func (db *DB) commit(batch []*job) {
	defer func() {
		for _, j := range batch {
			close(j.done)
		}
	}()
	if err := db.commitAll(batch); err != nil {
		for _, j := range batch {
			j.err = err
		}
		db.rest()
	}
}

func (db *DB) commitAll(batch []*job) error {
	if _, err := db.writer.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	tx := &Tx{line: db.writer, gorm: db.gorm}
	for _, j := range batch {
		if err := db.turn(tx, j); err != nil {
			return err
		}
	}
	if err := db.keepNarrowings(tx); err != nil {
		return unavailable(err)
	}
	_, err := db.writer.exec("COMMIT")
	return err
}

// turn gives one job its savepoint. The error is the whole commit's, not the job's.
func (db *DB) turn(tx *Tx, j *job) error {
	before := len(tx.less)
	if j.plain {
		if j.err = safely(j.do, tx); models.KindOf(j.err) == models.Unavailable {
			return j.err
		}
		return nil
	}
	if _, err := db.writer.exec("SAVEPOINT turn"); err != nil {
		return err
	}
	if j.err = safely(j.do, tx); j.err != nil {
		if _, err := db.writer.exec("ROLLBACK TO turn"); err != nil {
			return unavailable(j.err) // a full or failing disk has taken back the whole transaction
		}
		tx.less = tx.less[:before]
		if j.after != nil {
			j.after(tx, j.err)
		}
	}
	_, err := db.writer.exec("RELEASE turn")
	return err
}

// rest brings the connection back after a failed commit; where that fails too
// it takes a new one.
func (db *DB) rest() {
	if _, err := db.writer.exec("ROLLBACK"); err == nil {
		return
	}
	if err := db.writer.mend(); err != nil {
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
func (db *DB) Waiting() int { return len(db.jobs) }

package database

import (
	"cmp"
	"fmt"
	"log/slog"
	"runtime/debug"

	"handrail/models"
)

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

package database

import (
	"context"
	"errors"
)

// ErrStillRead is a log that could not be cut, because somebody reads the database as it was before.
var ErrStillRead = errors.New("database: what was overwritten is still being read")

// Overwritten says that the log may hold what is to be gone for good: Flush takes it out. It is
// so from the start, for whoever was killed before that.
func (db *DB) Overwritten() { db.unflushed.Store(true) }

// Flush moves what the log holds into the database and cuts the log to nothing, so that
// what was overwritten is left in neither; it does nothing where nothing was. Whoever reads from
// before, such as a backup, keeps it from that: ErrStillRead, and the next one tries again.
// PostgreSQL sees to its own.
func (db *DB) Flush(ctx context.Context) error {
	if db.post != nil || !db.unflushed.Swap(false) {
		return nil
	}
	err := db.Peek(ctx, cutLog)
	if err != nil {
		db.Overwritten()
	}
	return err
}

// cutLog waits for readers a quarter of a second at most: writers wait along.
func cutLog(tx *Tx) error {
	var milliseconds, busy, log, moved int
	if err := tx.One("PRAGMA busy_timeout = 250", nil, &milliseconds); err != nil {
		return err
	}
	err := errors.Join(
		tx.One("PRAGMA wal_checkpoint(TRUNCATE)", nil, &busy, &log, &moved),
		tx.One("PRAGMA busy_timeout = 5000", nil, &milliseconds), // as every connection has
	)
	if err == nil && busy != 0 {
		return ErrStillRead
	}
	return err
}

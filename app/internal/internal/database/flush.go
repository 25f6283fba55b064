package database

import "context"

// Flush moves what the log holds into the database and cuts the log to nothing,
// so that what was overwritten is not left in it. Readers may keep it from doing
// all at once; the next one goes on. PostgreSQL sees to its own.
func (db *DB) Flush(ctx context.Context) error {
	if db.post != nil {
		return nil
	}
	return db.Peek(ctx, func(tx *Tx) error {
		var busy, log, moved int
		return tx.One("PRAGMA wal_checkpoint(TRUNCATE)", nil, &busy, &log, &moved)
	})
}

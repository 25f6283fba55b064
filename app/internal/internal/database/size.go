package database

import (
	"context"
	"os"
)

// Size is how many bytes the database takes: the file and its log, or what PostgreSQL says.
func (db *DB) Size(ctx context.Context) (size int64, err error) {
	if db.post != nil {
		return size, db.Peek(ctx, func(tx *Tx) error {
			return tx.One("SELECT pg_database_size(current_database())", nil, &size)
		})
	}
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(db.file + tail); err == nil {
			size += info.Size()
		}
	}
	return size, nil
}

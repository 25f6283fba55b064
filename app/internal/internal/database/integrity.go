package database

import "context"

// Integrity is what the database finds wrong with itself, on SQLite at most a
// hundred lines; nothing when all is well.
func (db *DB) Integrity(ctx context.Context) ([]string, error) {
	if db.post != nil {
		return db.postIntegrity(ctx)
	}
	var faults []string
	err := db.View(ctx, func(tx *Tx) error {
		for _, pragma := range []string{"PRAGMA integrity_check(100)", "PRAGMA foreign_key_check"} {
			if err := tx.faults(pragma, &faults); err != nil {
				return err
			}
		}
		return nil
	})
	return faults, err
}

func (t *Tx) faults(pragma string, into *[]string) error {
	rows, err := t.Query(pragma)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		first, rest := "", make([]any, len(names))
		for i := range rest {
			rest[i] = new(any)
		}
		rest[0] = &first
		if err := rows.Scan(rest...); err != nil {
			return err
		}
		if first != "ok" {
			*into = append(*into, first)
		}
	}
	return rows.Err()
}

package gate

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// wrapsAtOnce is how many plans' keys are wrapped anew in one write.
const wrapsAtOnce = 200

// Rewrap wraps every plan's data key under the newest master key. It can be cut
// short at any moment and goes on the next time; what is sealed under a data key stays as it is.
func (g *Gate) Rewrap(ctx context.Context) error {
	for {
		done := 0
		if err := g.db.Change(ctx, func(tx *database.Tx) (err error) {
			done, err = g.rewrapSome(tx)
			return err
		}); err != nil || done == 0 {
			return err
		}
	}
}

func (g *Gate) rewrapSome(tx *database.Tx) (int, error) {
	keys, err := wrappedBefore(tx, g.ring.Newest())
	if err != nil {
		return 0, err
	}
	for plan, wrapped := range keys {
		next, _, err := g.ring.Rewrap(string(plan), wrapped)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE plans SET key = ? WHERE id = ?", next, string(plan)); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}

func wrappedBefore(tx *database.Tx, newest byte) (map[models.ID][]byte, error) {
	rows, err := tx.Query("SELECT id, key FROM plans WHERE substr(key, 1, 1) <> ? LIMIT ?", []byte{newest}, wrapsAtOnce)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[models.ID][]byte)
	for rows.Next() {
		var id models.ID
		var key []byte
		if err := rows.Scan(&id, &key); err != nil {
			return nil, err
		}
		out[id] = key
	}
	return out, rows.Err()
}

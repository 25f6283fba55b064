package gate

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"handrail/app/internal/internal/database"
)

// Heads is the end of every list in which something stands.
func (g *Gate) Heads(ctx context.Context) ([]Head, error) {
	var out []Head
	err := g.db.View(ctx, func(tx *database.Tx) error {
		heads, err := chainHeads(tx)
		out = slices.DeleteFunc(heads, func(h Head) bool { return h.Records == 0 })
		return err
	})
	return out, err
}

// Lost is those of the heads which the lists once had and now do not hold: whoever
// took records off the end of a list, and mended the rest, is found by that. A plan that is
// gone was erased.
func (g *Gate) Lost(ctx context.Context, heads []Head) ([]Head, error) {
	var out []Head
	err := g.db.View(ctx, func(tx *database.Tx) error {
		for _, h := range heads {
			held, err := holds(tx, h)
			if err != nil {
				return err
			}
			if !held {
				out = append(out, h)
			}
		}
		return nil
	})
	return out, err
}

func holds(tx *database.Tx, h Head) (bool, error) {
	var hash []byte
	err := tx.One("SELECT hash FROM access_records WHERE plan = ? AND number = ?", []any{string(h.Plan), h.Records}, &hash)
	if err == nil {
		return string(hash) == string(h.Chain), nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	var there int
	err = tx.One("SELECT count(*) FROM plans WHERE id = ?", []any{string(h.Plan)}, &there)
	return there == 0, err
}

package gate

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

type chainHead struct {
	plan    models.ID
	records int64
	chain   []byte
}

// CheckChains walks every plan's access records and gives the first place in each
// where a record was changed, added or taken out by somebody without the key.
func (g *Gate) CheckChains(ctx context.Context) ([]Breach, error) {
	var out []Breach
	err := g.db.View(ctx, func(tx *database.Tx) error {
		heads, err := chainHeads(tx)
		if err != nil {
			return err
		}
		for _, h := range heads {
			b, err := g.checkChain(tx, h.plan, h.records, h.chain)
			if err != nil {
				return err
			}
			if b != nil {
				out = append(out, *b)
			}
		}
		return nil
	})
	return out, err
}

func chainHeads(tx *database.Tx) ([]chainHead, error) {
	rows, err := tx.Query("SELECT id, records, chain FROM plans ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []chainHead
	for rows.Next() {
		var h chainHead
		if err := rows.Scan(&h.plan, &h.records, &h.chain); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

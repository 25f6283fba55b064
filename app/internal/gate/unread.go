package gate

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Unread is how many records of a kind in a plan cannot be opened any more: bytes of them were
// changed by a failing disk, or by somebody.
type Unread struct {
	Plan  models.ID
	Kind  models.Kind
	Count int
}

// CheckWords opens every record of every plan, looks at no word, and gives those that do not open.
func (g *Gate) CheckWords(ctx context.Context, report func(done, total int64)) ([]Unread, error) {
	var out []Unread
	keys := make(map[models.ID][]byte)
	var plans []models.ID
	if err := g.db.View(ctx, func(tx *database.Tx) error { return planKeys(tx, &plans, keys) }); err != nil {
		return nil, err
	}
	for i, plan := range plans {
		err := g.db.View(ctx, func(tx *database.Tx) error {
			v := &visit{plan: plan, tx: tx}
			var err error
			if v.key, err = g.ring.PlanKey(string(plan), keys[plan]); err != nil {
				out = append(out, Unread{Plan: plan, Kind: "key", Count: 1})
				return nil
			}
			found, err := v.unread()
			out = append(out, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
		report(int64(i+1), int64(len(plans)))
	}
	return out, nil
}

func planKeys(tx *database.Tx, plans *[]models.ID, keys map[models.ID][]byte) error {
	rows, err := tx.Query("SELECT id, key FROM plans ORDER BY id")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id models.ID
		var key []byte
		if err := rows.Scan(&id, &key); err != nil {
			return err
		}
		*plans, keys[id] = append(*plans, id), key
	}
	return rows.Err()
}

func (v *visit) unread() (out []Unread, err error) {
	for _, made := range everyKind {
		k := made()
		n, err := v.unreadOf(k)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Unread{Plan: v.plan, Kind: k.Kind(), Count: n})
		}
	}
	for _, b := range everyBound {
		n, err := v.unreadBound(b)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Unread{Plan: v.plan, Kind: b.kind, Count: n})
		}
	}
	return out, nil
}

func (v *visit) unreadOf(k models.Kept) (n int, err error) {
	rows, err := v.tx.Query("SELECT "+packed+" FROM "+string(k.Kind())+" WHERE plan = ?", string(v.plan))
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r row
		if r.scan(rows) != nil || v.open(&r, newOf(k.Kind())) != nil {
			n++
		}
	}
	return n, rows.Err()
}

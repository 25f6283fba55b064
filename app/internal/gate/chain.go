package gate

import (
	"context"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Head is the end of a plan's list of who has looked: how many records there are
// and the hash of the last.
type Head struct {
	Plan    models.ID
	Records int64
	Chain   []byte
}

// CheckChains walks every plan's access records and gives the first place in each
// where a record was changed, added or taken out by somebody without the key.
func (g *Gate) CheckChains(ctx context.Context, report func(done, total int64)) ([]Breach, error) {
	var out []Breach
	err := g.db.View(ctx, func(tx *database.Tx) error {
		heads, err := chainHeads(tx)
		if err != nil {
			return err
		}
		for i, h := range heads {
			b, err := g.checkChain(tx, h.Plan, h.Records, h.Chain)
			if err != nil {
				return err
			}
			if b != nil {
				out = append(out, *b)
			}
			report(int64(i+1), int64(len(heads)))
		}
		return nil
	})
	return out, err
}

func chainHeads(tx *database.Tx) ([]Head, error) {
	rows, err := tx.Query("SELECT id, records, chain FROM plans ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Head
	for rows.Next() {
		var h Head
		if err := rows.Scan(&h.Plan, &h.Records, &h.Chain); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// Breach is a place where a plan's chain of access records does not hold.
type Breach struct {
	Plan   models.ID
	Number int64
}

// checkChain walks one plan's records.
func (g *Gate) checkChain(tx *database.Tx, plan models.ID, records int64, head []byte) (*Breach, error) {
	rows, err := tx.Query(`SELECT number, at, account, act, how, allowed, sections, hash FROM access_records
		WHERE plan = ? ORDER BY number`, string(plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var before []byte
	var last int64
	for rows.Next() {
		var r record
		var hash []byte
		if err := rows.Scan(&r.number, &r.at, &r.account, &r.act, &r.how, &r.allowed, &r.sections, &hash); err != nil {
			return nil, err
		}
		if r.number != last+1 || string(g.ring.ChainHash(r.line(plan, before))) != string(hash) {
			return &Breach{Plan: plan, Number: last + 1}, nil
		}
		last, before = r.number, hash
	}
	if last != records || string(before) != string(head) {
		return &Breach{Plan: plan, Number: last + 1}, rows.Err()
	}
	return nil, rows.Err()
}

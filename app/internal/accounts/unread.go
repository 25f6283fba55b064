package accounts

import (
	"context"
	"slices"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// CheckWords opens the sealed part of every account and of every sign-in, looks at no word, and
// gives the accounts of which something does not open.
func (a *Accounts) CheckWords(ctx context.Context) ([]models.ID, error) {
	var out []models.ID
	for text, at := range map[string]func(models.ID) seal.Place{
		"SELECT id, id, body FROM accounts":      place,
		"SELECT account, id, body FROM sign_ins": signInPlace,
	} {
		if err := a.db.View(ctx, func(tx *database.Tx) error { return a.unread(tx, text, at, &out) }); err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (a *Accounts) unread(tx *database.Tx, text string, at func(models.ID) seal.Place, into *[]models.ID) error {
	rows, err := tx.Query(text)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var account, id models.ID
		var body seal.Text
		err := rows.Scan(&account, &id, &body)
		if err == nil {
			_, err = a.ring.Service().Open(body, at(id))
		}
		if err != nil {
			*into = append(*into, account)
		}
	}
	return rows.Err()
}

package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

const accountFrom = `SELECT a.id, a.proved, a.lead, a.asked_for, a.works, a.created_at, a.code_seen, a.body, coalesce(p.id, ''),
	coalesce(p.held_at, 0), coalesce(p.held_why, ''), coalesce(p.erase_at, 0), coalesce(p.account_goes, 0)
	FROM accounts a LEFT JOIN plans p ON p.owner = a.id WHERE `

const accountText = accountFrom + "a.disabled_at = 0 "

// Account is one account, else ErrNotFound.
func (a *Accounts) Account(ctx context.Context, id models.ID) (acc models.Account, err error) {
	err = a.db.View(ctx, func(tx *database.Tx) error {
		acc, err = a.accountIn(tx, id)
		return err
	})
	return acc, err
}

func (a *Accounts) accountIn(tx *database.Tx, id models.ID) (models.Account, error) {
	return only(a.listIn(tx, accountText+"AND a.id = ?", string(id)))
}

// ByEmail is the account with an address, else ErrNotFound.
func (a *Accounts) ByEmail(ctx context.Context, email string) (models.Account, error) {
	normal, _ := models.NormalEmail(email)
	return only(a.list(ctx, accountText+"AND a.email_hash = ?", a.ring.AddressHash(normal)))
}

// All is every account, oldest first: for the command line alone.
func (a *Accounts) All(ctx context.Context) ([]models.Account, error) {
	return a.list(ctx, accountText+"ORDER BY a.created_at, a.id")
}

// Waiting is the accounts that asked to be confirmed, or are: nobody else
// (RULES.md 21).
func (a *Accounts) Waiting(ctx context.Context) ([]models.Account, error) {
	return a.list(ctx, accountText+"AND (a.asked_for <> '' OR a.works <> '') ORDER BY a.works <> '', a.created_at, a.id")
}

func only(found []models.Account, err error) (models.Account, error) {
	if err != nil {
		return models.Account{}, err
	}
	if len(found) != 1 {
		return models.Account{}, models.ErrNotFound
	}
	return found[0], nil
}

// list takes texts from this file alone.
func (a *Accounts) list(ctx context.Context, text string, args ...any) (out []models.Account, err error) {
	err = a.db.View(ctx, func(tx *database.Tx) error {
		out, err = a.listIn(tx, text, args...)
		return err
	})
	return out, err
}

func (a *Accounts) listIn(tx *database.Tx, text string, args ...any) ([]models.Account, error) {
	rows, err := tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Account
	for rows.Next() {
		acc, err := a.scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, acc)
	}
	return out, rows.Err()
}

func (a *Accounts) scan(row interface{ Scan(...any) error }) (models.Account, error) {
	var acc models.Account
	var created, held, erase database.Micros
	var body seal.Text
	if err := row.Scan(&acc.ID, &acc.Proved, &acc.Lead, &acc.AskedFor, &acc.Works, &created, &acc.CodeSeen, &body, &acc.Plan,
		&held, &acc.Hold.Why, &erase, &acc.Hold.AccountGoes); err != nil {
		return acc, err
	}
	acc.CreatedAt, acc.Hold.Since, acc.Hold.EraseAt = created.Time(), held.Time(), erase.Time()
	w, err := openWords(a.ring, acc.ID, body)
	acc.Email, acc.Name, acc.Zone, acc.NextEmail = w.Email, w.Name, w.Zone, w.NextEmail
	return acc, err
}

// Empty reports whether there is no account yet.
func (a *Accounts) Empty(ctx context.Context) (bool, error) {
	var one int
	err := a.db.View(ctx, func(tx *database.Tx) error { return tx.One("SELECT 1 FROM accounts LIMIT 1", nil, &one) })
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return false, err
}

// Names gives accounts' names.
func (a *Accounts) Names(ctx context.Context, ids []models.ID) (names map[models.ID]string, err error) {
	err = a.db.View(ctx, func(tx *database.Tx) error {
		names, err = NamesIn(a.ring)(tx, ids)
		return err
	})
	return names, err
}

// NamesIn gives accounts' names inside a transaction; one that is gone has none.
func NamesIn(ring *seal.Keyring) func(tx *database.Tx, ids []models.ID) (map[models.ID]string, error) {
	return func(tx *database.Tx, ids []models.ID) (map[models.ID]string, error) {
		list, err := json.Marshal(append([]models.ID{}, ids...))
		if err != nil {
			return nil, err
		}
		rows, err := tx.Query("SELECT id, body FROM accounts WHERE id IN (SELECT value FROM json_each(?))", string(list))
		if err != nil {
			return nil, err
		}
		defer func() { _ = rows.Close() }()
		names := make(map[models.ID]string, len(ids))
		for rows.Next() {
			var id models.ID
			var body seal.Text
			if err := rows.Scan(&id, &body); err != nil {
				return nil, err
			}
			w, err := openWords(ring, id, body)
			if err != nil {
				return nil, err
			}
			names[id] = w.Name
		}
		return names, rows.Err()
	}
}

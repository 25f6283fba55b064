package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// NewAccount is what an account begins with.
type NewAccount struct {
	Email, Name, Password string
	Lead, Proved          bool
	Works, AskedFor       models.Role
}

const maxName = 100 // characters in a name

// ErrTaken is an address that has an account.
var ErrTaken = &models.Error{Kind: models.Conflict, Key: "account.taken"}

// words is the sealed part of an account.
type words struct{ Email, Name string }

func place(id models.ID) seal.Place { return seal.At("accounts", string(id)) }

// Add makes an account and its plan, and gives its recovery code this once. The work
// is the same whether or not the address is taken: ErrTaken.
func (a *Accounts) Add(ctx context.Context, in NewAccount) (models.Account, string, error) {
	email, err := a.check(&in)
	if err != nil {
		return models.Account{}, "", err
	}
	hash, err := a.hash.make(ctx, in.Password)
	if err != nil {
		return models.Account{}, "", err
	}
	code := newSecret()
	account := models.Account{
		ID: models.NewID(), Email: email, Name: in.Name, Proved: in.Proved, Lead: in.Lead,
		AskedFor: in.AskedFor, Works: in.Works, CreatedAt: a.now(),
	}
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.insert(tx, account, hash, code); err != nil {
			return err
		}
		account.Plan, err = a.found(tx, account.ID)
		return err
	})
	if errors.Is(err, database.ErrTaken) {
		err = ErrTaken
	}
	if err != nil {
		return models.Account{}, "", err
	}
	return account, readable(code), nil
}

func (a *Accounts) check(in *NewAccount) (string, error) {
	var problems []models.Problem
	email, fine := models.NormalEmail(in.Email)
	if !fine {
		problems = append(problems, models.Problem{Field: "email", Key: "field.not_an_address"})
	}
	in.Name = strings.TrimSpace(in.Name)
	if key := nameFault(in.Name); key != "" {
		problems = append(problems, models.Problem{Field: "name", Key: key, Args: map[string]any{"Max": maxName}})
	}
	if key := passwordFault(in.Password, email); key != "" {
		problems = append(problems, models.Problem{Field: "password", Key: key, Args: map[string]any{"Min": minPassword, "Max": maxPassword}})
	}
	if problems != nil {
		return "", &models.Error{Kind: models.Invalid, Key: "error.invalid", Fields: problems}
	}
	return email, nil
}

func nameFault(name string) string {
	switch {
	case name == "":
		return "field.empty"
	case utf8.RuneCountInString(name) > maxName:
		return "field.too_long"
	case !models.Clean(name) || strings.ContainsAny(name, "\r\n"):
		return "field.unreadable"
	}
	return ""
}

func (a *Accounts) insert(tx *database.Tx, acc models.Account, hash, code string) error {
	body, err := a.sealWords(acc)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, body)
		VALUES (?,?,?,?,?,?,?,?,?,0,?)`, string(acc.ID), a.ring.AddressHash(acc.Email), hash, a.ring.CodeHash(code), acc.Proved, acc.Lead,
		string(acc.AskedFor), string(acc.Works), database.At(acc.CreatedAt), body)
	return err
}

func (a *Accounts) sealWords(acc models.Account) (seal.Text, error) {
	plain, err := json.Marshal(words{Email: acc.Email, Name: acc.Name})
	return a.ring.Service().Seal(plain, place(acc.ID)), err
}

const accountText = `SELECT a.id, a.proved, a.lead, a.asked_for, a.works, a.created_at, a.body, coalesce(p.id, '')
	FROM accounts a LEFT JOIN plans p ON p.owner = a.id WHERE a.disabled_at = 0 `

func (a *Accounts) scan(row interface{ Scan(...any) error }) (models.Account, error) {
	var acc models.Account
	var created database.Micros
	var body seal.Text
	if err := row.Scan(&acc.ID, &acc.Proved, &acc.Lead, &acc.AskedFor, &acc.Works, &created, &body, &acc.Plan); err != nil {
		return acc, err
	}
	acc.CreatedAt = created.Time()
	w, err := openWords(a.ring, acc.ID, body)
	acc.Email, acc.Name = w.Email, w.Name
	return acc, err
}

func openWords(ring *seal.Keyring, id models.ID, body seal.Text) (words, error) {
	var w words
	plain, err := ring.Service().Open(body, place(id))
	if err != nil {
		return w, err
	}
	return w, json.Unmarshal(plain, &w)
}

// Account is one account, else ErrNotFound.
func (a *Accounts) Account(ctx context.Context, id models.ID) (models.Account, error) {
	return a.one(ctx, accountText+"AND a.id = ?", string(id))
}

// ByEmail is the account with an address, else ErrNotFound.
func (a *Accounts) ByEmail(ctx context.Context, email string) (models.Account, error) {
	normal, _ := models.NormalEmail(email)
	return a.one(ctx, accountText+"AND a.email_hash = ?", a.ring.AddressHash(normal))
}

func (a *Accounts) one(ctx context.Context, text string, arg any) (models.Account, error) {
	found, err := a.list(ctx, text, arg)
	if err != nil {
		return models.Account{}, err
	}
	if len(found) != 1 {
		return models.Account{}, models.ErrNotFound
	}
	return found[0], nil
}

func (a *Accounts) list(ctx context.Context, text string, args ...any) ([]models.Account, error) {
	var out []models.Account
	err := a.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query(text, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			acc, err := a.scan(rows)
			if err != nil {
				return err
			}
			out = append(out, acc)
		}
		return rows.Err()
	})
	return out, err
}

// All is every account, oldest first: for the command line alone.
func (a *Accounts) All(ctx context.Context) ([]models.Account, error) {
	return a.list(ctx, accountText+"ORDER BY a.created_at, a.id")
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

// NamesIn gives accounts' names inside a transaction; one that is gone has none.
func NamesIn(ring *seal.Keyring) func(tx *database.Tx, ids []models.ID) (map[models.ID]string, error) {
	return func(tx *database.Tx, ids []models.ID) (map[models.ID]string, error) {
		names := make(map[models.ID]string, len(ids))
		for _, id := range ids {
			var body seal.Text
			err := tx.One("SELECT body FROM accounts WHERE id = ?", []any{string(id)}, &body)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return nil, err
			}
			w, err := openWords(ring, id, body)
			if err != nil {
				return nil, err
			}
			names[id] = w.Name
		}
		return names, nil
	}
}

// Names gives accounts' names.
func (a *Accounts) Names(ctx context.Context, ids []models.ID) (names map[models.ID]string, err error) {
	err = a.db.View(ctx, func(tx *database.Tx) error {
		names, err = NamesIn(a.ring)(tx, ids)
		return err
	})
	return names, err
}

package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// NewAccount is what an account begins with. Works and AskedFor are practitioner,
// peer or empty.
type NewAccount struct {
	Email, Name, Password string
	Lead, Proved          bool
	Unseen                bool // nobody is shown the recovery code now
	Works, AskedFor       models.Role
}

// ErrTaken is an address that has an account.
var ErrTaken = &models.Error{Kind: models.Conflict, Key: "account.taken"}

// words is the sealed part of an account.
type words struct {
	Email, Name     string
	Zone, NextEmail string `json:",omitempty"`
}

func place(id models.ID) seal.Place { return seal.At("accounts", string(id)) }

// Add makes an account and its plan, and gives its recovery code this once. The
// work is the same whether or not the address is taken: ErrTaken. What cannot be
// kept is Invalid, by field.
func (a *Accounts) Add(ctx context.Context, in NewAccount) (models.Account, string, error) {
	return a.add(ctx, in, func(*database.Tx, models.ID) error { return nil })
}

// AddByMail is Add for a server that sends mail: nobody is shown the recovery code
// now, and what it gives is a token to mail to the address. The disk is waited for
// once, as for an address that is taken.
func (a *Accounts) AddByMail(ctx context.Context, in NewAccount) (string, error) {
	token := newToken()
	in.Unseen = true
	_, _, err := a.add(ctx, in, func(tx *database.Tx, account models.ID) error { return a.keepProof(tx, account, token) })
	return token, err
}

// add has more done in the transaction that makes the account.
func (a *Accounts) add(ctx context.Context, in NewAccount, more func(*database.Tx, models.ID) error) (models.Account, string, error) {
	email, err := check(&in)
	if err != nil {
		return models.Account{}, "", err
	}
	hash, err := a.hash.make(ctx, in.Password)
	if err != nil {
		return models.Account{}, "", err
	}
	code := newCode()
	account := models.Account{
		ID: models.NewID(), Email: email, Name: in.Name, Proved: in.Proved, Lead: in.Lead,
		AskedFor: in.AskedFor, Works: in.Works, CreatedAt: a.now(), CodeSeen: !in.Unseen,
	}
	err = a.db.ChangeOr(ctx, func(tx *database.Tx) (err error) {
		if err = a.insert(tx, account, hash, code); err != nil {
			return err
		}
		if account.Plan, err = a.found(tx, account.ID); err != nil {
			return err
		}
		return more(tx, account.ID)
	}, waitAlike)
	if errors.Is(err, database.ErrTaken) {
		err = ErrTaken
	}
	if err != nil {
		return models.Account{}, "", err
	}
	return account, models.GroupedCode(code), nil
}

// waitAlike keeps something that means nothing, so that the disk is waited for:
// without it an address that is taken would be answered sooner, by the time of one fsync.
func waitAlike(tx *database.Tx, err error) error {
	if errors.Is(err, database.ErrTaken) {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('wait', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", []byte(newCode()))
		return err
	}
	return nil
}

// check mends the name, and gives the address as it is looked up.
func check(in *NewAccount) (string, error) {
	var problems []models.Problem
	email, fine := models.NormalEmail(in.Email)
	if !fine {
		problems = append(problems, models.Problem{Field: "email", Key: "field.not_an_address"})
	}
	in.Name = strings.TrimSpace(in.Name)
	if p, bad := nameProblem(in.Name); bad {
		problems = append(problems, p)
	}
	if p, bad := passwordProblem(in.Password, email); bad {
		problems = append(problems, p)
	}
	if !works(in.Works) || !works(in.AskedFor) {
		problems = append(problems, models.Problem{Field: "role", Key: "field.not_an_option"})
	}
	if problems != nil {
		return "", invalid(problems...)
	}
	return email, nil
}

func invalid(problems ...models.Problem) error {
	return &models.Error{Kind: models.Invalid, Key: "error.invalid", Fields: problems}
}

func (a *Accounts) insert(tx *database.Tx, acc models.Account, hash, code string) error {
	body, err := a.sealWords(acc)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, code_seen, body)
		VALUES (?,?,?,?,?,?,?,?,?,0,?,?)`, string(acc.ID), a.ring.AddressHash(acc.Email), hash, a.ring.CodeHash(code), acc.Proved, acc.Lead,
		string(acc.AskedFor), string(acc.Works), database.At(acc.CreatedAt), acc.CodeSeen, body)
	return err
}

func (a *Accounts) sealWords(acc models.Account) (seal.Text, error) {
	plain, err := json.Marshal(words{Email: acc.Email, Name: acc.Name, Zone: acc.Zone, NextEmail: acc.NextEmail})
	return a.ring.Service().Seal(plain, place(acc.ID)), err
}

func openWords(ring *seal.Keyring, id models.ID, body seal.Text) (words, error) {
	var w words
	plain, err := ring.Service().Open(body, place(id))
	if err != nil {
		return w, err
	}
	return w, json.Unmarshal(plain, &w)
}

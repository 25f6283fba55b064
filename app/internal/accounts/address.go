package accounts

import (
	"context"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Asked is a change of address that waits until the new one is proved. Token is
// mailed there, unless the address is Taken: its owner is told instead.
type Asked struct {
	Old, New, Token string
	Taken           bool
}

// AskEmail keeps the address that the account moves to once the token that is mailed
// there was taken (Prove), and asks for a fresh sign-in: ErrStepUp. The work is the
// same whether or not the address is taken. Each try is counted: TooMany.
func (a *Accounts) AskEmail(ctx context.Context, who models.Actor, email string) (Asked, error) {
	asked := Asked{Token: newToken()}
	err := a.tryEmail(ctx, who, email, func(tx *database.Tx, account models.Account, to string) (err error) {
		asked.Old, asked.New = account.Email, to
		account.NextEmail = to
		if err := a.keepWords(tx, account); err != nil {
			return err
		}
		if err := a.keepProof(tx, account.ID, asked.Token); err != nil {
			return err
		}
		asked.Taken, err = a.othersEmail(tx, account.ID, to)
		return err
	})
	return asked, err
}

// ChangeEmail gives the account another address at once, not proved: where no mail is
// sent none can be. It asks for a fresh sign-in, ErrStepUp, and each try is counted,
// TooMany. An address with an account is ErrTaken.
func (a *Accounts) ChangeEmail(ctx context.Context, who models.Actor, email string) error {
	err := a.tryEmail(ctx, who, email, func(tx *database.Tx, account models.Account, to string) error {
		if account.Email == to {
			return nil
		}
		return a.readdress(tx, account, to)
	})
	if errors.Is(err, database.ErrTaken) {
		return ErrTaken
	}
	return err
}

func (a *Accounts) tryEmail(ctx context.Context, who models.Actor, email string, do func(*database.Tx, models.Account, string) error) error {
	normal, fine := models.NormalEmail(email)
	if !fine {
		return models.Wrong("email", "field.not_an_address")
	}
	if err := a.tries.wrong(asker{moving: string(who.Account)}, a.now()); err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.mustBeFresh(tx, who); err != nil {
			return err
		}
		account, err := a.accountIn(tx, who.Account)
		if err != nil {
			return err
		}
		return do(tx, account, normal)
	})
}

// othersEmail reports whether another account has an address.
func (a *Accounts) othersEmail(tx *database.Tx, account models.ID, email string) (bool, error) {
	var n int
	err := tx.One("SELECT count(*) FROM accounts WHERE email_hash = ? AND id <> ?", []any{a.ring.AddressHash(email), string(account)}, &n)
	return n > 0, err
}

// readdress moves the account: links mailed before prove nothing any more, and
// freshness is cleared everywhere. An address with an account is database.ErrTaken.
func (a *Accounts) readdress(tx *database.Tx, account models.Account, to string) error {
	account.Email, account.NextEmail = to, ""
	if err := a.keepWords(tx, account); err != nil {
		return err
	}
	if err := one(tx, "UPDATE accounts SET email_hash = ?, proved = 0 WHERE id = ?", a.ring.AddressHash(to), string(account.ID)); err != nil {
		return err
	}
	if err := dropProofs(tx, account.ID); err != nil {
		return err
	}
	if err := narrow(tx, account.ID, ledger.Account); err != nil {
		return err
	}
	return unfresh(tx, account.ID)
}

// stay gives up a change of address that waits: whoever proves again that the account is
// theirs may have been told of one that they did not ask for.
func (a *Accounts) stay(tx *database.Tx, id models.ID) error {
	account, err := a.accountIn(tx, id)
	if err != nil || account.NextEmail == "" {
		return err
	}
	account.NextEmail = ""
	if err := a.keepWords(tx, account); err != nil {
		return err
	}
	return dropProofs(tx, id)
}

package accounts

import (
	"crypto/rand"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Leave takes an account out of the service for good: nothing of its name, its
// address or its sign-ins stays. The empty row stays, because other people's plans
// point to it; what the account had there ends.
func (a *Accounts) Leave(tx *database.Tx, account models.ID) error {
	now := database.At(a.now())
	body, err := a.sealWords(models.Account{ID: account})
	if err != nil {
		return err
	}
	if err := tx.HoldOf(string(account)); err != nil {
		return err
	}
	for _, do := range []struct {
		text string
		args []any
	}{
		{"DELETE FROM sign_ins WHERE account = ?", []any{string(account)}},
		{"DELETE FROM proofs WHERE account = ?", []any{string(account)}},
		{"DELETE FROM erasures WHERE account = ?", []any{string(account)}},
		{"UPDATE grants SET withdrawn_at = ? WHERE account = ? AND withdrawn_at = 0", []any{now, string(account)}},
		{"UPDATE plans SET epoch = epoch + 1 WHERE id IN (SELECT plan FROM relationships WHERE account = ? AND left_at = 0)", []any{string(account)}},
		{"UPDATE relationships SET state = 'ended', left_at = ? WHERE account = ? AND left_at = 0", []any{now, string(account)}},
		{`UPDATE accounts SET email_hash = ?, password = '', recovery = ?, proved = 0, lead = 0, asked_for = '', works = '',
			disabled_at = ?, body = ? WHERE id = ?`, []any{[]byte(rand.Text()), []byte(rand.Text()), now, body, string(account)}},
	} {
		if _, err := tx.Exec(do.text, do.args...); err != nil {
			return err
		}
	}
	tx.Narrowed(string(ledger.Account), string(account), ledger.Gone)
	return nil
}

// Behind ends what an account may no longer have when its epoch is behind one that
// the ledger knows of: its sign-ins; with more than them, its password until the recovery
// code was given, or what the service said that it is (RULES.md 8).
func (a *Accounts) Behind(tx *database.Tx, account models.ID, what ledger.What, epoch int64) (bool, error) {
	n, err := tx.Exec("UPDATE accounts SET epoch = ? WHERE id = ? AND epoch < ?", epoch, string(account), epoch)
	if err != nil || n == 0 {
		return false, err
	}
	switch what {
	case ledger.SignIns:
	case ledger.Disabled:
		_, err = tx.Exec("UPDATE accounts SET disabled_at = ? WHERE id = ? AND disabled_at = 0", database.At(a.now()), string(account))
	case ledger.Account:
		_, err = tx.Exec("UPDATE accounts SET must_recover = 1 WHERE id = ?", string(account))
	case ledger.Standing:
		err = a.standingLost(tx, account)
	}
	if err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE account = ? AND ended_at = 0", database.At(a.now()), string(account))
	return true, err
}

// standingLost asks the lead anew, and pauses what rested on the confirmation.
func (a *Accounts) standingLost(tx *database.Tx, account models.ID) error {
	var works models.Role
	if err := tx.One("SELECT works FROM accounts WHERE id = ?", []any{string(account)}, &works); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE accounts SET works = '', asked_for = works, lead = 0 WHERE id = ?", string(account)); err != nil {
		return err
	}
	if err := pauseWork(tx, account, works, ""); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE plans SET epoch = epoch + 1 WHERE id IN (SELECT plan FROM relationships WHERE account = ?)", string(account))
	return err
}

// AllBehind is Behind for every account: the ledger cannot say which it is about.
func (a *Accounts) AllBehind(tx *database.Tx) error {
	if _, err := tx.Exec("UPDATE accounts SET must_recover = 1, epoch = epoch + 1"); err != nil {
		return err
	}
	return a.EndAll(tx)
}

// EndAll ends every sign-in there is.
func (a *Accounts) EndAll(tx *database.Tx) error {
	_, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE ended_at = 0", database.At(a.now()))
	return err
}

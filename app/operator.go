package app

import (
	"context"

	"handrail/app/internal/accounts"
	"handrail/app/internal/storage"
	"handrail/models"
)

// NewAccount is an account that the operator makes on the command line.
type NewAccount struct {
	Email, Name, Password string
	Lead                  bool
	Works                 models.Role // practitioner, peer or empty
}

// AddAccount makes an account for somebody, with its recovery code.
func (a *App) AddAccount(ctx context.Context, in NewAccount) (models.Account, string, error) {
	return a.accounts.Add(ctx, accounts.NewAccount{
		Email: in.Email, Name: in.Name, Password: in.Password, Lead: in.Lead, Works: in.Works, Proved: true})
}

// Accounts is every account, for the command line alone.
func (a *App) Accounts(ctx context.Context) ([]models.Account, error) { return a.accounts.All(ctx) }

// Empty reports whether nobody has an account yet.
func (a *App) Empty(ctx context.Context) (bool, error) { return a.accounts.Empty(ctx) }

// ConfirmByEmail confirms an account as practitioner or peer on the command line.
func (a *App) ConfirmByEmail(ctx context.Context, email string, role models.Role) error {
	account, err := a.accounts.ByEmail(ctx, email)
	if err != nil {
		return err
	}
	return a.accounts.SetWork(ctx, account.ID, role)
}

// Finding is one thing that doctor finds wrong: the key of its sentence and what
// stands in it.
type Finding = storage.Finding

// Examine checks file rights, the database file and every chain of access records.
func (a *App) Examine(ctx context.Context) ([]Finding, error) { return a.storage.Examine(ctx) }

// CopyDatabase writes the database as it is at one moment to a new file, while it is
// in use, and reports how many pages are done.
func (a *App) CopyDatabase(ctx context.Context, path string, report func(done, total int)) error {
	return a.storage.CopyDatabase(ctx, path, report)
}

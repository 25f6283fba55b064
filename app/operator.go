package app

import (
	"context"
	"strings"
	"time"

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

// Disable shuts the account with an address, on the command line: nobody signs in with it,
// and who is signed in is out. It is in the ledger, so that no old copy lets it in again.
func (a *App) Disable(ctx context.Context, email string) error { return a.accounts.Disable(ctx, email) }

// Enable lets it in again.
func (a *App) Enable(ctx context.Context, email string) error { return a.accounts.Enable(ctx, email) }

// Disabled is the accounts that were shut.
func (a *App) Disabled(ctx context.Context) ([]models.Account, error) {
	return a.accounts.Disabled(ctx)
}

// HandOverRecovery gives the account with an address another recovery code, on the command
// line; the old one opens nothing any more.
func (a *App) HandOverRecovery(ctx context.Context, email string) (string, error) {
	account, err := a.accounts.ByEmail(ctx, email)
	if err != nil {
		return "", err
	}
	return a.accounts.HandOver(ctx, account.ID)
}

// Finding is one thing that doctor finds wrong: the key of its sentence and what
// stands in it.
type Finding = storage.Finding

// Examine checks file rights, the database file, the ledger and every chain of
// access records; where the service is one for others, also how it is kept.
func (a *App) Examine(ctx context.Context) ([]Finding, error) {
	found, err := a.storage.Examine(ctx)
	if err != nil || !a.forOthers() {
		return found, err
	}
	return append(found, a.examineKeeping()...), nil
}

// forOthers reports whether people reach this server from elsewhere.
func (a *App) forOthers() bool { return strings.HasPrefix(a.url, "https://") }

func (a *App) examineKeeping() []Finding {
	found := a.storage.Beside()
	switch b := a.backupStatus(); {
	case b.Unread:
		found = append(found, Finding{Key: "doctor.backups_unread"})
	case b.Count == 0:
		found = append(found, Finding{Key: "doctor.no_backup"})
	case a.now().Sub(b.Last) > 2*a.backups.Every:
		found = append(found, Finding{Key: "doctor.old_backup", Args: map[string]any{"At": b.Last.Format(time.DateTime)}})
	}
	return found
}

// CopyDatabase writes the database as it is at one moment to a new file, while it is
// in use, and reports how many pages are done.
func (a *App) CopyDatabase(ctx context.Context, path string, report func(done, total int)) error {
	return a.storage.CopyDatabase(ctx, path, report)
}

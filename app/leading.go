package app

import (
	"context"

	"handrail/models"
)

// Workers is, to a lead, the accounts that asked to be confirmed and those that
// are; to anyone else it is not found. No plan is touched.
func (a *App) Workers(ctx context.Context, who models.Actor) ([]models.Account, error) {
	if !who.Lead {
		return nil, models.ErrNotFound
	}
	return a.accounts.Waiting(ctx)
}

// ConfirmWorker confirms an account as practitioner or peer; an empty role takes
// it away, which ends what rested on it at once (RULES.md 21).
func (a *App) ConfirmWorker(ctx context.Context, who models.Actor, account models.ID, role models.Role) error {
	workers, err := a.Workers(ctx, who)
	if err != nil {
		return err
	}
	if role != "" && !role.Works() {
		return models.Wrong("role", "field.not_an_option")
	}
	for _, w := range workers {
		if w.ID == account {
			return a.accounts.SetWork(ctx, account, role)
		}
	}
	return models.ErrNotFound
}

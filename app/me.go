package app

import (
	"context"

	"handrail/models"
)

// Me is the actor's own account.
func (a *App) Me(ctx context.Context, who models.Actor) (*models.Account, error) {
	me, err := a.accounts.Account(ctx, who.Account)
	return &me, err
}

// Rename changes the name that others see, once they have accepted it.
func (a *App) Rename(ctx context.Context, who models.Actor, name string) error {
	return a.accounts.Rename(ctx, who, name)
}

// ChangePassword asks for the old one and ends every other sign-in.
func (a *App) ChangePassword(ctx context.Context, who models.Actor, old, password string) error {
	return a.accounts.ChangePassword(ctx, who, old, password)
}

// ChangeEmail asks for a fresh sign-in; the old address is told where mail is sent.
func (a *App) ChangeEmail(ctx context.Context, who models.Actor, email string) error {
	if err := who.MustBeFresh(a.now()); err != nil {
		return err
	}
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	if err := a.accounts.ChangeEmail(ctx, who, email); err != nil {
		return err
	}
	if a.mail == nil {
		return nil
	}
	a.send(me.Email, "mail.address_changed", nil)
	token, err := a.accounts.NewProof(ctx, who.Account)
	if err == nil {
		a.mailProof(email, token, false)
	}
	return err
}

// AskToWork asks the service's lead to confirm the account as practitioner or peer.
func (a *App) AskToWork(ctx context.Context, who models.Actor, role models.Role) error {
	if !role.Works() {
		return models.Wrong("role", "field.not_an_option")
	}
	return a.accounts.Ask(ctx, who, role)
}

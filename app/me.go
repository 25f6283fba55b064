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

// ChangeEmail asks for a fresh sign-in, and counts the tries. Where mail is sent the
// account moves once a link that went to the new address was opened (Prove): the answer is the
// same whether or not it is taken, and the old address is told. Without mail it moves
// at once, and a taken address is a Conflict.
func (a *App) ChangeEmail(ctx context.Context, who models.Actor, email string) error {
	if err := who.MustBeFresh(a.now()); err != nil {
		return err
	}
	if a.mail == nil {
		return a.accounts.ChangeEmail(ctx, who, email)
	}
	asked, err := a.accounts.AskEmail(ctx, who, email)
	if err != nil {
		return err
	}
	if asked.Old != asked.New {
		a.send(asked.Old, "mail.address_asked", a.signIns())
	}
	if asked.Taken {
		a.mailTaken(asked.New)
		return nil
	}
	a.mailProof(asked.New, asked.Token)
	return nil
}

// signIns leads a mail to the page on which a sign-in that is not the reader's is ended.
func (a *App) signIns() map[string]any { return map[string]any{"URL": a.url + "/me/sign-ins"} }

// AskToWork asks the service's lead to confirm the account as practitioner or peer.
func (a *App) AskToWork(ctx context.Context, who models.Actor, role models.Role) error {
	if !role.Works() {
		return models.Wrong("role", "field.not_an_option")
	}
	return a.accounts.Ask(ctx, who, role)
}

package app

import (
	"context"

	"handrail/models"
)

// NewRecovery makes a new recovery code, shown this once; the one before opens
// nothing any more. It asks for a fresh sign-in, and the address is told where mail is sent.
func (a *App) NewRecovery(ctx context.Context, who models.Actor) (string, error) {
	if err := who.MustBeFresh(a.now()); err != nil {
		return "", err
	}
	code, err := a.accounts.NewRecovery(ctx, who)
	if err != nil || a.mail == nil {
		return code, err
	}
	if me, err := a.accounts.Account(ctx, who.Account); err == nil {
		a.send(me.Email, "mail.new_code", a.signIns())
	}
	return code, nil
}

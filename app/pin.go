package app

import (
	"context"

	"handrail/app/internal/accounts"
	"handrail/models"
)

// PIN is what there is to know about this sign-in's PIN: whether there is one, and
// whether the sign-in is on a device of their own.
type PIN = accounts.PIN

// PIN tells about this sign-in's.
func (a *App) PIN(ctx context.Context, who models.Actor) (PIN, error) {
	return a.accounts.PIN(ctx, who)
}

// SetPIN gives this sign-in a PIN of 4 to 8 digits that opens it again once it is
// locked. It asks for a fresh sign-in; a password gives one on the way, where it is not empty.
func (a *App) SetPIN(ctx context.Context, who models.Actor, password, pin string) error {
	if password != "" {
		if _, err := a.accounts.StepUp(ctx, who, password); err != nil {
			return err
		}
	}
	return a.accounts.SetPIN(ctx, who, pin)
}

// DropPIN takes it away.
func (a *App) DropPIN(ctx context.Context, who models.Actor) error {
	return a.accounts.DropPIN(ctx, who)
}

// UnlockByPIN opens a locked sign-in with its PIN, within five tries.
func (a *App) UnlockByPIN(ctx context.Context, cookie, pin string) error {
	return a.accounts.UnlockByPIN(ctx, cookie, pin)
}

// PINBehind tells about the PIN of the sign-in behind a cookie, which may be locked.
func (a *App) PINBehind(ctx context.Context, cookie string) (PIN, error) {
	p, err := a.accounts.ByCookie(ctx, cookie)
	if err != nil {
		return PIN{}, err
	}
	return a.accounts.PIN(ctx, p.Actor)
}

// EndViewByPIN gives the sign-in back from a view as somebody else sees the plan.
func (a *App) EndViewByPIN(ctx context.Context, who models.Actor, pin string) error {
	if err := a.accounts.ProvePIN(ctx, who, pin); err != nil {
		return err
	}
	return a.accounts.View(ctx, who, "")
}

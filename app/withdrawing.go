package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Withdraw takes back one grant. Withdrawing twice is not an error.
func (a *App) Withdraw(ctx context.Context, who models.Actor, plan, grant models.ID) error {
	return a.narrow(ctx, who, plan, func(pen *gate.Pen) error { return gate.Withdraw(pen, grant) })
}

// WithdrawFrom takes back what an account has in some sections; with none, in all.
func (a *App) WithdrawFrom(ctx context.Context, who models.Actor, plan, account models.ID, sections ...models.SectionKey) error {
	return a.narrow(ctx, who, plan, func(pen *gate.Pen) error {
		if _, err := gate.Person(pen, account); err != nil {
			return err
		}
		_, err := gate.WithdrawFrom(pen, account, sections...)
		return err
	})
}

// StopAll takes back every grant on the plan.
func (a *App) StopAll(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.narrow(ctx, who, plan, func(pen *gate.Pen) error {
		_, err := gate.WithdrawFrom(pen, "")
		return err
	})
}

// narrow is a change after which others see less; it never asks for anything.
func (a *App) narrow(ctx context.Context, who models.Actor, plan models.ID, do func(*gate.Pen) error) error {
	err := a.gate.Write(ctx, who, plan, who.Via, do)
	if err == nil {
		a.tellGrants(plan)
	}
	return err
}

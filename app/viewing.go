package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// AsTheySee is, to the owner, exactly what ReadPlan would give that account now.
func (a *App) AsTheySee(ctx context.Context, who models.Actor, plan, account models.ID) (*Plan, error) {
	if err := a.inPlanOf(ctx, who, plan, account); err != nil {
		return nil, err
	}
	who.As = account
	return a.ReadPlan(ctx, who, plan)
}

// inPlanOf is nil when who owns the plan and the account was confirmed in it.
func (a *App) inPlanOf(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		tie, err := gate.Person(p, account)
		if err == nil && !tie.Known() {
			return models.ErrNotFound
		}
		return err
	})
}

// BeginView turns this sign-in into that account's view of the owner's plan
// until EndView is given the password (RULES.md 24).
func (a *App) BeginView(ctx context.Context, who models.Actor, plan, account models.ID) error {
	if err := a.inPlanOf(ctx, who, plan, account); err != nil {
		return err
	}
	return a.accounts.View(ctx, who, account)
}

// EndView gives the sign-in back.
func (a *App) EndView(ctx context.Context, who models.Actor, password string) error {
	if _, err := a.accounts.StepUp(ctx, who, password); err != nil {
		return err
	}
	return a.accounts.View(ctx, who, "")
}

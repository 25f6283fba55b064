package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Consents is every grant on the owner's plan that was not withdrawn, newest first.
func (a *App) Consents(ctx context.Context, who models.Actor, plan models.ID) ([]models.Consent, error) {
	return a.grants(ctx, who, plan, gate.Scope{Standing: true})
}

// Receipts is every grant ever given on the owner's plan, withdrawn ones too, newest
// first: limit of them, and all of the yes that the last belongs to; with an instant
// that is not zero, those given before it.
func (a *App) Receipts(ctx context.Context, who models.Actor, plan models.ID, before time.Time, limit int) ([]models.Consent, error) {
	return a.grants(ctx, who, plan, gate.Scope{Before: before, Limit: limit})
}

// Receipt is one grant, in force or not.
func (a *App) Receipt(ctx context.Context, who models.Actor, plan, grant models.ID) (*models.Consent, error) {
	if grant == "" {
		return nil, models.ErrNotFound
	}
	found, err := a.grants(ctx, who, plan, gate.Scope{Grant: grant})
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, models.ErrNotFound
	}
	return &found[0], nil
}

func (a *App) grants(ctx context.Context, who models.Actor, plan models.ID, s gate.Scope) ([]models.Consent, error) {
	out := []models.Consent{}
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.Consents(p, s)
		out = append([]models.Consent{}, found...)
		return err
	})
	return out, err
}

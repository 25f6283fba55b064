package app

import (
	"context"
	"log/slog"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Hold is whether the sharing of the owner's plan stands still, and why.
func (a *App) Hold(ctx context.Context, who models.Actor, plan models.ID) (models.Hold, error) {
	var out models.Hold
	return out, a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
		out, err = gate.Held(p)
		return err
	})
}

// Resume lets the sharing of a held plan go on as it stands now. It asks for a
// fresh sign-in: others see more afterwards. A plan that waits to be erased has to
// be kept first.
func (a *App) Resume(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.changeHold(ctx, who, plan, func(pen *gate.Pen, h *models.Hold) error {
		if !h.EraseAt.IsZero() {
			return &models.Error{Kind: models.Conflict, Key: "hold.erasing_first"}
		}
		if h.Holds() {
			if err := who.MustBeFresh(pen.Now()); err != nil {
				return err
			}
		}
		*h = models.Hold{}
		return nil
	})
}

// Erase is a wish to have the plan erased.
type Erase struct {
	Plan    models.ID
	Account models.Leaving
}

// AskToErase begins the wait before a plan is erased. It asks for a fresh sign-in;
// sharing stands still from now (RULES.md 19).
func (a *App) AskToErase(ctx context.Context, who models.Actor, in Erase) (models.Hold, error) {
	var out models.Hold
	err := a.changeHold(ctx, who, in.Plan, func(pen *gate.Pen, h *models.Hold) error {
		if in.Account != models.AccountStays && in.Account != models.AccountGoes {
			return models.Wrong("account", "field.not_an_option")
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		if h.EraseAt.IsZero() {
			h.EraseAt = pen.Now().Add(models.EraseWait)
		}
		h.Since, h.Why, h.AccountGoes = pen.Now(), models.Erasing, in.Account == models.AccountGoes
		out = *h
		return nil
	})
	if err == nil {
		a.tellAsked(ctx, who)
	}
	return out, err
}

// tellAsked mails that somebody asked for it: any signed-in device can still say no.
func (a *App) tellAsked(ctx context.Context, who models.Actor) {
	if a.mail == nil {
		return
	}
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		slog.Error("it could not be mailed that a plan waits to be erased", "error", err)
		return
	}
	a.send(me.Email, "mail.erase_asked", map[string]any{"URL": a.url})
}

// Keep ends the wait: the plan stays. Any signed-in device may, without being asked
// for anything. What was shared stands still until the owner lets it go on.
func (a *App) Keep(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.changeHold(ctx, who, plan, func(pen *gate.Pen, h *models.Hold) error {
		if h.EraseAt.IsZero() {
			return nil
		}
		*h = models.Hold{Since: pen.Now(), Why: models.KeptAfter}
		return nil
	})
}

func (a *App) changeHold(ctx context.Context, who models.Actor, plan models.ID, change func(*gate.Pen, *models.Hold) error) error {
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		before, err := gate.Held(pen)
		if err != nil {
			return err
		}
		after := before
		if err := change(pen, &after); err != nil || after == before {
			return err
		}
		return gate.SetHold(pen, after)
	})
	if err == nil {
		a.tellGrants(plan)
	}
	return err
}

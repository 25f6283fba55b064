package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// CrisisWay is how others may put the crisis plan to use, and for how many days.
type CrisisWay struct {
	Way  models.CrisisWay
	Days int
}

// ChooseCrisisWay changes it. A fresh sign-in is asked for (RULES.md 17).
func (a *App) ChooseCrisisWay(ctx context.Context, who models.Actor, plan models.ID, in CrisisWay) error {
	return a.changeKeys(ctx, who, plan, func(pen *gate.Pen) error {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		if !slices.Contains(models.CrisisWays, in.Way) {
			return models.Wrong("way", "field.not_an_option")
		}
		if in.Days < 1 || in.Days > models.MostCrisisDays {
			return models.Wrong("days", "crisis.days_wrong")
		}
		return gate.ChooseCrisisWay(pen, in.Way, in.Days)
	})
}

// GiveKey gives somebody who is confirmed in the plan a key, with a fresh sign-in.
// They are told (RULES.md 6).
func (a *App) GiveKey(ctx context.Context, who models.Actor, plan, account models.ID) error {
	err := a.changeKeys(ctx, who, plan, func(pen *gate.Pen) error {
		tie, err := gate.Person(pen, account)
		if err != nil {
			return err
		}
		if tie.State != models.Confirmed || !tie.LeftAt.IsZero() {
			return models.ErrNotFound
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		if err := mayHoldKey(pen, account); err != nil {
			return err
		}
		return gate.GiveKey(pen, account)
	})
	if err == nil {
		a.mailTo(ctx, account, "mail.key", map[string]any{"URL": a.url + "/people"})
	}
	return err
}

// TakeKey takes a key away, at once and in silence.
func (a *App) TakeKey(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.changeKeys(ctx, who, plan, func(pen *gate.Pen) error { return gate.TakeKey(pen, account) })
}

// AllowKey lets somebody start again whose start was closed, with a fresh sign-in.
func (a *App) AllowKey(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.changeKeys(ctx, who, plan, func(pen *gate.Pen) error {
		if _, err := gate.Person(pen, account); err != nil {
			return err
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		return gate.AllowKey(pen, account)
	})
}

// changeKeys is a change that only the owner can make.
func (a *App) changeKeys(ctx context.Context, who models.Actor, plan models.ID, do func(*gate.Pen) error) error {
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		return do(pen)
	})
	if err == nil {
		a.tellCrisis(plan)
		a.tellGrants(plan)
	}
	return err
}

// KeyNotices is the plans whose owners have given the actor a key, until they say that they
// have read it.
func (a *App) KeyNotices(ctx context.Context, who models.Actor) ([]models.ID, error) {
	return a.gate.KeyNotices(ctx, who)
}

// KeyRead notes that the actor has read that they were given a key.
func (a *App) KeyRead(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, gate.KeyRead)
}

package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// OwnersAlone is nil for the owner of a plan alone, and in no view as somebody else.
func (a *App) OwnersAlone(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if gate.OwnersAlone(p) != nil || who.As != "" {
			return models.ErrNotFound
		}
		return nil
	})
}

// ReadPlan is everything that who may see of a plan, in catalogue order. Each
// section shown to anybody but the owner is on record before this returns.
func (a *App) ReadPlan(ctx context.Context, who models.Actor, plan models.ID) (*Plan, error) {
	return a.readPlan(ctx, who, plan, wordsAlone)
}

// ReadPlanBeside is ReadPlan with what stands beside its entries, read in the same moment.
func (a *App) ReadPlanBeside(ctx context.Context, who models.Actor, plan models.ID) (*Plan, error) {
	return a.readPlan(ctx, who, plan, (*lens).standBeside)
}

// alongside is what is read together with entries.
type alongside func(*lens, *gate.Pass, models.SectionKey) (map[models.ID][]Suggestion, error)

func wordsAlone(*lens, *gate.Pass, models.SectionKey) (map[models.ID][]Suggestion, error) {
	return nil, nil
}

func (a *App) readPlan(ctx context.Context, who models.Actor, plan models.ID, with alongside) (*Plan, error) {
	var out *Plan
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		own, err := gate.List[models.OwnSection](p)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = l.laidOut(own)
		if err := gate.EachEntry(p, l.fill(out)); err != nil {
			return err
		}
		if out.Beside, err = with(l, p, ""); err != nil {
			return err
		}
		return attachedTo(p, out)
	})
	return out, err
}

// ReadSection is one section of a plan: a Plan with that section alone. A
// section that who may not see is not found, as if it never existed.
func (a *App) ReadSection(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) (*Plan, error) {
	return a.readSection(ctx, who, plan, section, wordsAlone)
}

// ReadSectionBeside is ReadSection with what stands beside its entries.
func (a *App) ReadSectionBeside(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) (*Plan, error) {
	return a.readSection(ctx, who, plan, section, (*lens).standBeside)
}

func (a *App) readSection(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey, with alongside) (*Plan, error) {
	var out *Plan
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		head, err := sectionHead(p, section)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = l.bare()
		l.section(out, head)
		if err := gate.EachEntry(p, l.fill(out), section); err != nil {
			return err
		}
		if out.Beside, err = with(l, p, section); err != nil {
			return err
		}
		return attachedTo(p, out)
	})
	return out, err
}

// sectionHead is a section of the catalogue, or one of the person's own with the
// title and help that they gave; else not found.
func sectionHead(l gate.Leave, key models.SectionKey) (Section, error) {
	if _, known := models.SectionOf(key); !known {
		return Section{}, models.ErrNotFound
	}
	if !key.Own() {
		return Section{Key: key}, nil
	}
	found, err := gate.List[models.OwnSection](l, key)
	if err != nil {
		return Section{}, err
	}
	if len(found) != 1 {
		return Section{}, models.ErrNotFound
	}
	return Section{Key: key, Title: found[0].Words.Title, Help: found[0].Words.Help}, nil
}

// ReadEntry is one entry.
func (a *App) ReadEntry(ctx context.Context, who models.Actor, plan, entry models.ID) (*Entry, error) {
	var out Entry
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		e, err := gate.Find[models.Entry](p, entry)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err == nil {
			out = l.entry(e)
		}
		return err
	})
	return &out, err
}

// Removed is what the owner took out and can bring back, newest first, or a part of it.
func (a *App) Removed(ctx context.Context, who models.Actor, plan models.ID, part Part) ([]Entry, error) {
	var out []Entry
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		gone, err := gate.Removed[models.Entry](p, part)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = make([]Entry, len(gone))
		for i := range gone {
			out[i] = l.entry(&gone[i])
		}
		return nil
	})
	return out, err
}

// PlanTies is who's own plan first, then the plans of people who confirmed them
// or whose invitation they accepted, in the order in which they accepted.
func (a *App) PlanTies(ctx context.Context, who models.Actor) ([]PlanTie, error) {
	ties, err := a.gate.Ties(ctx, who)
	if err != nil {
		return nil, err
	}
	return a.introduced(ctx, who, ties)
}

// introduced is ties with the names that the owners go by.
func (a *App) introduced(ctx context.Context, who models.Actor, ties []gate.Tie) ([]PlanTie, error) {
	owners := make([]models.ID, len(ties))
	for i, t := range ties {
		owners[i] = t.Owner
	}
	names, err := a.accounts.Names(ctx, owners)
	if err != nil {
		return nil, err
	}
	out := make([]PlanTie, len(ties))
	for i, t := range ties {
		out[i] = PlanTie{
			Plan: t.Plan, Owner: Person{ID: t.Owner, Name: names[t.Owner]}, Mine: t.Owner == who.Account,
			Role: t.Role, State: t.State, Works: t.Works, MayTell: t.MayTell,
		}
		if t.State == models.Accepted {
			out[i].Words = models.TwoWords(t.ID, t.AcceptedAt)
		}
	}
	return out, nil
}

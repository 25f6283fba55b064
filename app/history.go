package app

import (
	"context"
	"errors"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// PastVersion is an entry's words as they once were, or are now.
type PastVersion struct {
	Version int
	Fields  models.Fields
	Author  Person
	How     models.How
	With    *Person // whom the owner met where they wrote it, or whose words they took out
	At      time.Time
	Now     bool
}

// Part is a stretch of a long list. A Limit of 0 is all that stands behind the first Skip.
type Part = gate.Part

// Versions is an entry's history for its owner, newest first. A part of it is so many of
// the earlier versions; the words as they are now stand before the first.
func (a *App) Versions(ctx context.Context, who models.Actor, plan, entry models.ID, part Part) ([]PastVersion, error) {
	var out []PastVersion
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		e, err := gate.Find[models.Entry](p, entry)
		if err != nil {
			return err
		}
		past, err := earlier(p, e, part)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		if out = nil; part.Skip <= 0 {
			out = []PastVersion{{Version: e.Version, Fields: e.Fields, Author: l.person(e.Author), How: e.How.Company(), With: l.with(e.How), At: e.UpdatedAt, Now: true}}
		}
		for _, v := range past {
			out = append(out, PastVersion{Version: v.Version, Fields: v.Fields, Author: l.person(v.Author), How: v.How.Company(), With: l.with(v.How), At: v.UpdatedAt})
		}
		return nil
	})
	return out, err
}

// RestoreVersion makes an earlier version the newest again.
func (a *App) RestoreVersion(ctx context.Context, who models.Actor, plan, entry models.ID, version int) (*Entry, error) {
	var out Entry
	var saved *models.Entry
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		e, err := gate.Find[models.Entry](pen, entry)
		if err != nil {
			return err
		}
		fields, err := gate.Base(pen, e, version)
		if errors.Is(err, gate.ErrBase) {
			return models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if !fields.Equal(e.Fields) {
			e.Fields, e.Author, e.How = fields, "", models.Alone
		}
		if err := gate.Save(pen, e); err != nil {
			return err
		}
		saved = e
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts(), e.Writers()...)
		if err == nil {
			out = l.entry(e)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tell(saved)
	return &out, nil
}

// earlier is a part of an entry's earlier versions, one of each run of typing in a
// session: with the one before the part it is known which run goes on in it.
func earlier(l gate.Leave, e *models.Entry, part Part) ([]models.Version, error) {
	all := []models.Version{{Record: e.Record, Fields: e.Fields}}
	if part.Skip > 0 {
		all, part.Skip = nil, part.Skip-1
		if part.Limit > 0 {
			part.Limit++
		}
	}
	past, err := gate.History(l, e.ID, part)
	if all = append(all, past...); len(all) == 0 {
		return nil, err
	}
	return models.Fold(all)[1:], err
}

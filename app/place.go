package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Place is what only the owner may say of an entry (RULES.md 12). What is nil
// stays as it is, or starts as the section starts it.
type Place struct {
	Position   *int // 1 is the first
	OnlyMe     *bool
	HiddenFrom *[]models.ID
}

// allowed refuses a Place from anybody but the owner.
func (p Place) allowed(pen *gate.Pen) error {
	if p != (Place{}) && !pen.Grant().Owner {
		return models.ErrNotAllowed
	}
	return nil
}

// shows reports whether p would let anybody see the record who cannot now.
func (p Place) shows(r *models.Record) bool {
	if p.OnlyMe != nil && !*p.OnlyMe && r.OnlyMe {
		return true
	}
	return p.HiddenFrom != nil && slices.ContainsFunc(r.HiddenFrom, func(id models.ID) bool {
		return !slices.Contains(*p.HiddenFrom, id)
	})
}

// on puts the privacy of p on a record. Only people in the plan can be hidden from.
func (p Place) on(pen *gate.Pen, r *models.Record) error {
	if p.OnlyMe != nil {
		r.OnlyMe = *p.OnlyMe
	}
	if p.HiddenFrom == nil {
		return nil
	}
	ids := slices.Compact(slices.Sorted(slices.Values(*p.HiddenFrom)))
	for _, id := range ids {
		if _, err := gate.Person(pen, id); err != nil {
			return models.Wrong("hidden_from", "field.nobody")
		}
	}
	r.HiddenFrom = ids
	return nil
}

// arrange moves an entry to the position that p asks for.
func (p Place) arrange(pen *gate.Pen, e *models.Entry) error {
	if p.Position == nil {
		return nil
	}
	entries, err := gate.List[models.Entry](pen, e.Section)
	if err != nil {
		return err
	}
	var ids []models.ID
	for i := range entries {
		if entries[i].ID != e.ID {
			ids = append(ids, entries[i].ID)
		}
	}
	at := min(max(*p.Position, 1), len(ids)+1)
	e.Position = at
	return gate.Arrange(pen, slices.Insert(ids, at-1, e.ID))
}

// MoveEntry moves an entry by steps within its section: negative is up.
func (a *App) MoveEntry(ctx context.Context, who models.Actor, plan, entry models.ID, steps int) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		e, err := gate.Find[models.Entry](pen, entry)
		if err != nil {
			return err
		}
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		entries, err := gate.List[models.Entry](pen, e.Section)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(entries, func(x models.Entry) bool { return x.ID == e.ID })
		to := at + 1 + steps
		return Place{Position: &to}.arrange(pen, e)
	})
}

// SetPlace changes who an entry is kept from, without touching its words or a draft of them.
func (a *App) SetPlace(ctx context.Context, who models.Actor, plan, entry models.ID, place Place) (*Entry, error) {
	now, err := a.ReadEntry(ctx, who, plan, entry)
	if err != nil {
		return nil, err
	}
	done, err := a.EditEntry(ctx, who, EditEntry{
		Plan: plan, Entry: entry, Version: now.Version, Fields: now.Fields, Place: place, wordsStay: true})
	if err != nil {
		return nil, err
	}
	return &done.Entry, nil
}

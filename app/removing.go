package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// RemoveEntry takes an entry out of the plan; the owner can bring it back.
func (a *App) RemoveEntry(ctx context.Context, who models.Actor, plan, entry models.ID) error {
	var gone models.Entry
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		e, err := gate.Find[models.Entry](pen, entry)
		if err != nil {
			return err
		}
		gone = *e
		gone.RemovedAt = pen.Now()
		if err := gate.Remove[models.Entry](pen, entry, 0); err != nil {
			return err
		}
		if err := gate.EndTasksOf(pen, e.ID, ""); err != nil {
			return err
		}
		return gate.DropDraft(pen, e.Section, e.ID, models.Alone)
	})
	if err == nil {
		a.tell(&gone)
	}
	return err
}

// BringBack puts a removed entry back at its place, with the section of the person's
// own that it stood in where that was removed since: else it would be nowhere.
func (a *App) BringBack(ctx context.Context, who models.Actor, plan, entry models.ID) (*Entry, error) {
	var out Entry
	var back *models.Entry
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		var err error
		if back, err = gate.BringBack[models.Entry](pen, entry); err != nil {
			return err
		}
		if err := keepAway(pen, back); err != nil {
			return err
		}
		if err := bringBackSection(pen, back.Section); err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err == nil {
			out = l.entry(back)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tell(back)
	return &out, nil
}

// EmptyEntry removes a removed entry and its versions for good. It asks for a
// fresh sign-in: it cannot be undone.
func (a *App) EmptyEntry(ctx context.Context, who models.Actor, plan, entry models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		if _, err := gate.FindRemoved[models.Entry](pen, entry); err != nil {
			return err
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		return gate.Empty(pen, entry)
	})
}

package app

import (
	"context"
	"fmt"

	"handrail/app/internal/gate"
	"handrail/models"
)

// tellSupporters asks those to get in touch whom the owner named beforehand, when one
// of their lookouts speaks after something was measured. It carries no content, needs
// a grant in force at this moment and happens once in as many days as the lookout looks back.
// What was measured is kept whatever becomes of it.
func (a *App) tellSupporters(ctx context.Context, who models.Actor, plan models.ID) {
	if a.mail != nil {
		said("those whom somebody wanted told could not be asked to get in touch", a.askToGetInTouch(ctx, who, plan))
	}
}

func (a *App) askToGetInTouch(ctx context.Context, who models.Actor, plan models.ID) error {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return fmt.Errorf("the day: %w", err)
	}
	var tell []models.ID
	err = a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		var err error
		tell, err = toTell(pen, today)
		return err
	})
	if err != nil {
		return fmt.Errorf("whom to tell: %w", err)
	}
	if len(tell) == 0 {
		return nil
	}
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return fmt.Errorf("the name: %w", err)
	}
	for _, account := range tell {
		them, failed := a.accounts.Account(ctx, account)
		if failed != nil { // the others are told all the same
			err = fmt.Errorf("an address: %w", failed)
			continue
		}
		a.send(them.Email, "mail.get_in_touch", map[string]any{"Name": me.Name})
	}
	return err
}

// toTell is who is to be told now, and notes that they were.
func toTell(pen *gate.Pen, today models.Day) ([]models.ID, error) {
	if !pen.Grant().Owner {
		return nil, nil
	}
	all, err := gate.List[models.Lookout](pen)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	values, err := valuesUpTo(pen, today)
	if err != nil {
		return nil, err
	}
	var tell []models.ID
	for i := range all {
		w := &all[i].Words
		lately := w.ToldOn != "" && today.Since(w.ToldOn) < w.Within
		if w.Tell == "" || lately || !w.Speaks(values[w.Of], today) {
			continue
		}
		grant, err := gate.GrantOf(pen, w.Tell)
		if err != nil {
			return nil, err
		}
		if len(grant.Sections) == 0 {
			continue
		}
		w.ToldOn, tell = today, append(tell, w.Tell)
		if err := gate.Save(pen, &all[i]); err != nil {
			return nil, err
		}
	}
	return tell, nil
}

package app

import (
	"context"
	"time"

	"handrail/models"
)

// Calendar is a person's reminders for the calendar of their phone. It names nobody.
type Calendar struct {
	Times []models.Reminder
	Zone  *time.Location
	Made  time.Time
	Note  string // what stands in it
}

// NewCalendar makes the secret link by which a phone's own calendar follows the owner's reminders.
// An earlier one ends. Whoever has it reads times of day and nothing else; still it is
// one more who reads, so it asks for a fresh sign-in (RULES.md 17). Ending it does not.
func (a *App) NewCalendar(ctx context.Context, who models.Actor, plan models.ID) (string, error) {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return "", err
	}
	if err := who.MustBeFresh(a.now()); err != nil {
		return "", err
	}
	secret, err := a.reminding.NewCalendar(ctx, plan)
	return a.url + "/calendar/" + secret + ".ics", err
}

// EndCalendar ends it: whoever still follows it finds nothing.
func (a *App) EndCalendar(ctx context.Context, who models.Actor, plan models.ID) error {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return err
	}
	return a.reminding.EndCalendar(ctx, plan)
}

// Calendar is what a secret opens, for whoever has it; an unknown one is ErrNotFound.
func (a *App) Calendar(ctx context.Context, secret string) (*Calendar, error) {
	behind, err := a.reminding.Behind(ctx, secret)
	if err != nil {
		return nil, err
	}
	owner, err := a.accounts.Account(ctx, behind.Owner)
	if err != nil {
		return nil, err
	}
	times, err := a.reminding.Times(ctx, behind.Plan)
	return &Calendar{Times: times, Zone: a.Zone(&owner), Made: behind.Made, Note: a.say("reminder.note", nil)}, err
}

package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/internal/reminding"
	"handrail/models"
)

// Reminders is when the owner of a plan wants a note to themselves, and where it goes.
type Reminders struct {
	Times    []models.Reminder
	Calendar time.Time // since when a phone's own calendar can follow them; zero: it cannot
	Told     time.Time // since when this browser is told; zero: it is not
	Key      string    // by which a browser's push service knows this server; empty: it tells no browser
}

// Reminders is all there is of them.
func (a *App) Reminders(ctx context.Context, who models.Actor, plan models.ID) (*Reminders, error) {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return nil, err
	}
	var out Reminders
	var err error
	if out.Times, err = a.reminding.Times(ctx, plan); err != nil {
		return nil, err
	}
	if out.Calendar, err = a.reminding.CalendarSince(ctx, plan); err != nil {
		return nil, err
	}
	if a.push == nil {
		return &out, nil
	}
	if out.Told, err = a.reminding.ToldSince(ctx, who.SignIn); err != nil {
		return nil, err
	}
	out.Key, err = a.pushKey(ctx)
	return &out, err
}

// AddReminder is one time more, "08:30", on days of the week.
type AddReminder struct {
	Plan models.ID
	At   string
	Days models.Weekdays
	Once models.Once
}

// AddReminder keeps it. Nothing comes by that alone: the owner chooses where to.
func (a *App) AddReminder(ctx context.Context, who models.Actor, in AddReminder) (models.Reminder, error) {
	one := models.Reminder{ID: models.NewID(), Days: in.Days & models.EveryDay}
	if err := a.OwnersAlone(ctx, who, in.Plan); err != nil {
		return one, err
	}
	var is bool
	if one.At, is = models.ParseClock(in.At); !is {
		return one, models.Wrong("at", "reminder.no_time")
	}
	if one.Days == 0 {
		return one, models.Wrong("days", "reminder.no_day")
	}
	zone, err := a.zoneOf(ctx, who)
	if err != nil {
		return one, err
	}
	before, err := a.noteReminder(ctx, who, in, one.ID)
	if err != nil {
		return one, err
	}
	if before != "" {
		return a.reminderAgain(ctx, in.Plan, before)
	}
	return one, a.reminding.Add(ctx, in.Plan, one, one.Next(a.now(), zone))
}

// noteReminder notes which reminder a request makes, or gives the one that it made before. It is
// noted first: one that then could not be kept is not found when it is asked for again, and
// none is ever kept twice.
func (a *App) noteReminder(ctx context.Context, who models.Actor, in AddReminder, id models.ID) (before models.ID, err error) {
	if in.Once == (models.Once{}) {
		return "", nil
	}
	err = a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		earlier, err := pen.Once(in.Once)
		if before = models.ID(earlier); before != "" || err != nil {
			return err
		}
		return pen.Did(in.Once, string(id))
	})
	return before, err
}

// reminderAgain is the reminder that the same request made before, if it is still there.
func (a *App) reminderAgain(ctx context.Context, plan, id models.ID) (models.Reminder, error) {
	all, err := a.reminding.Times(ctx, plan)
	if err != nil {
		return models.Reminder{}, err
	}
	i := slices.IndexFunc(all, func(r models.Reminder) bool { return r.ID == id })
	if i < 0 {
		return models.Reminder{}, models.ErrNotFound
	}
	return all[i], nil
}

// RemoveReminder takes one away.
func (a *App) RemoveReminder(ctx context.Context, who models.Actor, plan, id models.ID) error {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return err
	}
	return a.reminding.Remove(ctx, plan, id)
}

// remindAnew works out again when somebody's reminders are due: their clock is another.
func (a *App) remindAnew(ctx context.Context, who models.Actor) error {
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	now, zone := a.now(), a.Zone(&me)
	return a.reminding.Anew(ctx, me.Plan, func(r models.Reminder) time.Time { return r.Next(now, zone) })
}

// tooLate is how long after its time a reminder is still worth telling: in the night a note
// for the evening before would only wake somebody.
const tooLate = 15 * time.Minute

// RemindThemselves tells those whose reminder has come. Each is set to its next time before, so that
// it comes once or, where the server stops in between, not at all. Places of browsers
// whose sign-in is over are forgotten before.
func (a *App) RemindThemselves(ctx context.Context) error {
	if err := a.reminding.Forget(ctx); err != nil {
		return err
	}
	due, err := a.reminding.TakeDue(ctx, a.nextOf(ctx))
	if err != nil || a.push == nil {
		return err
	}
	now := a.now()
	due = slices.DeleteFunc(due, func(d reminding.Due) bool { return now.Sub(d.When) > tooLate })
	return a.tellThemselves(ctx, due)
}

// nextOf says when a reminder that is due comes next, on its owner's clock.
func (a *App) nextOf(ctx context.Context) func(reminding.Due) (time.Time, error) {
	return func(d reminding.Due) (time.Time, error) {
		owner, err := a.accounts.Account(ctx, d.Owner)
		if err != nil {
			return time.Time{}, err
		}
		return d.Next(a.now(), a.Zone(&owner)), nil
	}
}

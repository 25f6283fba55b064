package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Today is the owner's daily plan, with what is ticked off on the days that are open.
type Today struct {
	Day       models.Day
	Yesterday models.Day // empty once it is closed
	Items     []DailyItem
}

// DailyItem is one thing of the daily plan.
type DailyItem struct {
	Entry     Entry
	Done      bool
	Yesterday bool // was done yesterday
}

// Today reads the daily plan and the ticks of the days that are open.
func (a *App) Today(ctx context.Context, who models.Actor, plan models.ID) (*Today, error) {
	zone, err := a.zoneOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out *Today
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		entries, err := gate.List[models.Entry](p, "daily")
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err == nil {
			out, err = todayOf(p, l, entries, models.OpenDays(p.Now(), zone))
		}
		return err
	})
	return out, err
}

func todayOf(p gate.Leave, l *lens, entries []models.Entry, open []models.Day) (*Today, error) {
	out := &Today{Day: open[0], Items: make([]DailyItem, len(entries))}
	if len(open) > 1 {
		out.Yesterday = open[1]
	}
	ticks, err := gate.Recent[models.DayTick](p, "daily", span{From: open[0].Plus(-1)}.since())
	if err != nil {
		return nil, err
	}
	for i := range entries {
		item := DailyItem{Entry: l.entry(&entries[i])}
		for _, t := range ticks {
			if t.Parent == entries[i].ID {
				item.Done = item.Done || t.Words.Day == out.Day
				item.Yesterday = item.Yesterday || t.Words.Day == out.Yesterday
			}
		}
		out.Items[i] = item
	}
	return out, nil
}

// Tick ticks things of the daily plan off on a day that is open, and takes ticks back.
type Tick struct {
	Plan models.ID
	Day  models.Day
	Done []models.ID
	Not  []models.ID
}

// errDayClosed is a day that is over: nothing of it is changed any more.
var errDayClosed = &models.Error{Kind: models.Invalid, Key: "error.invalid", Fields: []models.Problem{{Field: "day", Key: "field.day_closed"}}}

// Tick keeps what was done. Ticking twice is ticking once.
func (a *App) Tick(ctx context.Context, who models.Actor, in Tick) error {
	zone, err := a.zoneOf(ctx, who)
	if err != nil {
		return err
	}
	return a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		for _, id := range slices.Concat(in.Done, in.Not) {
			if err := tickable(pen, id); err != nil {
				return err
			}
		}
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		if !slices.Contains(models.OpenDays(pen.Now(), zone), in.Day) {
			return errDayClosed
		}
		return tick(pen, in)
	})
}

// tickable is nil for an entry of the daily plan that the holder may tick off.
func tickable(pen *gate.Pen, id models.ID) error {
	e, err := gate.Find[models.Entry](pen, id)
	if err != nil {
		return err
	}
	if err := gate.May(pen, models.ActAdd, &models.DayTick{Record: models.Record{Section: e.Section, Parent: e.ID}}); err != nil {
		return err
	}
	if e.Section != "daily" {
		return models.ErrNotFound
	}
	return nil
}

func tick(pen *gate.Pen, in Tick) error {
	ticks, err := gate.Recent[models.DayTick](pen, "daily", span{From: in.Day}.since())
	if err != nil {
		return err
	}
	there := make(map[models.ID]models.ID)
	for _, t := range ticks {
		if t.Words.Day == in.Day {
			there[t.Parent] = t.ID
		}
	}
	for _, id := range in.Done {
		if there[id] != "" {
			continue
		}
		t := &models.DayTick{Record: models.Record{Section: "daily", Parent: id}, Words: models.TickWords{Day: in.Day}}
		if err := gate.Save(pen, t); err != nil {
			return err
		}
		there[id] = t.ID
	}
	for _, id := range in.Not {
		if there[id] == "" || slices.Contains(in.Done, id) {
			continue
		}
		if err := gate.Remove[models.DayTick](pen, there[id], 0); err != nil {
			return err
		}
		there[id] = ""
	}
	return nil
}

// DayDone is one thing of the daily plan done on a day.
type DayDone struct {
	Entry models.ID
	Day   models.Day
}

// Ticks is what was done in a row of days, for whoever sees the daily plan; to is
// today when it is left out, from 29 days before.
func (a *App) Ticks(ctx context.Context, who models.Actor, plan models.ID, from, to models.Day) ([]DayDone, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	out := []DayDone{}
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if p.Grant().In("daily") < models.RightSee {
			return models.ErrNotFound
		}
		days, err := spanOf(from, to, today)
		if err != nil {
			return err
		}
		out, err = ticksIn(p, days)
		return err
	})
	return out, err
}

func ticksIn(p gate.Leave, days span) ([]DayDone, error) {
	ticks, err := gate.Recent[models.DayTick](p, "daily", days.since())
	out := make([]DayDone, 0, len(ticks))
	for _, t := range ticks {
		if days.holds(t.Words.Day) {
			out = append(out, DayDone{Entry: t.Parent, Day: t.Words.Day})
		}
	}
	return out, err
}

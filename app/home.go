package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Home is what the owner meets first. However much there is in the plan, only the
// daily plan, the toolbox and what is recent is opened for it.
type Home struct {
	Plan     models.ID
	Counts   map[models.SectionKey]int // entries in each section
	Own      []Section                 // sections of the person's own, without what is in them
	Today    *Today
	Toolbox  []Entry
	Reminds  []Reminding
	Measures []Measure // asked for today
}

// takeTools takes the toolbox out of what was read; the rest is of the daily plan.
func (h *Home) takeTools(l *lens, entries []models.Entry) (daily []models.Entry) {
	for i := range entries {
		if entries[i].Section == "daily" {
			daily = append(daily, entries[i])
		} else {
			h.Toolbox = append(h.Toolbox, l.entry(&entries[i]))
		}
	}
	return daily
}

// Home gathers the owner's first page.
func (a *App) Home(ctx context.Context, who models.Actor, plan models.ID) (*Home, error) {
	zone, err := a.zoneOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out *Home
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		h := &Home{Plan: plan}
		var err error
		if h.Counts, err = gate.Counts(p); err != nil {
			return err
		}
		own, err := gate.List[models.OwnSection](p)
		if err != nil {
			return err
		}
		for _, s := range own {
			h.Own = append(h.Own, Section{Key: s.Section, Title: s.Words.Title, Help: s.Words.Help, Right: models.RightOwn})
		}
		entries, err := gate.List[models.Entry](p, "daily", "toolbox")
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		days := models.OpenDays(p.Now(), zone)
		daily := h.takeTools(l, entries)
		if h.Today, err = todayOf(p, l, daily, days); err != nil {
			return err
		}
		if h.Measures, err = measuresDue(p, days[0]); err != nil {
			return err
		}
		h.Reminds, err = remindings(p, l, days[0])
		out = h
		return err
	})
	return out, err
}

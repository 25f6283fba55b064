package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// CheckIns is a row of days as somebody sees them: how things were, and the
// person's own measures.
type CheckIns struct {
	From, To models.Day
	Today    models.Day
	Owner    Person
	Mine     bool
	Days     []CheckIn // by day, then by time
	Measures []MeasuredDays
}

// CheckIn is how things were on a day. One day can have several.
type CheckIn struct {
	Entry models.ID
	Day   models.Day
	How   string
	Words string
}

// MeasuredDays is a measure and its marks, one a day at most.
type MeasuredDays struct {
	Measure Measure
	Values  []models.Value
}

// CheckIns reads a row of days; see Ticks for its ends.
func (a *App) CheckIns(ctx context.Context, who models.Actor, plan models.ID, from, to models.Day) (*CheckIns, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out *CheckIns
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if p.Grant().In("check-ins") < models.RightSee {
			return models.ErrNotFound
		}
		days, err := spanOf(from, to, today)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts(), p.Facts().Owner)
		if err != nil {
			return err
		}
		out = &CheckIns{From: days.From, To: days.To, Today: today, Owner: l.person(l.owner), Mine: l.grant.Owner}
		if out.Days, err = checkInsIn(p, days); err != nil {
			return err
		}
		out.Measures, err = marksIn(p, days, today)
		return err
	})
	return out, err
}

func checkInsIn(p gate.Leave, days span) ([]CheckIn, error) {
	entries, err := gate.Recent[models.Entry](p, "check-ins", days.since())
	out := make([]CheckIn, 0, len(entries))
	for i := range entries {
		if c := checkInOf(&entries[i]); days.holds(c.Day) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b CheckIn) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out, err
}

// checkInOf is a check-in's words; one that names no day is of the day on which it came.
func checkInOf(e *models.Entry) CheckIn {
	c := CheckIn{Entry: e.ID, Day: models.Day(e.Fields.Get("date")), How: e.Fields.Get("how"), Words: e.Fields.Get("words")}
	if c.Day == "" {
		c.Day = models.DayOf(e.CreatedAt, models.UTC)
	}
	return c
}

func marksIn(p gate.Leave, days span, today models.Day) ([]MeasuredDays, error) {
	measures, err := measuresOf(p, today)
	if err != nil || len(measures) == 0 {
		return []MeasuredDays{}, err
	}
	marks, err := gate.Recent[models.Mark](p, "check-ins", days.since())
	if err != nil {
		return nil, err
	}
	out := make([]MeasuredDays, len(measures))
	for i, m := range measures {
		out[i] = MeasuredDays{Measure: m, Values: []models.Value{}}
		for _, x := range marks {
			if x.Words.Measure == m.ID && days.holds(x.Words.Day) {
				out[i].Values = append(out[i].Values, models.Value{Day: x.Words.Day, Value: x.Words.Value})
			}
		}
		slices.SortFunc(out[i].Values, func(a, b models.Value) int { return strings.Compare(string(a.Day), string(b.Day)) })
	}
	return out, nil
}

package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Measure is something that the person keeps an eye on, as they made it.
type Measure struct {
	ID    models.ID
	Words models.MeasureWords
	Last  *models.Value // the newest mark; nil: none
	Today *int          // what it was marked today, where it was
}

// MakeMeasure makes a measure, or with an ID changes it.
type MakeMeasure struct {
	Plan  models.ID
	ID    models.ID
	Words models.MeasureWords
	Once  models.Once
}

// mostMeasures is how many measures a plan can have that are still asked for.
const mostMeasures = 12

// MakeMeasure keeps a measure of the person's own.
func (a *App) MakeMeasure(ctx context.Context, who models.Actor, in MakeMeasure) (*Measure, error) {
	var out *Measure
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		m, err := measureFor(pen, in)
		if err != nil {
			return err
		}
		if m.Version > 0 && in.ID == "" {
			out = &Measure{ID: m.ID, Words: m.Words} // asked for once more
			return nil
		}
		in.Words.Name, in.Words.Low, in.Words.High = strings.TrimSpace(in.Words.Name), strings.TrimSpace(in.Words.Low), strings.TrimSpace(in.Words.High)
		if err := in.Words.Check(); err != nil {
			return err
		}
		m.Words = in.Words
		if err := gate.Save(pen, m); err != nil {
			return err
		}
		out = &Measure{ID: m.ID, Words: m.Words}
		return pen.Did(in.Once, string(m.ID))
	})
	return out, err
}

func measureFor(pen *gate.Pen, in MakeMeasure) (*models.Measure, error) {
	if err := gate.OwnersAlone(pen); err != nil {
		return nil, err
	}
	if in.ID != "" {
		return gate.Find[models.Measure](pen, in.ID)
	}
	earlier, err := pen.Once(in.Once)
	if err != nil {
		return nil, err
	}
	if earlier != "" {
		return gate.Find[models.Measure](pen, models.ID(earlier))
	}
	all, err := gate.List[models.Measure](pen, "check-ins")
	if err != nil {
		return nil, err
	}
	if len(slices.DeleteFunc(all, func(m models.Measure) bool { return m.Words.Ended })) >= mostMeasures {
		return nil, models.Wrong("name", "measure.too_many")
	}
	return &models.Measure{Record: models.Record{Section: "check-ins"}}, nil
}

// MarkMeasure says what a measure was on a day of the past year; a nil Value takes
// the mark back.
type MarkMeasure struct {
	Plan    models.ID
	Measure models.ID
	Day     models.Day
	Value   *int
}

// MarkMeasure keeps a mark; a second one on the same day replaces the first.
func (a *App) MarkMeasure(ctx context.Context, who models.Actor, in MarkMeasure) error {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return err
	}
	err = a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		if _, err := gate.Find[models.Measure](pen, in.Measure); err != nil {
			return err
		}
		if _, ok := models.ParseDay(string(in.Day)); !ok || in.Day > today || today.Since(in.Day) > longestSpan {
			return models.Wrong("day", "field.not_a_date")
		}
		if in.Value != nil && (*in.Value < 0 || *in.Value > 10) {
			return models.Wrong("value", "field.not_a_mark")
		}
		return mark(pen, in)
	})
	if err == nil && in.Value != nil {
		a.tellSupporters(ctx, who, in.Plan)
	}
	return err
}

func mark(pen *gate.Pen, in MarkMeasure) error {
	marks, err := gate.Recent[models.Mark](pen, "check-ins", span{From: in.Day}.since())
	if err != nil {
		return err
	}
	m := &models.Mark{Record: models.Record{Section: "check-ins"}}
	for i := range marks {
		if marks[i].Words.Measure == in.Measure && marks[i].Words.Day == in.Day {
			m = &marks[i]
		}
	}
	if in.Value != nil {
		m.Words = models.MarkWords{Measure: in.Measure, Day: in.Day, Value: *in.Value}
		return gate.Save(pen, m)
	}
	if m.Version == 0 {
		return nil
	}
	return gate.Remove[models.Mark](pen, m.ID, 0)
}

// Measures is what the person keeps an eye on, for whoever sees their check-ins.
func (a *App) Measures(ctx context.Context, who models.Actor, plan models.ID) ([]Measure, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []Measure
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if p.Grant().In("check-ins") < models.RightSee {
			return models.ErrNotFound
		}
		var err error
		out, err = measuresOf(p, today)
		return err
	})
	return out, err
}

// lookBack is how many days back a measure's newest mark is looked for.
const lookBack = 31

func measuresOf(p gate.Leave, today models.Day) ([]Measure, error) {
	all, err := gate.List[models.Measure](p, "check-ins")
	if err != nil || len(all) == 0 {
		return []Measure{}, err
	}
	marks, err := gate.Recent[models.Mark](p, "check-ins", span{From: today.Plus(-lookBack)}.since())
	out := make([]Measure, len(all))
	for i, m := range all {
		out[i] = Measure{ID: m.ID, Words: m.Words}
		for _, x := range marks {
			if x.Words.Measure != m.ID {
				continue
			}
			if out[i].Last == nil || x.Words.Day > out[i].Last.Day {
				out[i].Last = &models.Value{Day: x.Words.Day, Value: x.Words.Value}
			}
			if x.Words.Day == today {
				out[i].Today = &x.Words.Value
			}
		}
	}
	return out, err
}

// measuresDue is those that are asked for today.
func measuresDue(p gate.Leave, today models.Day) ([]Measure, error) {
	all, err := measuresOf(p, today)
	return slices.DeleteFunc(all, func(m Measure) bool {
		last := models.Day("")
		if m.Last != nil {
			last = m.Last.Day
		}
		return !m.Words.Due(today, last)
	}), err
}

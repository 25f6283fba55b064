package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Days is a row of days with what the owner themselves kept of each, side by side.
// It holds no sum, no average and no conclusion.
type Days struct {
	From, To models.Day
	Better   []DayKept // the days that were all right or good
	Other    []DayKept // the other days of which anything is kept
}

// DayKept is what was kept of one day.
type DayKept struct {
	Day    models.Day
	Checks []CheckIn
	Done   []string // of the daily plan, in the person's words
	Notes  []Noted
	Marks  []MarkedAs
}

// MarkedAs is a measure of the person's own and what it was.
type MarkedAs struct {
	Name  string
	Value int
}

// betterFrom is the value of the first of the answers that stand under better days.
const betterFrom = 4

// BetterDays lays the owner's own check-ins, ticks, marks and notes side by side.
func (a *App) BetterDays(ctx context.Context, who models.Actor, plan models.ID, from, to models.Day) (*Days, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out *Days
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		days, err := spanOf(from, to, today)
		if err != nil {
			return err
		}
		out, err = daysSideBySide(p, days, today)
		return err
	})
	return out, err
}

func daysSideBySide(p gate.Leave, days span, today models.Day) (*Days, error) {
	kept := make(map[models.Day]*DayKept)
	on := func(d models.Day) *DayKept {
		if kept[d] == nil {
			kept[d] = &DayKept{Day: d}
		}
		return kept[d]
	}
	checks, err := checkInsIn(p, days)
	if err != nil {
		return nil, err
	}
	for _, c := range checks {
		on(c.Day).Checks = append(on(c.Day).Checks, c)
	}
	if err := addDone(p, days, on); err != nil {
		return nil, err
	}
	notes, err := notesIn(p, days)
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		on(n.Day).Notes = append(on(n.Day).Notes, n)
	}
	measured, err := marksIn(p, days, today)
	if err != nil {
		return nil, err
	}
	for _, m := range measured {
		for _, v := range m.Values {
			on(v.Day).Marks = append(on(v.Day).Marks, MarkedAs{Name: m.Measure.Words.Name, Value: v.Value})
		}
	}
	return sortedDays(kept, days), nil
}

func addDone(p gate.Leave, days span, on func(models.Day) *DayKept) error {
	daily, err := gate.List[models.Entry](p, "daily")
	if err != nil {
		return err
	}
	names := make(map[models.ID]string, len(daily))
	for i := range daily {
		names[daily[i].ID] = daily[i].Fields.Get("what")
	}
	done, err := ticksIn(p, days)
	for _, d := range done {
		if names[d.Entry] != "" {
			on(d.Day).Done = append(on(d.Day).Done, names[d.Entry])
		}
	}
	return err
}

// sortedDays puts the days with a check-in into two rows, newest first. A day with
// several counts by its last.
func sortedDays(kept map[models.Day]*DayKept, days span) *Days {
	out := &Days{From: days.From, To: days.To, Better: []DayKept{}, Other: []DayKept{}}
	for d := days.To; d >= days.From; d = d.Plus(-1) {
		k := kept[d]
		if k == nil || len(k.Checks) == 0 {
			continue
		}
		if models.HowValue(k.Checks[len(k.Checks)-1].How) >= betterFrom {
			out.Better = append(out.Better, *k)
		} else {
			out.Other = append(out.Other, *k)
		}
	}
	return out
}

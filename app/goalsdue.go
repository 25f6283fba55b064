package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// DueGoal is a goal that the two might look at together: nothing was said of it
// for some weeks.
type DueGoal struct {
	Entry Entry
	Last  models.Day // of its last mark; empty: it has none
}

// mostDue is how many are named at once, in the person's own order.
const mostDue = 3

// dueGoals is, of the goals that the actor sees, those that could do with a look. It is
// a look at the section and stands in "who has looked"; where goals are not shared nothing is read.
func (a *App) dueGoals(ctx context.Context, who models.Actor, plan models.ID) ([]DueGoal, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []DueGoal
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		out = nil
		if p.Grant().In(Goals) < models.RightSee {
			return nil
		}
		entries, err := gate.List[models.Entry](p, Goals)
		if err != nil {
			return err
		}
		reviews, err := gate.List[models.Review](p, Goals)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		for i := range entries {
			if due, is := l.due(&entries[i], reviews, today); is && len(out) < mostDue {
				out = append(out, due)
			}
		}
		return err
	})
	return out, err
}

// due looks at the last mark and at the day on which the words as they are now became
// visible to the reader, whichever is later.
func (l *lens) due(e *models.Entry, reviews []models.Review, today models.Day) (DueGoal, bool) {
	out := DueGoal{Entry: l.entry(e)}
	for _, r := range reviews {
		if r.Parent == e.ID {
			out.Last = max(out.Last, r.Words.Day)
		}
	}
	last := max(out.Last, models.DayOf(out.Entry.UpdatedAt, models.UTC))
	return out, models.DueForALook(e.Fields.Get("state"), last, today)
}

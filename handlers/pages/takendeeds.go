package pages

import (
	"context"
	"math"
	"slices"
	"time"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

func (v takenView) sessions(ctx context.Context) []takenLine {
	return lines(v.Rest.Sessions, func(s models.Session) takenLine {
		line := takenLine{takenPart{Said: v.meeting(ctx, s)}}
		if others := v.brought(s); len(others) > 0 {
			line = append(line, says(ctx, "taken.session_others", "Names", v.names(ctx, others)))
		}
		return append(line, v.told(ctx, "taken.session_beside", s.InRoomAt), v.told(ctx, "taken.session_copy", s.CopyAt))
	})
}

// meeting says with whom a session was, when, and for how long.
func (v takenView) meeting(ctx context.Context, s models.Session) string {
	name, over := v.name(ctx, s.With), s.Over(v.Head.At)
	switch begun := firstOf(s.BegunAt, s.InRoomAt); {
	case !begun.IsZero() && !over.IsZero():
		minutes := int(math.Ceil(over.Sub(begun).Minutes()))
		return say.T(ctx, "taken.session_held", "Name", name, "At", moment(ctx, begun), "Count", max(minutes, 1))
	case !begun.IsZero():
		return say.T(ctx, "taken.session_runs", "Name", name, "At", moment(ctx, begun))
	case !over.IsZero():
		return say.T(ctx, "taken.session_not_held", "Name", name, "At", moment(ctx, firstOf(s.PlannedFor, s.OpenedAt)))
	}
	return say.T(ctx, "taken.session_planned", "Name", name, "At", moment(ctx, firstOf(s.PlannedFor, s.OpenedAt)))
}

// session names a session: with whom, and when it began or was to begin.
func (v takenView) session(ctx context.Context, s models.Session) string {
	return say.T(ctx, "sessions.with", "Name", v.name(ctx, s.With), "When", moment(ctx, firstOf(s.BegunAt, s.InRoomAt, s.PlannedFor, s.OpenedAt)))
}

// firstOf is the first time that has come.
func firstOf(times ...time.Time) time.Time {
	i := slices.IndexFunc(times, func(t time.Time) bool { return !t.IsZero() })
	if i < 0 {
		return time.Time{}
	}
	return times[i]
}

// brought is whom the person had with them in a session.
func (v takenView) brought(s models.Session) []models.ID {
	var out []models.ID
	for _, a := range s.Attending {
		if a.Account != s.Owner && a.Account != s.With {
			out = append(out, a.Account)
		}
	}
	return out
}

func (v takenView) tasks(ctx context.Context) []takenLine {
	return lines(v.Rest.Tasks, func(t models.Task) takenLine {
		name := v.name(ctx, t.Account)
		return takenLine{
			says(ctx, "taken.task", "Name", name, "Section", v.Own.title(ctx, t.Section), "At", moment(ctx, t.OfferedAt)), wrote(t.Words),
			says(ctx, "task.is_"+string(t.Answer), "Name", name), wrote(t.Reply),
			v.told(ctx, "taken.task_ended", t.EndedAt),
		}
	})
}

func (v takenView) ways(ctx context.Context) []takenLine {
	return lines(v.Rest.Ways, func(w app.CrisisWay) takenLine {
		return takenLine{says(ctx, wayKey(w.Way)), says(ctx, "taken.way_days", "Count", w.Days)}
	})
}

// wayKey is the sentence of a way; the one that stands by itself has a title.
func wayKey(w models.CrisisWay) string {
	if w == models.OneAtOnce {
		return "way.at_once_title"
	}
	return "way." + wayValue(w)
}

func (v takenView) keys(ctx context.Context) []takenLine {
	return lines(v.Rest.Keys, func(k models.GivenKey) takenLine {
		name := v.name(ctx, k.Account)
		line := takenLine{says(ctx, "taken.key", "Name", name, "At", moment(ctx, k.GivenAt)), v.told(ctx, "taken.key_taken", k.TakenAt)}
		if !k.BarredAt.IsZero() && k.TakenAt.IsZero() {
			line = append(line, says(ctx, "key.barred", "Name", name))
		}
		return line
	})
}

func (v takenView) presses(ctx context.Context) []takenLine {
	return lines(v.Rest.Presses, func(p models.CrisisPress) takenLine {
		line := takenLine{says(ctx, "taken.press", "Name", v.name(ctx, p.Account), "At", moment(ctx, p.At), "Step", say.T(ctx, "crisis.step_"+string(p.Step))), wrote(p.Note)}
		if p.Stands {
			line = append(line, says(ctx, "taken.press_stands"))
		}
		return line
	})
}

func (v takenView) uses(ctx context.Context) []takenLine {
	return lines(v.Rest.Uses, func(u models.CrisisPast) takenLine {
		key := "taken.use"
		if u.Until.After(v.Head.At) {
			key = "taken.use_now"
		}
		return takenLine{
			says(ctx, key, "Names", v.names(ctx, u.By), "At", moment(ctx, u.Since), "End", moment(ctx, u.Until)),
			v.told(ctx, "taken.use_looked", u.LookedAt),
		}
	})
}

func (v takenView) witnesses(ctx context.Context) []takenLine {
	return lines(v.Rest.Witnesses, func(w models.Witnessing) takenLine {
		return takenLine{
			says(ctx, "taken.witness", "Name", v.name(ctx, w.Account), "At", moment(ctx, w.AskedAt)), v.ofStatement(ctx, w.Statement),
			v.told(ctx, "taken.witness_ended", w.EndedAt),
		}
	})
}

package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Beside is what stands beside somebody's name on the page of those who share with
// the actor: nothing of the plan itself, no order but the one in which they came.
type Beside struct {
	PlanTie
	Coming  []Session // planned, open or running
	Left    int       // things left over that a next session could take up
	TakenIn []Suggestion
	Due     []DueGoal // to those who work with the person
}

// recently is how long it is mentioned that a suggestion was taken in.
const recently = 30 * 24 * time.Hour

// mostTakenIn is how many suggestions to one person are looked through for those taken
// in: more than can be sent in the time.
const mostTakenIn = 200

// Circle is everybody who shares a plan with the actor or whose invitation they
// accepted, with what comes up between them, or a part of them.
func (a *App) Circle(ctx context.Context, who models.Actor, part Part) ([]Beside, error) {
	all, err := a.gate.Ties(ctx, who)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(t gate.Tie) bool { return t.Owner == who.Account })
	from, to := part.Of(len(all))
	ties, err := a.introduced(ctx, who, all[from:to])
	if err != nil {
		return nil, err
	}
	out := make([]Beside, len(ties))
	for i, t := range ties {
		out[i].PlanTie = t
		if t.State != models.Confirmed {
			continue
		}
		if err := a.beside(ctx, who, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *App) beside(ctx context.Context, who models.Actor, b *Beside) error {
	all, err := a.Sessions(ctx, who, b.Plan)
	if err != nil {
		return err
	}
	b.Coming = coming(all)
	if b.Left, err = a.leftFor(ctx, who, b); err != nil {
		return err
	}
	sent, err := a.SuggestionsSent(ctx, who, b.Plan, Sent{Part: Part{Limit: mostTakenIn}})
	b.TakenIn = slices.DeleteFunc(sent, func(s Suggestion) bool {
		taken := s.Outcome == models.TakenIn || s.Outcome == models.TakenInOtherway
		return !taken || a.now().Sub(s.AnsweredAt) > recently
	})
	if err == nil && b.Role.Works() {
		b.Due, err = a.dueGoals(ctx, who, b.Plan)
	}
	return err
}

// leftFor is how much is left over for the next session that there is, or that somebody who
// works with the person could have with them.
func (a *App) leftFor(ctx context.Context, who models.Actor, b *Beside) (int, error) {
	if len(b.Coming) > 0 {
		next, err := a.ReadSession(ctx, who, b.Plan, b.Coming[0].ID)
		if err != nil {
			return 0, err
		}
		return len(next.Left), nil
	}
	if !b.Role.Works() {
		return 0, nil
	}
	var left []AgendaItem
	err := a.gate.Read(ctx, who, b.Plan, who.Via, func(p *gate.Pass) (err error) {
		left, err = leftOver(p, who.Account)
		return err
	})
	return len(left), err
}

// coming is the sessions that have not ended, the next one first.
func coming(all []Session) []Session {
	out := slices.DeleteFunc(slices.Clone(all), func(s Session) bool { return s.State == models.SessionEnded })
	slices.SortStableFunc(out, func(x, y Session) int { return x.PlannedFor.Compare(y.PlannedFor) })
	return out
}

// ComingUp is the sessions in a plan that have not ended, the next one first.
func (a *App) ComingUp(ctx context.Context, who models.Actor, plan models.ID) ([]Session, error) {
	var out []Session
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.Sessions(p, mostSessions)
		if err != nil {
			return err
		}
		out = out[:0]
		for i := range found {
			if found[i].State(p.Now()) == models.SessionEnded {
				continue
			}
			s, err := sessionOf(p, &found[i])
			if err != nil {
				return err
			}
			out = append(out, s)
		}
		return nil
	})
	return coming(out), err
}

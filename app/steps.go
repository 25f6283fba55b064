package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// KeepStep adds a step to a goal, or with a Step changes that one.
type KeepStep struct {
	Plan    models.ID
	Goal    models.ID
	Step    models.ID
	Version int // of the step that the change started from; 0: whatever is newest
	Words   models.StepWords
	Once    models.Once
}

// KeepStep keeps a step. One that is done or let go bears the day of that.
func (a *App) KeepStep(ctx context.Context, who models.Actor, in KeepStep) (*Step, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	var out Step
	err = a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		s, again, err := stepFor(pen, in)
		if err != nil {
			return err
		}
		if !again {
			s.Change(in.Words.Tidied(s.Words, today))
			if err := s.Words.Check(); err != nil {
				return err
			}
			if err := gate.Save(pen, s); err != nil {
				return err
			}
		}
		out = stepOf(s)
		return pen.Did(in.Once, string(s.ID))
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// stepFor is the step to be kept; again says that an earlier request did so.
func stepFor(pen *gate.Pen, in KeepStep) (s *models.Step, again bool, err error) {
	if in.Step != "" {
		if s, err = gate.Find[models.Step](pen, in.Step); err != nil {
			return nil, false, err
		}
		if err := gate.May(pen, models.ActEdit, s); err != nil {
			return nil, false, err
		}
		if in.Version != 0 && in.Version != s.Version {
			return nil, false, gate.ErrStale
		}
		return s, false, nil
	}
	goal, err := goalEntry(pen, in.Goal)
	if err != nil {
		return nil, false, err
	}
	s = &models.Step{Record: models.Record{Section: Goals, Parent: goal.ID}}
	if err := gate.May(pen, models.ActAdd, s); err != nil {
		return nil, false, err
	}
	earlier, err := pen.Once(in.Once)
	if err != nil || earlier == "" {
		return s, false, err
	}
	s, err = gate.Find[models.Step](pen, models.ID(earlier))
	return s, true, err
}

// RemoveStep takes a step out of the plan.
func (a *App) RemoveStep(ctx context.Context, who models.Actor, plan, step models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		return gate.Remove[models.Step](pen, step, 0)
	})
}

// TurnGoal says how a goal stands and why. A goal that is changed into another one
// leaves that behind as a new goal.
type TurnGoal struct {
	Plan    models.ID
	Goal    models.ID
	State   string
	Why     string
	NewGoal string // with the state "changed"
}

// TurnGoal keeps how a goal stands now; how it stood before is in its versions. The
// answer is the new goal, where there is one.
func (a *App) TurnGoal(ctx context.Context, who models.Actor, in TurnGoal) (models.ID, error) {
	var next models.ID
	var touched []*models.Entry
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		e, err := goalEntry(pen, in.Goal)
		if err != nil {
			return err
		}
		if err := gate.May(pen, models.ActEdit, e); err != nil {
			return err
		}
		e.Fields = e.Fields.With("state", in.State).With("why", strings.TrimSpace(in.Why))
		e.Author, e.How = "", models.Alone
		section, _ := models.SectionOf(Goals)
		if err := section.Check(e.Fields); err != nil {
			return err
		}
		if err := gate.Save(pen, e); err != nil {
			return err
		}
		touched = []*models.Entry{e}
		words := strings.TrimSpace(in.NewGoal)
		if in.State != "changed" || words == "" {
			return nil
		}
		made, err := addEntry(pen, AddEntry{Plan: in.Plan, Section: Goals,
			Fields: models.Fields{{Key: "goal", Text: words}}.With("matters", e.Fields.Get("matters"))})
		if err != nil {
			return err
		}
		next, touched = made.ID, append(touched, made)
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, e := range touched {
		a.tell(e)
	}
	return next, nil
}

package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Reflection is a practitioner's own look back on a session, along the ten skills.
type Reflection struct {
	Session models.ID
	With    string // whom they met, as they call them
	At      time.Time
	Skills  map[string]string
}

// Reflect keeps words about a session in the actor's own plan, under its own key:
// nobody else reads them, and they stay theirs when the other's plan is erased.
type Reflect struct {
	Plan    models.ID // where the session was
	Session models.ID
	Skills  map[string]string
}

// Reflect keeps a reflection, or changes it. Only the one whom the owner met has one.
func (a *App) Reflect(ctx context.Context, who models.Actor, in Reflect) error {
	s, err := a.ReadSession(ctx, who, in.Plan, in.Session)
	if err != nil {
		return err
	}
	if s.Mine || s.With.ID != who.Account {
		return models.ErrNotAllowed
	}
	for skill, words := range in.Skills {
		if !slices.Contains(models.Skills, skill) {
			return models.Wrong(skill, "field.not_an_option")
		}
		if err := checkText(skill, words, models.MaxWords); err != nil {
			return err
		}
	}
	me, err := a.Me(ctx, who)
	if err != nil {
		return err
	}
	return a.gate.Write(ctx, who, me.Plan, who.Via, func(pen *gate.Pen) error {
		r, err := reflectionOn(pen, in.Session)
		if err != nil {
			return err
		}
		r.Words = models.ReflectionWords{Session: in.Session, With: s.Owner.Name, Skills: in.Skills}
		return gate.Save(pen, r)
	})
}

func reflectionOn(l gate.Leave, session models.ID) (*models.Reflection, error) {
	all, err := gate.List[models.Reflection](l)
	for i := range all {
		if all[i].Words.Session == session {
			return &all[i], nil
		}
	}
	return &models.Reflection{Record: models.Record{Section: models.InSessions}}, err
}

// Reflections is the actor's own, newest first.
func (a *App) Reflections(ctx context.Context, who models.Actor) ([]Reflection, error) {
	me, err := a.Me(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []Reflection
	err = a.gate.Read(ctx, who, me.Plan, who.Via, func(p *gate.Pass) error {
		all, err := gate.List[models.Reflection](p)
		out = make([]Reflection, 0, len(all))
		for _, r := range slices.Backward(all) {
			out = append(out, Reflection{Session: r.Words.Session, With: r.Words.With, At: r.CreatedAt, Skills: r.Words.Skills})
		}
		return err
	})
	return out, err
}

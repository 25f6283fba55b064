package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// AddReview says where a goal stands; a Day left out is today. Besides the person
// only somebody who works on it together with them, in a session, can.
type AddReview struct {
	Plan  models.ID
	Goal  models.ID
	Words models.ReviewWords
	Once  models.Once
}

// AddReview keeps a review.
func (a *App) AddReview(ctx context.Context, who models.Actor, in AddReview) (*Review, error) {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return nil, err
	}
	if in.Words.Day == "" {
		in.Words.Day = today
	}
	var out Review
	err = a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		r, err := reviewFor(pen, in)
		if err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err != nil {
			return err
		}
		if r.Version == 0 {
			if err := in.Words.Check(); err != nil {
				return err
			}
			if in.Words.Day > today.Plus(1) { // theirs may be a day ahead of the reader's
				return models.Wrong("day", "field.not_yet")
			}
			if err := gate.Save(pen, r); err != nil {
				return err
			}
		}
		out = l.reviews([]models.Review{*r})[0]
		return pen.Did(in.Once, string(r.ID))
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// reviewFor is the review to be kept, or the one that an earlier request made.
func reviewFor(pen *gate.Pen, in AddReview) (*models.Review, error) {
	goal, err := goalEntry(pen, in.Goal)
	if err != nil {
		return nil, err
	}
	r := &models.Review{Record: models.Record{Section: Goals, Parent: goal.ID}, Words: in.Words}
	if err := gate.May(pen, models.ActAdd, r); err != nil {
		return nil, err
	}
	earlier, err := pen.Once(in.Once)
	if err != nil || earlier == "" {
		return r, err
	}
	return gate.Find[models.Review](pen, models.ID(earlier))
}

// RemoveReview takes a review out: its writer can, and the owner.
func (a *App) RemoveReview(ctx context.Context, who models.Actor, plan, review models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		return gate.Remove[models.Review](pen, review, 0)
	})
}

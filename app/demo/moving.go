package demo

import (
	"context"
	"strconv"

	"handrail/app"
	"handrail/models"
)

// What moves: marks of goals, steps, measures and ticks.

func markGoal(ctx context.Context, s *scene) error {
	mark, err := strconv.Atoi(s.Words["mark"])
	if err != nil {
		return err
	}
	_, err = s.app.AddReview(ctx, s.actor(), app.AddReview{Plan: s.plan, Goal: s.entries[s.Entry].id, Words: models.ReviewWords{
		Mark: mark, Words: s.Words["words"], More: s.Words["more"]}})
	return err
}

func takeStep(ctx context.Context, s *scene) error {
	made, err := s.app.KeepStep(ctx, s.actor(), app.KeepStep{Plan: s.plan, Goal: s.entries[s.Entry].id, Words: models.StepWords{
		Text: s.Words["text"], Who: s.Words["who"], By: s.Words["by"]}})
	if err == nil && s.As != "" {
		s.entries[s.As] = thing{id: made.ID, step: made.Words}
	}
	return err
}

func endStep(ctx context.Context, s *scene) error {
	words := s.entries[s.Entry].step
	words.State = models.StepState(s.Words["state"])
	_, err := s.app.KeepStep(ctx, s.actor(), app.KeepStep{Plan: s.plan, Step: s.entries[s.Entry].id, Words: words})
	return err
}

func makeMeasure(ctx context.Context, s *scene) error {
	made, err := s.app.MakeMeasure(ctx, s.actor(), app.MakeMeasure{Plan: s.plan, Words: models.MeasureWords{
		Name: s.Words["name"], Low: s.Words["low"], High: s.Words["high"], Often: s.Words["often"]}})
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func markMeasure(ctx context.Context, s *scene) error {
	value, err := strconv.Atoi(s.Words["value"])
	if err != nil {
		return err
	}
	return s.app.MarkMeasure(ctx, s.actor(), app.MarkMeasure{Plan: s.plan, Measure: s.entries[s.Entry].id, Day: models.DayOf(s.at, models.UTC), Value: &value})
}

func tickOff(ctx context.Context, s *scene) error {
	return s.app.Tick(ctx, s.actor(), app.Tick{Plan: s.plan, Day: models.DayOf(s.at, models.UTC), Done: []models.ID{s.entries[s.Entry].id}})
}

package demo

import (
	"context"

	"handrail/app"
)

func write(ctx context.Context, s *scene) error {
	made, err := s.app.AddEntry(ctx, s.actor(), app.AddEntry{
		Plan: s.plan, Section: s.section(), Fields: s.fields(s.section(), nil), Place: s.place()})
	if err == nil && s.As != "" {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func draft(ctx context.Context, s *scene) error {
	in := app.SaveDraft{DraftOf: app.DraftOf{Plan: s.plan, Section: s.section()}, Fields: s.fields(s.section(), nil)}
	return s.app.SaveDraft(ctx, s.actor(), in)
}

func change(ctx context.Context, s *scene) error {
	now, err := s.app.ReadEntry(ctx, s.actor(), s.plan, s.entries[s.Entry].id)
	if err != nil {
		return err
	}
	_, err = s.app.EditEntry(ctx, s.actor(), app.EditEntry{
		Plan: s.plan, Entry: now.ID, Version: now.Version, Fields: s.fields(now.Section, now.Fields), Place: s.place()})
	return err
}

// restore brings the version back that Steps counts, 1 the first.
func restore(ctx context.Context, s *scene) error {
	_, err := s.app.RestoreVersion(ctx, s.actor(), s.plan, s.entries[s.Entry].id, s.Steps)
	return err
}

func place(ctx context.Context, s *scene) error {
	_, err := s.app.SetPlace(ctx, s.actor(), s.plan, s.entries[s.Entry].id, s.place())
	return err
}

func move(ctx context.Context, s *scene) error {
	return s.app.MoveEntry(ctx, s.actor(), s.plan, s.entries[s.Entry].id, s.Steps)
}

func remove(ctx context.Context, s *scene) error {
	return s.app.RemoveEntry(ctx, s.actor(), s.plan, s.entries[s.Entry].id)
}

func bringBack(ctx context.Context, s *scene) error {
	_, err := s.app.BringBack(ctx, s.actor(), s.plan, s.entries[s.Entry].id)
	return err
}

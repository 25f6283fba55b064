// Package demo plays a fictional world into an empty data folder: a person with a
// full plan, the people around her, and the weeks in which it came about. All of it
// goes through the app's own operations, in order, at the times when it is told to
// have happened; it must never write a row by itself or touch a folder with real
// people in it. Nobody in it exists.
package demo

import (
	"context"
	"errors"
	"fmt"

	"handrail/app"
	"handrail/models"
)

// ErrNotEmpty is a folder that holds accounts which are not the demo's.
var ErrNotEmpty = errors.New("demo: there are accounts in this folder that the demo did not make")

// Play fills an empty app with the world. One that holds it already is left as
// it is; any other is refused with ErrNotEmpty. The app must have been opened with
// the clock, which keeps the real time once this returns.
func Play(ctx context.Context, a *app.App, c *Clock) error {
	there, err := a.Accounts(ctx)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return ours(there)
	}
	moments, err := story(c.Now())
	if err != nil {
		return err
	}
	defer c.Free()
	s := &stage{app: a, clock: c, cast: make(map[string]*player), entries: make(map[string]thing), sections: make(map[string]models.SectionKey)}
	for _, p := range Cast() {
		s.cast[p.Key] = &player{Somebody: p}
	}
	for _, m := range moments {
		c.Set(m.at)
		if err := s.play(ctx, m); err != nil {
			return fmt.Errorf("demo: %s %s at %s: %w", m.Who, m.Does, m.At, err)
		}
	}
	return nil
}

func ours(there []models.Account) error {
	known := make(map[string]bool)
	for _, p := range Cast() {
		known[p.Email] = true
	}
	for _, account := range there {
		if !known[account.Email] {
			return ErrNotEmpty
		}
	}
	return nil
}

package demo

import (
	"context"

	"handrail/app"
	"handrail/models"
)

// meets is everything that is done in a session.
var meets = map[string]func(context.Context, *scene) error{
	"opens a session": openSession,
	"comes":           come,
	"is here":         isHere,
	"lists":           list,
	"ticks":           tick,
	"sums up":         sumUp,
	"agrees":          agree,
	"adds later":      addLater,
	"ends it":         endSession,
}

func openSession(ctx context.Context, s *scene) error {
	in := app.OpenSession{Plan: s.plan}
	if s.To != "" {
		in.With = s.cast[s.To].actor.Account
	}
	if s.Days > 0 {
		in.PlannedFor = s.at.AddDate(0, 0, s.Days)
	}
	made, err := s.app.OpenSession(ctx, s.actor(), in)
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func (s *scene) session() models.ID { return s.entries[s.Entry].id }

func come(ctx context.Context, s *scene) error {
	_, err := s.app.JoinSession(ctx, s.actor(), s.plan, s.session())
	return err
}

func isHere(ctx context.Context, s *scene) error {
	_, err := s.app.GiveSign(ctx, s.actor(), app.GiveSign{Plan: s.plan, Session: s.session(), Sign: app.SignSaid})
	return err
}

func list(ctx context.Context, s *scene) error {
	made, err := s.app.AddToAgenda(ctx, s.actor(), app.AddToAgenda{Plan: s.plan, Session: s.session(), Text: s.Note})
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func tick(ctx context.Context, s *scene) error {
	_, err := s.app.TickAgenda(ctx, s.actor(), s.plan, s.session(), s.entries[s.As].id, app.Ticked)
	return err
}

func sumUp(ctx context.Context, s *scene) error {
	now, err := s.app.ReadSession(ctx, s.actor(), s.plan, s.session())
	if err != nil {
		return err
	}
	_, err = s.app.WriteSummary(ctx, s.actor(), app.WriteSummary{Plan: s.plan, Session: s.session(), Text: s.Note, Version: now.Summary.Version})
	return err
}

func agree(ctx context.Context, s *scene) error {
	_, err := s.app.AgreeToSummary(ctx, s.actor(), app.AgreeToSummary{Plan: s.plan, Session: s.session()})
	return err
}

func addLater(ctx context.Context, s *scene) error {
	_, err := s.app.AddSessionNote(ctx, s.actor(), app.AddSessionNote{Plan: s.plan, Session: s.session(), Text: s.Note})
	return err
}

func endSession(ctx context.Context, s *scene) error {
	_, err := s.app.EndSession(ctx, s.actor(), s.plan, s.session())
	return err
}

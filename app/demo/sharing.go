package demo

import (
	"context"

	"handrail/app"
	"handrail/models"
)

func invite(ctx context.Context, s *scene) error {
	in := app.Invite{Plan: s.plan, Role: s.Role, Called: s.Called}
	for _, o := range s.Offers {
		in.Offers = append(in.Offers, s.offered(o))
	}
	made, err := s.app.Invite(ctx, s.actor(), in)
	if err == nil {
		s.entries[s.As] = thing{code: made.Code}
	}
	return err
}

func accept(ctx context.Context, s *scene) error {
	_, err := s.app.AcceptInvitation(ctx, s.actor(), s.entries[s.Entry].code)
	return err
}

func (s *scene) other() models.ID { return s.cast[s.To].actor.Account }

func confirm(ctx context.Context, s *scene) error {
	return s.app.ConfirmPerson(ctx, s.actor(), s.plan, s.other())
}

func share(ctx context.Context, s *scene) error {
	_, err := s.app.Share(ctx, s.actor(), app.Share{Plan: s.plan, Account: s.other(), Offer: s.offered(s.offer)})
	return err
}

func stop(ctx context.Context, s *scene) error {
	return s.app.WithdrawFrom(ctx, s.actor(), s.plan, s.other(), s.offered(s.offer).Sections...)
}

func pause(ctx context.Context, s *scene) error {
	return s.app.PausePerson(ctx, s.actor(), s.plan, s.other())
}

func end(ctx context.Context, s *scene) error {
	return s.app.EndPerson(ctx, s.actor(), s.plan, s.other())
}

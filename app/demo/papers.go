package demo

import (
	"context"

	"handrail/app"
	"handrail/models"
)

// What is signed, witnessed and handed over.

func signStatement(ctx context.Context, s *scene) error {
	in := app.SignStatement{Plan: s.plan, Entry: s.entries[s.Entry].id, Pack: s.Note, Details: models.Details(s.Words)}
	text, err := s.app.PreviewStatement(ctx, s.actor(), in)
	if err != nil {
		return err
	}
	in.Hash = text.Hash
	made, err := s.app.SignStatement(ctx, s.actor(), in)
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func askWitness(ctx context.Context, s *scene) error {
	_, err := s.app.AskWitness(ctx, s.actor(), s.plan, s.entries[s.Entry].id, s.other())
	return err
}

func witness(ctx context.Context, s *scene) error {
	_, err := s.app.WitnessStatement(ctx, s.actor(), app.WitnessStatement{Plan: s.plan, Statement: s.entries[s.Entry].id,
		Name: s.Words["name"], Class: s.Words["class"], Address: s.Words["address"], Certify: []string{s.Words["certifies"]}})
	return err
}

func lodge(ctx context.Context, s *scene) error {
	_, err := s.app.MarkStatement(ctx, s.actor(), app.MarkStatement{Plan: s.plan, Statement: s.entries[s.Entry].id,
		Kind: models.MarkKind(s.Note), Board: s.Words["board"], On: s.at.Format("2006-01-02")})
	return err
}

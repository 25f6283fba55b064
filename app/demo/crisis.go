package demo

import (
	"context"

	"handrail/app"
	"handrail/models"
)

func chooseWay(ctx context.Context, s *scene) error {
	return s.app.ChooseCrisisWay(ctx, s.actor(), s.plan, app.CrisisWay{Way: s.Way, Days: s.Days})
}

func giveKey(ctx context.Context, s *scene) error {
	return s.app.GiveKey(ctx, s.actor(), s.plan, s.other())
}

func readKey(ctx context.Context, s *scene) error { return s.app.KeyRead(ctx, s.actor(), s.plan) }

func askToTakeOn(ctx context.Context, s *scene) error {
	made, err := s.app.OfferTask(ctx, s.actor(), app.OfferTask{Plan: s.plan, Entry: s.entries[s.Entry].id, Account: s.other(), Words: s.Words["words"]})
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func answerTask(ctx context.Context, s *scene) error {
	_, err := s.app.AnswerTask(ctx, s.actor(), s.plan, s.entries[s.Entry].id, models.TaskAnswer(s.Words["answer"]), s.Words["reply"])
	return err
}

package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Answers is what the owner says of a session afterwards.
type Answers struct {
	Marks map[string]string // question → one of models.AfterMarks; not asked again where it is absent
	Words string
	Shown bool // the one whom they met can read it
}

// AnswerAfterwards keeps the owner's answers about a session. They are theirs alone
// unless Shown.
type AnswerAfterwards struct {
	Plan    models.ID
	Session models.ID
	Answers
}

// AnswerAfterwards keeps the answers; answering again changes them. To show them
// asks for a fresh sign-in.
func (a *App) AnswerAfterwards(ctx context.Context, who models.Actor, in AnswerAfterwards) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		old, err := answersOf(pen, s.ID)
		if err != nil {
			return err
		}
		if in.Shown && old.OnlyMe {
			if err := who.MustBeFresh(pen.Now()); err != nil {
				return err
			}
		}
		if err := in.check(); err != nil {
			return err
		}
		old.Words, old.OnlyMe = models.AnswerWords{Marks: in.Marks, Words: in.Words}, !in.Shown
		return gate.Save(pen, old)
	})
}

func (in Answers) check() error {
	for question, mark := range in.Marks {
		if !slices.Contains(models.AfterQuestions, question) || !slices.Contains(models.AfterMarks, mark) {
			return models.Wrong("marks", "field.not_an_option")
		}
	}
	return checkText("words", in.Words, maxSummary)
}

// answersOf is the answers about a session, or new ones that are the owner's alone.
func answersOf(l gate.Leave, session models.ID) (*models.Answers, error) {
	found, err := gate.OfSession[models.Answers](l, session)
	if len(found) > 0 {
		return &found[0], err
	}
	return &models.Answers{Record: models.Record{Section: models.InSessions, Parent: session, OnlyMe: true}}, err
}

func (s *Session) fillAnswers(l visitor) error {
	found, err := gate.OfSession[models.Answers](l, s.ID)
	if len(found) > 0 {
		s.Answers = &Answers{Marks: found[0].Words.Marks, Words: found[0].Words.Words, Shown: !found[0].OnlyMe}
	}
	return err
}

package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"handrail/app/internal/gate"
	"handrail/models"
)

// MakeRoomCode gives the one whom the owner meets six digits to say to them: typed
// on the owner's screen they confirm that the two sit side by side. A new code takes
// the place of the one before.
func (a *App) MakeRoomCode(ctx context.Context, who models.Actor, plan, session models.ID) (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	digits := fmt.Sprintf("%06d", n)
	_, err = a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if pen.Grant().Account != s.With || !pen.Facts().Confirmed {
			return models.ErrNotAllowed
		}
		s.Code = models.NewRoomCode(s.ID, digits, pen.Now())
		return nil
	})
	return digits, err
}

// SitBeside is the owner's: with the code that the other said, their words are
// written "with" them from now on. It gives nobody a right.
func (a *App) SitBeside(ctx context.Context, who models.Actor, plan, session models.ID, digits string) (*Session, error) {
	fits := false
	s, err := a.changeSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		if fits = s.Code.Try(s.ID, digits, pen.Now()); fits {
			join(s, s.Owner, pen.Now())
			s.InRoomAt = pen.Now()
		}
		return nil
	})
	if err == nil && !fits { // the try counts all the same
		return nil, models.Wrong("code", "session.code_wrong")
	}
	return s, err
}

package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// askAgainAfter is how long after consent that was given with somebody beside the
// person they are asked again: by another day whoever it was has mostly gone.
const askAgainAfter = 12 * time.Hour

// AskAgain reports whether a consent is to be offered once more, to the person
// alone: it stands, and somebody was beside them when they gave it.
func (a *App) AskAgain(c models.Consent) bool {
	now := a.now()
	over := !c.Until.IsZero() && !now.Before(c.Until)
	return c.Beside && c.WithdrawnAt.IsZero() && !over && now.Sub(c.GivenAt) >= askAgainAfter
}

// Again is what the person says to consent that they are asked about again.
type Again string

// The two answers. To share less in another way is to withdraw as always.
const (
	KeepSharing Again = "keep"
	StopSharing Again = "stop"
)

// AnswerAgain keeps what somebody was given with others beside, which is then
// consent given alone, or stops all of it. Neither asks for a fresh sign-in: nothing more is
// shared than before. Nobody is told.
func (a *App) AnswerAgain(ctx context.Context, who models.Actor, plan, account models.ID, answer Again) error {
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		given, err := gate.Consents(pen, gate.Scope{Account: account, Standing: true})
		if err != nil {
			return err
		}
		if answer != KeepSharing && answer != StopSharing {
			return models.Wrong("answer", "field.not_an_option")
		}
		for _, c := range given {
			if !a.AskAgain(c) {
				continue
			}
			if err := answerOne(pen, c, answer); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		a.tellGrants(plan)
	}
	return err
}

func answerOne(pen *gate.Pen, c models.Consent, answer Again) error {
	if answer == StopSharing {
		return gate.Withdraw(pen, c.ID)
	}
	c.Beside = false
	return gate.Give(pen, &c)
}

package app

import (
	"context"
	"crypto/rand"

	"handrail/app/internal/gate"
	"handrail/models"
)

// newCode draws 130 random bits as a code that can be read aloud.
func newCode() string { return models.GroupedCode(rand.Text()) }

// Asked is what somebody signed in is told about an invitation that they hold.
type Asked struct {
	By   Person
	Role models.Role
}

// ReadInvitation tells who asks; used, expired, withdrawn, unknown, one's own
// and one meant for another address are all not found.
func (a *App) ReadInvitation(ctx context.Context, who models.Actor, code string) (*Asked, error) {
	letter, err := a.gate.ReadLetter(ctx, who, models.PlainCode(code))
	if err != nil {
		return nil, err
	}
	fits, err := a.fits(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := fits(*letter); err != nil {
		return nil, err
	}
	names, err := a.accounts.Names(ctx, []models.ID{letter.Owner})
	if err != nil {
		return nil, err
	}
	return &Asked{By: Person{ID: letter.Owner, Name: names[letter.Owner]}, Role: letter.Invitation.Role}, nil
}

// fits refuses an invitation that names an address which the holder has not proved.
func (a *App) fits(ctx context.Context, who models.Actor) (func(gate.Letter) error, error) {
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return nil, err
	}
	return func(l gate.Letter) error {
		if l.Invitation.Email == "" {
			return nil
		}
		want, _ := models.NormalEmail(l.Invitation.Email)
		if mine, _ := models.NormalEmail(me.Email); !me.Proved || mine != want {
			return models.ErrNotFound
		}
		return nil
	}, nil
}

// Joined is a relationship that has just been accepted. Words are two words that
// stand on both screens, so that the person can tell who accepted.
type Joined struct {
	Relationship models.Relationship
	Words        string
}

// AcceptInvitation ties who to the plan. It shows nothing of it.
func (a *App) AcceptInvitation(ctx context.Context, who models.Actor, code string) (*Joined, error) {
	fits, err := a.fits(ctx, who)
	if err != nil {
		return nil, err
	}
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return nil, err
	}
	tie, err := a.gate.AnswerLetter(ctx, who, models.PlainCode(code), me.Name, models.Accepted, fits)
	if err != nil {
		return nil, err
	}
	a.tellGrants(tie.Plan)
	return &Joined{Relationship: *tie, Words: models.TwoWords(tie.ID, tie.AcceptedAt)}, nil
}

// DeclineInvitation closes an invitation without a tie.
func (a *App) DeclineInvitation(ctx context.Context, who models.Actor, code string) error {
	fits, err := a.fits(ctx, who)
	if err != nil {
		return err
	}
	_, err = a.gate.AnswerLetter(ctx, who, models.PlainCode(code), "", models.Ended, fits)
	return err
}

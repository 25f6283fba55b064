package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// InPlan is somebody in the owner's plan, as the owner sees them.
type InPlan struct {
	Account  models.ID
	Name     string
	NewName  string // set where they changed it since it was confirmed
	Email    string
	Proved   bool // the address was proved by mail
	Works    bool // confirmed by this service in the role that they have here
	Role     models.Role
	Called   string
	State    models.State
	Muted    bool
	Words    string         // two words that stand on their screen too, until confirmed
	Offers   []models.Offer // prepared, until confirmed
	Consents []models.Consent
}

// People is everybody in the owner's plan but those whose tie has ended, in the
// order in which they came.
func (a *App) People(ctx context.Context, who models.Actor, plan models.ID) ([]InPlan, error) {
	var out []InPlan
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		ties, err := gate.People(p)
		if err != nil {
			return err
		}
		out = []InPlan{}
		for _, tie := range ties {
			if tie.State == models.Ended || !tie.LeftAt.IsZero() {
				continue
			}
			one, err := inPlan(p, tie)
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	for i := range out {
		if err == nil {
			err = a.introduce(ctx, &out[i])
		}
	}
	return out, err
}

func inPlan(p *gate.Pass, tie models.Relationship) (InPlan, error) {
	out := InPlan{Account: tie.Account, Name: tie.Name, Role: tie.Role, Called: tie.Called, State: tie.State, Muted: tie.Muted}
	var err error
	if tie.State == models.Accepted {
		out.Words = models.TwoWords(tie.ID, tie.AcceptedAt)
		if out.Offers, err = gate.Prepared(p, tie.Account); err != nil {
			return out, err
		}
	}
	out.Consents, err = gate.Consents(p, gate.Scope{Account: tie.Account, Standing: true})
	return out, err
}

// introduce fills in what the account itself says.
func (a *App) introduce(ctx context.Context, p *InPlan) error {
	account, err := a.accounts.Account(ctx, p.Account)
	if err != nil {
		return err
	}
	p.Email, p.Proved = account.Email, account.Proved
	p.Works = account.Works != "" && account.Works == p.Role
	if account.Name != p.Name {
		p.NewName = account.Name
	}
	return nil
}

// ConfirmPerson says that the one who accepted is the one who was meant; what was prepared
// for them counts from now. It asks for a fresh sign-in.
func (a *App) ConfirmPerson(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.changePerson(ctx, who, plan, account, func(pen *gate.Pen, r *models.Relationship) error {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		if r.State == models.Confirmed {
			return nil
		}
		if r.State != models.Accepted {
			return models.ErrNotFound
		}
		r.State, r.ConfirmedAt = models.Confirmed, pen.Now()
		offers, err := gate.Prepared(pen, account)
		if err != nil {
			return err
		}
		if offers, err = withoutNotInvolved(pen, r, offers); err != nil {
			return err
		}
		for _, o := range offers {
			if err := givePrepared(pen, account, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// givePrepared gives what was prepared before somebody came. What has run out since
// counts no more, and to work together takes the service's word for them (RULES.md 21).
func givePrepared(pen *gate.Pen, account models.ID, o models.Offer) error {
	if !o.Until.IsZero() && !o.Until.After(pen.Now()) {
		return nil
	}
	works, err := gate.Works(pen, account)
	if err != nil {
		return err
	}
	if !works {
		o.Right = min(o.Right, models.RightSuggest)
	}
	_, err = give(pen, account, o)
	return err
}

// changePerson runs change on somebody in the plan and writes the tie back.
func (a *App) changePerson(ctx context.Context, who models.Actor, plan, account models.ID, change func(*gate.Pen, *models.Relationship) error) error {
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		r, err := gate.Person(pen, account)
		if err != nil {
			return err
		}
		if r.State == models.Ended || !r.LeftAt.IsZero() {
			return models.ErrNotFound
		}
		if err := change(pen, r); err != nil {
			return err
		}
		return gate.Relate(pen, r)
	})
	if err == nil {
		a.tellGrants(plan)
	}
	return err
}

// PausePerson stops what somebody can see, silently; ResumePerson (with a fresh
// sign-in) lets it go on.
func (a *App) PausePerson(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.changePerson(ctx, who, plan, account, func(_ *gate.Pen, r *models.Relationship) error {
		if r.State == models.Accepted {
			return &models.Error{Kind: models.Conflict, Key: "person.not_confirmed"}
		}
		r.State = models.Paused
		return nil
	})
}

// ResumePerson lets a paused tie go on.
func (a *App) ResumePerson(ctx context.Context, who models.Actor, plan, account models.ID) error {
	return a.changePerson(ctx, who, plan, account, func(pen *gate.Pen, r *models.Relationship) error {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		if r.State == models.Accepted {
			return &models.Error{Kind: models.Conflict, Key: "person.not_confirmed"}
		}
		r.State = models.Confirmed
		return nil
	})
}

// EndPerson ends a tie and withdraws every grant, silently. What is open of sessions
// with them ends as if the person had pressed End: nothing more is said to them there.
func (a *App) EndPerson(ctx context.Context, who models.Actor, plan, account models.ID) error {
	var over []models.ID
	err := a.changePerson(ctx, who, plan, account, func(pen *gate.Pen, r *models.Relationship) error {
		r.State = models.Ended
		if err := gate.EndTasksOf(pen, "", account); err != nil {
			return err
		}
		if _, err := gate.WithdrawFrom(pen, account); err != nil {
			return err
		}
		var err error
		over, err = endSessionsWith(pen, account)
		return err
	})
	if err != nil {
		return err
	}
	for _, session := range over {
		a.tellSession(plan, session)
	}
	return nil
}

// CallPerson changes the person's own word for somebody and takes over their new name.
func (a *App) CallPerson(ctx context.Context, who models.Actor, plan, account models.ID, called string) error {
	return a.changePerson(ctx, who, plan, account, func(pen *gate.Pen, r *models.Relationship) error {
		if err := checkLine("called", called, maxCalled); err != nil {
			return err
		}
		names, err := gate.Names(pen, account)
		if err != nil {
			return err
		}
		r.Called, r.Name = strings.TrimSpace(called), names[account]
		return nil
	})
}

// Hearing says whether somebody's suggestions reach the person.
type Hearing string

// The two ways.
const (
	Heard   Hearing = "heard"
	Unheard Hearing = "unheard"
)

// MutePerson stops (or lets go on) hearing somebody's suggestions; they are not told.
func (a *App) MutePerson(ctx context.Context, who models.Actor, plan, account models.ID, hearing Hearing) error {
	return a.changePerson(ctx, who, plan, account, func(_ *gate.Pen, r *models.Relationship) error {
		r.Muted = hearing == Unheard
		return nil
	})
}

// LeavePlan is the other side's: they take the plan off their own list for good.
func (a *App) LeavePlan(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.gate.LeavePlan(ctx, who, plan)
}

// EverInPlan is the names of everybody who was ever tied to the owner's plan, as
// the owner confirmed them.
func (a *App) EverInPlan(ctx context.Context, who models.Actor, plan models.ID) (map[models.ID]string, error) {
	out := make(map[models.ID]string)
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		people, err := gate.People(p)
		for _, r := range people {
			out[r.Account] = r.Name
		}
		return err
	})
	return out, err
}

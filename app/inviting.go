package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Invite asks somebody into the plan. Email needs a server that sends mail;
// without one the code or link is handed over. Offers count only once the person confirms who accepted.
type Invite struct {
	Plan   models.ID
	Role   models.Role
	Called string
	Email  string
	Offers []models.Offer
	Once   models.Once
}

// Invited is a fresh invitation. Code and URL are shown this once.
type Invited struct {
	Invitation models.Invitation
	Code       string
	URL        string
}

// maxCalled is the most characters in the person's own word for somebody.
const maxCalled = 100

// mostInvitations is how many a plan can have made in a day for another to be mailed:
// the server must not write to whomever somebody likes as often as they like.
const mostInvitations = 20

// Invite makes an invitation that works once, for seven days.
func (a *App) Invite(ctx context.Context, who models.Actor, in Invite) (*Invited, error) {
	out := &Invited{Invitation: models.Invitation{Role: in.Role, Called: strings.TrimSpace(in.Called), Email: in.Email, Offers: in.Offers}}
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		if earlier != "" {
			return replayInvitation(pen, models.ID(earlier), out)
		}
		if err := a.checkInvite(pen, in); err != nil {
			return err
		}
		out.Code = newCode()
		if err := gate.Invite(pen, &out.Invitation, models.PlainCode(out.Code)); err != nil {
			return err
		}
		return pen.Did(in.Once, string(out.Invitation.ID))
	})
	if err != nil {
		return nil, err
	}
	if out.Code != "" {
		out.URL = a.url + "/invitations/" + out.Code
		a.mailInvitation(in.Email, out.URL)
	}
	return out, nil
}

// replayInvitation answers a repeated request: the code appears once and not again.
func replayInvitation(pen *gate.Pen, id models.ID, out *Invited) error {
	all, err := gate.Invitations(pen)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.ID == id {
			out.Invitation = i
			return nil
		}
	}
	return models.ErrNotFound
}

func (a *App) checkInvite(pen *gate.Pen, in Invite) error {
	if !in.Role.Known() {
		return models.Wrong("role", "field.not_an_option")
	}
	if err := checkLine("called", in.Called, maxCalled); err != nil {
		return err
	}
	if in.Email != "" && a.mail == nil {
		return models.Wrong("email", "invitation.no_mail")
	}
	if _, fine := models.NormalEmail(in.Email); in.Email != "" && !fine {
		return models.Wrong("email", "field.not_an_address")
	}
	if err := checkOffers(pen, in.Role, in.Offers); err != nil || in.Email == "" {
		return err
	}
	made, err := gate.Invited(pen, pen.Now().Add(-24*time.Hour))
	if err == nil && made >= mostInvitations {
		err = &models.Error{Kind: models.TooMany, Key: "invitation.too_many"}
	}
	return err
}

// mostPrepared is how many sections may stand in one invitation, all offers together.
// The last for a section counts, so that more than this are the same ones over and over.
const mostPrepared = 500

// checkOffers is checkOffer for each.
func checkOffers(l gate.Leave, role models.Role, offers []models.Offer) error {
	sections := 0
	for _, o := range offers {
		if sections += len(o.Sections); sections > mostPrepared {
			return models.Wrong("sections", "grant.too_many")
		}
		if err := checkOffer(l, role, o); err != nil {
			return err
		}
	}
	return nil
}

// checkLine is nil or an Invalid error about one line of at most most characters.
func checkLine(field, text string, most int) error {
	if strings.ContainsAny(text, "\r\n") {
		return models.Wrong(field, "field.unreadable")
	}
	return checkText(field, text, most)
}

// checkText is checkLine for several lines.
func checkText(field, text string, most int) error {
	if !models.Clean(text) {
		return models.Wrong(field, "field.unreadable")
	}
	if utf8.RuneCountInString(text) > most {
		return &models.Error{Kind: models.Invalid, Key: "error.invalid",
			Fields: []models.Problem{{Field: field, Key: "field.too_long", Args: map[string]any{"Max": most}}}}
	}
	return nil
}

func (a *App) mailInvitation(to, url string) {
	if a.mail != nil && to != "" {
		a.send(to, "mail.invitation", map[string]any{"URL": url})
	}
}

// Invitations is the owner's invitations that are still open, newest first.
func (a *App) Invitations(ctx context.Context, who models.Actor, plan models.ID) ([]models.Invitation, error) {
	var out []models.Invitation
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		all, err := gate.Invitations(p)
		if err != nil {
			return err
		}
		out = []models.Invitation{}
		for _, i := range all {
			if i.ClosedAt.IsZero() && i.AcceptedBy == "" && i.ExpiresAt.After(p.Now()) {
				out = append(out, i)
			}
		}
		return nil
	})
	return out, err
}

// WithdrawInvitation makes an invitation not found for whoever holds it.
func (a *App) WithdrawInvitation(ctx context.Context, who models.Actor, plan, invitation models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		return gate.CloseInvitation(pen, invitation)
	})
}

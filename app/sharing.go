package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Wording is the version of the sentence that a person says yes to when they
// share. It changes when the sentence in the message catalogue changes its meaning.
const Wording = "2026-1"

// Share gives consent for some sections, one grant each; each withdraws the one
// before. Sharing more asks for a fresh sign-in; sharing less never does.
type Share struct {
	Plan    models.ID
	Account models.ID
	Offer   models.Offer
	Another bool // they bear a name that stands under who must not be involved, and are somebody else
	Once    models.Once
}

// Share gives the grants.
func (a *App) Share(ctx context.Context, who models.Actor, in Share) ([]models.Consent, error) {
	var out []models.Consent
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		if earlier != "" {
			out, err = grantsOf(pen, earlier)
			return err
		}
		if out, err = share(pen, who, in); err != nil {
			return err
		}
		return pen.Did(in.Once, idsOf(out))
	})
	if err == nil {
		a.tellGrants(in.Plan)
	}
	return out, err
}

func share(pen *gate.Pen, who models.Actor, in Share) ([]models.Consent, error) {
	standing, err := gate.Consents(pen, gate.Scope{Account: in.Account, Standing: true})
	if err != nil {
		return nil, err
	}
	if !narrows(in.Offer, standing, pen.Now()) {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
	}
	tie, err := gate.Person(pen, in.Account)
	if models.KindOf(err) == models.NotFound || err == nil && (tie.State == models.Ended || !tie.LeftAt.IsZero()) {
		return nil, models.Wrong("account", "field.nobody")
	}
	if err != nil {
		return nil, err
	}
	if err := checkOffer(pen, tie.Role, in.Offer); err != nil {
		return nil, err
	}
	if err := clashesWithNotInvolved(pen, tie, in); err != nil {
		return nil, err
	}
	if err := confirmedFor(pen, in.Account, in.Offer.Right); err != nil {
		return nil, err
	}
	return give(pen, in.Account, in.Offer)
}

// narrows reports whether an offer gives nothing that does not stand already.
func narrows(o models.Offer, standing []models.Consent, now time.Time) bool {
	for _, key := range o.Sections {
		i := slices.IndexFunc(standing, func(c models.Consent) bool { return c.Section == key })
		if i < 0 || !covers(standing[i], o, now) {
			return false
		}
	}
	return true
}

// covers reports whether a standing grant gives at least what the offer would.
func covers(c models.Consent, o models.Offer, now time.Time) bool {
	begins := o.From
	if begins.Before(now) {
		begins = now
	}
	lasts := c.Until.IsZero() || !o.Until.IsZero() && !o.Until.After(c.Until)
	holds := c.When == o.When || c.When == models.Always
	told := !o.Told || c.Told || c.When == models.Always
	return o.Right <= c.Right && holds && told && lasts && !begins.Before(c.From)
}

// confirmedFor is nil for a right that the account can be given: to work together it
// must be confirmed by the service in its role here.
func confirmedFor(pen *gate.Pen, account models.ID, right models.Right) error {
	if right != models.RightWork {
		return nil
	}
	works, err := gate.Works(pen, account)
	if err == nil && !works {
		return models.Wrong("right", "grant.not_confirmed_by_service")
	}
	return err
}

// checkOffer is nil or an Invalid error about consent for somebody in a role
// (RULES.md 21). A section stands in it once: sent a hundred thousand times it would
// hold up everybody's writes.
func checkOffer(l gate.Leave, role models.Role, o models.Offer) error {
	if len(o.Sections) == 0 {
		return models.Wrong("sections", "field.empty")
	}
	for i, key := range o.Sections {
		if slices.Contains(o.Sections[:i], key) {
			return models.Wrong("sections", "field.twice")
		}
		if key.ForHelp() {
			return models.Wrong("sections", "grant.no_such_section")
		}
		if _, err := sectionHead(l, key); err != nil {
			return models.Wrong("sections", "grant.no_such_section")
		}
	}
	switch {
	case o.Right < models.RightSee || o.Right > models.RightWork:
		return models.Wrong("right", "field.not_an_option")
	case o.When != models.Always && o.When != models.Together && o.When != models.InCrisis:
		return models.Wrong("when", "field.not_an_option")
	case o.Right == models.RightWork && !role.Works():
		return models.Wrong("right", "grant.role_cannot_work")
	case o.When == models.InCrisis && o.Right != models.RightSee:
		return models.Wrong("right", "grant.crisis_is_see")
	case o.Told && o.When != models.InCrisis:
		return models.Wrong("told", "grant.told_is_crisis")
	case !o.Until.IsZero() && !o.Until.After(o.From):
		return models.Wrong("until", "grant.ends_before_it_begins")
	}
	return checkText("purpose", o.Purpose, models.MaxLine)
}

// give writes the grants of an offer that has been checked.
func give(pen *gate.Pen, account models.ID, o models.Offer) ([]models.Consent, error) {
	from := o.From.UTC()
	if from.Before(pen.Now()) {
		from = pen.Now()
	}
	if !o.Until.IsZero() && !o.Until.After(from) {
		return nil, models.Wrong("until", "grant.ends_before_it_begins")
	}
	person, err := gate.Person(pen, account)
	if err != nil {
		return nil, err
	}
	var out []models.Consent
	for _, key := range o.Sections {
		head, err := sectionHead(pen, key)
		if err != nil {
			return nil, err
		}
		c := models.Consent{
			Name: person.Name, Title: head.Title,
			Account: account, Section: key, Right: o.Right, When: o.When, From: from, Until: o.Until.UTC(),
			Purpose: strings.TrimSpace(o.Purpose), Wording: Wording, Told: o.Told, Beside: o.Beside,
		}
		if o.Until.IsZero() {
			c.Until = time.Time{}
		}
		if err := gate.Give(pen, &c); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func idsOf(grants []models.Consent) string {
	ids := make([]string, len(grants))
	for i, c := range grants {
		ids[i] = string(c.ID)
	}
	return strings.Join(ids, " ")
}

func grantsOf(pen *gate.Pen, ids string) ([]models.Consent, error) {
	var out []models.Consent
	for id := range strings.SplitSeq(ids, " ") {
		found, err := gate.Consents(pen, gate.Scope{Grant: models.ID(id)})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

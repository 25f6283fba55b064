package app

import (
	"context"
	"errors"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// What a person wrote about who must not be involved stands against some sharing.
var (
	errNamedThere  = models.Wrong("sections", "grant.named_there")
	errIsThisThem  = models.Wrong("sections", "grant.is_this_them")
	errNotInCrisis = models.Wrong("when", "grant.not_involved")
)

// NameNotInvolved says that an entry of who must not be involved is about an
// account: it is hidden from them, and what they would see in a crisis is taken back. They
// are not told.
func (a *App) NameNotInvolved(ctx context.Context, who models.Actor, plan, entry, account models.ID) error {
	now, err := a.ReadEntry(ctx, who, plan, entry)
	if err != nil {
		return err
	}
	if now.Section != models.NotInvolved {
		return models.ErrNotFound
	}
	hidden := append(slices.Clone(now.HiddenFrom), account)
	_, err = a.SetPlace(ctx, who, plan, entry, Place{HiddenFrom: &hidden})
	return err
}

// keepAway takes back what those whom an entry names as not involved have in that
// section and for a crisis, their key among it. Any other entry takes nothing back.
func keepAway(pen *gate.Pen, e *models.Entry) error {
	if e.Section != models.NotInvolved || !pen.Grant().Owner {
		return nil
	}
	for _, account := range e.HiddenFrom {
		if err := gate.TakeKey(pen, account); err != nil {
			return err
		}
		given, err := gate.Consents(pen, gate.Scope{Account: account, Standing: true})
		if err != nil {
			return err
		}
		for _, c := range given {
			if c.Section != models.NotInvolved && c.When != models.InCrisis {
				continue
			}
			if err := gate.Withdraw(pen, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// notInvolved is the entries that say who must not be; they are the owner's to list.
func notInvolved(l gate.Leave) ([]models.Entry, error) {
	return gate.List[models.Entry](l, models.NotInvolved)
}

// clashesWithNotInvolved is nil, or why an offer cannot be made to somebody: they
// are named as not involved, or bear a name that stands there and nobody said that it is
// another's.
func clashesWithNotInvolved(l gate.Leave, tie *models.Relationship, in Share) error {
	entries, err := notInvolved(l)
	if err != nil {
		return err
	}
	its := slices.Contains(in.Offer.Sections, models.NotInvolved)
	for _, e := range entries {
		named := slices.Contains(e.HiddenFrom, tie.Account)
		switch {
		case named && its:
			return errNamedThere
		case named && in.Offer.When == models.InCrisis:
			return errNotInCrisis
		case its && !in.Another && models.MayName(e.Fields.Get("who"), tie.Name, tie.Called):
			return errIsThisThem
		}
	}
	return nil
}

// mayHoldKey is nil for somebody who is not named as not involved.
func mayHoldKey(l gate.Leave, account models.ID) error {
	entries, err := notInvolved(l)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(e models.Entry) bool { return slices.Contains(e.HiddenFrom, account) }) {
		return &models.Error{Kind: models.Conflict, Key: "grant.not_involved"}
	}
	return nil
}

// withoutNotInvolved leaves out of what was prepared for somebody what they cannot
// be given since; an offer with nothing left in it is left out whole.
func withoutNotInvolved(l gate.Leave, tie *models.Relationship, offers []models.Offer) ([]models.Offer, error) {
	var out []models.Offer
	for _, o := range offers {
		err := clashesWithNotInvolved(l, tie, Share{Offer: o})
		if errors.Is(err, errNamedThere) || errors.Is(err, errIsThisThem) {
			o.Sections = slices.DeleteFunc(slices.Clone(o.Sections), func(k models.SectionKey) bool { return k == models.NotInvolved })
			err = clashesWithNotInvolved(l, tie, Share{Offer: o})
		}
		switch {
		case errors.Is(err, errNotInCrisis) || len(o.Sections) == 0:
		case err != nil:
			return nil, err
		default:
			out = append(out, o)
		}
	}
	return out, nil
}

package app

import (
	"context"
	"errors"
	"slices"

	"handrail/app/internal/accounts"
	"handrail/app/internal/gate"
	"handrail/models"
)

// Offline is this sign-in's device as a place for a copy of the plan: whether it is the
// person's own, and since when it keeps which parts beside the crisis plan.
type Offline = accounts.Offline

// OfflineCopy is what a phone keeps for where there is no signal: the lines and people
// of the help page, the crisis plan and the parts that the person chose. Nothing else ever.
type OfflineCopy struct {
	Plan
	Help Help // its lines, its people and what a text to them says
}

// What stands in the way of a copy.
var (
	errNotOwnDevice = models.Wrong("sections", "offline.not_own")
	errNoneKept     = &models.Error{Kind: models.Conflict, Key: "offline.none"}
	errNotKept      = models.Wrong("sections", "field.not_an_option")
)

// OfflineParts is what is in every copy: the crisis plan without who must not be involved.
func OfflineParts() []models.SectionKey {
	var out []models.SectionKey
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			if ch.Key == "crisis" && s.Key != models.NotInvolved { // whoever holds the phone could read it
				out = append(out, s.Key)
			}
		}
	}
	return out
}

// Offline tells about this sign-in's device.
func (a *App) Offline(ctx context.Context, who models.Actor) (Offline, error) {
	return a.accounts.Offline(ctx, who)
}

// KeepOffline is the owner's yes to a copy on the device that they hold (RULES.md 24):
// the crisis plan and the parts that they choose. Carry is the secret of a copy that is there
// already, perhaps since an earlier sign-in: it goes on, with its own parts where none are given.
type KeepOffline struct {
	Plan  models.ID
	Parts []models.SectionKey // nil: none, or those that the copy has
	Carry string
}

// KeepOffline asks for a fresh sign-in, on a device of their own, and gives the secret
// by which the device asks whether the copy may stay.
func (a *App) KeepOffline(ctx context.Context, who models.Actor, in KeepOffline) (string, error) {
	if err := a.mayKeep(ctx, who, in); err != nil {
		return "", err
	}
	o, err := a.accounts.Offline(ctx, who)
	if err != nil {
		return "", err
	}
	if !o.Own {
		return "", errNotOwnDevice
	}
	parts := besideThe(OfflineParts(), in.Parts)
	if in.Carry == "" {
		return a.accounts.KeepOffline(ctx, who, in.Plan, parts)
	}
	if in.Parts == nil {
		parts = nil
	}
	return in.Carry, a.accounts.CarryOffline(ctx, who, in.Plan, parts, in.Carry)
}

func (a *App) mayKeep(ctx context.Context, who models.Actor, in KeepOffline) error {
	return a.gate.Read(ctx, who, in.Plan, who.Via, func(p *gate.Pass) error {
		if gate.OwnersAlone(p) != nil || who.As != "" {
			return models.ErrNotFound
		}
		if err := who.MustBeFresh(p.Now()); err != nil {
			return err
		}
		for _, key := range in.Parts {
			if _, err := sectionHead(p, key); models.KindOf(err) == models.NotFound || key.ForHelp() {
				return errNotKept
			} else if err != nil {
				return err
			}
		}
		return nil
	})
}

// besideThe is the chosen parts that are not in every copy anyway, each once.
func besideThe(always, chosen []models.SectionKey) []models.SectionKey {
	out := []models.SectionKey{}
	for _, key := range chosen {
		if !slices.Contains(always, key) && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// ReadOffline is the words of the copy, for the owner on the device that keeps it.
func (a *App) ReadOffline(ctx context.Context, who models.Actor, plan models.ID) (*OfflineCopy, error) {
	o, err := a.accounts.Offline(ctx, who)
	if err != nil {
		return nil, err
	}
	var out *OfflineCopy
	err = a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if gate.OwnersAlone(p) != nil || who.As != "" {
			return models.ErrNotFound
		}
		if o.Since.IsZero() {
			return errNoneKept
		}
		out, err = copyOf(who, p, append(OfflineParts(), o.Parts...))
		return err
	})
	return out, err
}

func copyOf(who models.Actor, p *gate.Pass, parts []models.SectionKey) (*OfflineCopy, error) {
	l, err := lensOf(who, p, p.Grant(), p.Facts())
	if err != nil {
		return nil, err
	}
	out := &OfflineCopy{Plan: *l.bare()}
	for _, key := range parts {
		head, err := sectionHead(p, key)
		if errors.Is(err, models.ErrNotFound) {
			continue // one of their own that was taken out since
		}
		if err != nil {
			return nil, err
		}
		l.section(&out.Plan, head)
	}
	fill := l.fill(&out.Plan)
	return out, gate.EachEntry(p, func(e *models.Entry) {
		fill(e)
		out.Help.take(l, e)
	}, append(slices.Clone(parts), models.HelpLines, models.HelpText)...)
}

// DropOffline withdraws that yes for this device; the copy goes at its next contact.
func (a *App) DropOffline(ctx context.Context, who models.Actor, plan models.ID) error {
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if gate.OwnersAlone(p) != nil || who.As != "" {
			return models.ErrNotFound
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.accounts.DropOffline(ctx, who)
}

// HearOffline is nil where the copy with this secret may stay on its device. Else the
// sign-in was ended or the yes withdrawn: the device takes it away.
func (a *App) HearOffline(ctx context.Context, secret string) error {
	return a.accounts.HearOffline(ctx, secret)
}

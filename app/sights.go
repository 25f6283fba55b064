package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Sight is somebody who can see a section, and when.
type Sight struct {
	Person
	Called string
	Right  models.Right
	When   models.Circumstance
}

// Sights is, to the owner, who can see each section: consents in force of people
// who are confirmed and not paused; nobody while sharing stands still.
func (a *App) Sights(ctx context.Context, who models.Actor, plan models.ID) (map[models.SectionKey][]Sight, error) {
	var out map[models.SectionKey][]Sight
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		people, err := gate.People(p)
		if err != nil {
			return err
		}
		given, err := gate.Consents(p, gate.Scope{Standing: true})
		if err != nil {
			return err
		}
		out = sightsOf(people, given, p)
		return nil
	})
	return out, err
}

// MaySee is, to the owner, everybody who can see a section or could by a consent that stands:
// later, in a crisis, or once what stands still goes on.
func (a *App) MaySee(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) ([]Person, error) {
	var out []Person
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		people, err := gate.People(p)
		if err != nil {
			return err
		}
		given, err := gate.Consents(p, gate.Scope{Standing: true})
		if err != nil {
			return err
		}
		for _, r := range people {
			if r.State != models.Ended && r.LeftAt.IsZero() && mayCome(r.Account, section, given, p.Now()) {
				out = append(out, Person{ID: r.Account, Name: r.Name})
			}
		}
		return nil
	})
	return out, err
}

// mayCome reports whether a consent for the account on the section holds or may hold yet.
func mayCome(account models.ID, section models.SectionKey, given []models.Consent, now time.Time) bool {
	return slices.ContainsFunc(given, func(c models.Consent) bool {
		over := !c.Until.IsZero() && !now.Before(c.Until)
		return c.Account == account && c.Section == section && !over
	})
}

func sightsOf(people []models.Relationship, given []models.Consent, p *gate.Pass) map[models.SectionKey][]Sight {
	out := make(map[models.SectionKey][]Sight)
	if p.Facts().Held {
		return out
	}
	for _, r := range people {
		if r.State != models.Confirmed || !r.LeftAt.IsZero() {
			continue
		}
		for _, c := range given {
			if c.Account == r.Account && c.InForce(p.Now()) {
				out[c.Section] = append(out[c.Section], Sight{
					Person: Person{ID: r.Account, Name: r.Name}, Called: r.Called, Right: c.Right, When: c.When})
			}
		}
	}
	return out
}

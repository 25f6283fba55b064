package app

import (
	"context"

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

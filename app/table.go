package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// OnTheTable is a section that the owner and the one they meet can look at
// together, with the right that the other has in it in a session.
type OnTheTable struct {
	Key   models.SectionKey
	Title string // of the owner's own sections alone
	Right models.Right
}

// Table is, to those who attend a session, the sections that the owner and whom
// they meet have on the table: to the owner what they share with them now, to anybody
// else what they can see. Nothing in them is looked at.
func (a *App) Table(ctx context.Context, who models.Actor, plan, session models.ID) ([]OnTheTable, error) {
	var out []OnTheTable
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		s, err := gate.FindSession(p, session)
		if err != nil {
			return err
		}
		rights, err := rightsOnTable(p, s)
		if err != nil {
			return err
		}
		out, err = tableOf(p, rights)
		return err
	})
	return out, err
}

func rightsOnTable(p *gate.Pass, s *models.Session) (map[models.SectionKey]models.Right, error) {
	rights := make(map[models.SectionKey]models.Right)
	if !p.Grant().Owner {
		for _, g := range p.Grant().Sections {
			rights[g.Section] = g.Right
		}
		return rights, nil
	}
	given, err := gate.Consents(p, gate.Scope{Account: s.With, Standing: true})
	for _, c := range given {
		if c.InForce(p.Now()) && c.When != models.InCrisis {
			rights[c.Section] = c.Right
		}
	}
	return rights, err
}

// tableOf is the sections in the order of the catalogue, the owner's own behind.
func tableOf(p *gate.Pass, rights map[models.SectionKey]models.Right) ([]OnTheTable, error) {
	var out []OnTheTable
	for _, c := range models.Catalogue {
		for _, s := range c.Sections {
			if right := rights[s.Key]; right >= models.RightSee {
				out = append(out, OnTheTable{Key: s.Key, Right: right})
			}
		}
	}
	own, err := gate.List[models.OwnSection](p)
	for _, s := range own {
		if right := rights[s.Section]; right >= models.RightSee {
			out = append(out, OnTheTable{Key: s.Section, Title: s.Words.Title, Right: right})
		}
	}
	return out, err
}

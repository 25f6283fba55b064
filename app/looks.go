package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Looks asks for a page of access records, newest first. Empty fields do not narrow.
type Looks struct {
	Plan    models.ID
	Account models.ID
	Section models.SectionKey
	Refused bool // refusals alone
	Before  string
	Limit   int // 1 to 200; 0: 50
}

// LookPage is a page of records; Next is empty on the last.
type LookPage struct {
	Looks []models.Look
	Next  string
}

const (
	usualLooks = 50
	mostLooks  = 200
)

// ReadLooks is who has looked, for the owner.
func (a *App) ReadLooks(ctx context.Context, who models.Actor, in Looks) (*LookPage, error) {
	if in.Limit <= 0 {
		in.Limit = usualLooks
	}
	in.Limit = min(in.Limit, mostLooks)
	var out *LookPage
	err := a.gate.Read(ctx, who, in.Plan, who.Via, func(p *gate.Pass) error {
		looks, err := gate.Looks(p, gate.Filter{
			Account: in.Account, Section: in.Section, Refused: in.Refused, Before: in.Before, Limit: in.Limit + 1})
		if err != nil {
			return err
		}
		people, err := gate.People(p)
		if err != nil {
			return err
		}
		names, err := gate.Names(p, p.Facts().Owner) // what they did about their own crisis plan
		if err != nil {
			return err
		}
		out = pageOf(looks, in.Limit)
		nameLooks(out.Looks, people, names)
		return nil
	})
	return out, err
}

func pageOf(looks []models.Look, limit int) *LookPage {
	page := &LookPage{Looks: append([]models.Look{}, looks[:min(limit, len(looks))]...)}
	if len(looks) > limit {
		page.Next = looks[limit-1].ID
	}
	return page
}

func nameLooks(looks []models.Look, people []models.Relationship, names map[models.ID]string) {
	for _, r := range people {
		names[r.Account] = r.Name
	}
	for i := range looks {
		looks[i].Name = names[looks[i].Account]
	}
}

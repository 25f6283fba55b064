package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type personJSON struct {
	ID   models.ID `json:"id"`
	Name string    `json:"name"`
}

func personOf(p app.Person) personJSON { return personJSON(p) }

type planHead struct {
	ID    models.ID  `json:"id"`
	Owner personJSON `json:"owner"`
}

type planJSON struct {
	ID       models.ID     `json:"id"`
	Owner    personJSON    `json:"owner"`
	Sections []sectionJSON `json:"sections"`
}

type sectionJSON struct {
	Key     models.SectionKey `json:"key"`
	Title   string            `json:"title"`
	Help    string            `json:"help,omitempty" doc:"Of a section of the person's own"`
	Right   string            `json:"right" enum:"see,suggest,work_together,own"`
	Entries []Entry           `json:"entries"`
}

func planOf(p *app.Plan) planJSON {
	out := planJSON{ID: p.ID, Owner: personOf(p.Owner), Sections: make([]sectionJSON, len(p.Sections))}
	entries := 0
	for i := range p.Sections {
		entries += len(p.Sections[i].Entries)
	}
	room := make([]Entry, entries) // one piece for all sections
	for i := range p.Sections {
		n := len(p.Sections[i].Entries)
		out.Sections[i] = sectionIn(room[:n:n], &p.Sections[i])
		room = room[n:]
	}
	return out
}

func sectionOf(s *app.Section) sectionJSON { return sectionIn(make([]Entry, len(s.Entries)), s) }

// sectionIn is a section with its entries in room, which is as long as they are many.
func sectionIn(room []Entry, s *app.Section) sectionJSON {
	out := sectionJSON{Key: s.Key, Title: titleOf(s.Key, s.Title), Help: s.Help, Right: s.Right.String(), Entries: room}
	for i := range s.Entries {
		room[i] = entryOf(&s.Entries[i])
	}
	return out
}

func (x *API) plans() {
	route(x, http.MethodGet, "/plans", "Plans that I may see something of, my own first", http.StatusOK, x.listPlans)
	route(x, http.MethodGet, "/plans/{plan}", "All of a plan that I may see", http.StatusOK, x.readPlan)
	route(x, http.MethodGet, "/plans/{plan}/as/{account}", "To the owner: the plan as that account sees it", http.StatusOK, x.readPlanAs)
}

func (x *API) listPlans(ctx context.Context, _ *nothing) (*answer[[]planHead], error) {
	ties, err := x.app.PlanTies(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	out := []planHead{}
	for _, t := range ties {
		if t.Mine || t.State == models.Confirmed {
			out = append(out, planHead{ID: t.Plan, Owner: personOf(t.Owner)})
		}
	}
	return &answer[[]planHead]{out}, nil
}

func (x *API) readPlan(ctx context.Context, in *InPlan) (*answer[planJSON], error) {
	p, err := x.app.ReadPlan(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	return &answer[planJSON]{planOf(p)}, nil
}

func (x *API) readPlanAs(ctx context.Context, in *InPlanPerson) (*answer[planJSON], error) {
	p, err := x.app.AsTheySee(ctx, who(ctx), in.plan(), in.account())
	if err != nil {
		return nil, err
	}
	return &answer[planJSON]{planOf(p)}, nil
}

// InPlanPerson is the path of somebody in a plan.
type InPlanPerson struct {
	InPlan
	Account string `path:"account" doc:"The account's id"`
}

func (p InPlanPerson) account() models.ID { return models.ID(p.Account) }

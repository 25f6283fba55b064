package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// PrintPlan is everything that who may see of a plan, to go on paper. For the owner
// that is all of it, so it asks for a fresh sign-in (RULES.md 17); for others it
// stands in "who has looked" as a print.
func (a *App) PrintPlan(ctx context.Context, who models.Actor, plan models.ID) (*Plan, error) {
	who.Via = models.ByPrint
	out, err := a.ReadPlanBeside(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	if out.Mine {
		return out, who.MustBeFresh(a.now())
	}
	return out, nil
}

// PrintSections is those of some sections that who may see, to go on paper. There
// may be none.
func (a *App) PrintSections(ctx context.Context, who models.Actor, plan models.ID, keys []models.SectionKey) (*Plan, error) {
	var out *Plan
	err := a.gate.Read(ctx, who, plan, models.ByPrint, func(p *gate.Pass) error {
		var seen []models.SectionKey
		for _, k := range keys {
			if p.Grant().In(k) >= models.RightSee {
				seen = append(seen, k)
			}
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = l.bare()
		if len(seen) == 0 {
			return nil
		}
		for _, k := range seen {
			l.section(out, Section{Key: k})
		}
		return gate.EachEntry(p, l.fill(out), seen...)
	})
	return out, err
}

// PrintCard is what a card for the pocket is made of, for the owner alone.
func (a *App) PrintCard(ctx context.Context, who models.Actor, plan models.ID) (*Plan, error) {
	out, err := a.PrintSections(ctx, who, plan, []models.SectionKey{"crisis-supporters", "crisis-help"})
	if err == nil && !out.Mine {
		return nil, models.ErrNotFound
	}
	return out, err
}

// HelpAddress is where "I need help now" is, for a code on paper. It says whose it is to nobody.
func (a *App) HelpAddress() string { return a.url + "/help" }

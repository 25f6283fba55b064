package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Help is what the owner's own "I need help now" holds. Opening it is never recorded.
type Help struct {
	Plan    models.ID
	Lines   []Entry // what they wrote for now, at most three
	Text    *Entry  // what a text to their people begins with; nil: they have not said
	People  []HelpPerson
	Toolbox []Entry
}

// HelpPerson is a supporter from the crisis plan.
type HelpPerson struct {
	Name    string
	Phone   string               // as it was typed, whatever it says
	Numbers []models.PhoneNumber // what of it can be rung
	Reach   string
}

// mostHelpLines is how many of the person's own lines stand on the help page.
const mostHelpLines = 3

// ReadHelp gathers the help page from the owner's own plan.
func (a *App) ReadHelp(ctx context.Context, who models.Actor) (*Help, error) {
	ties, err := a.gate.Ties(ctx, who)
	if err != nil {
		return nil, err
	}
	if len(ties) == 0 || ties[0].Owner != who.Account {
		return nil, models.ErrNotFound
	}
	out := &Help{Plan: ties[0].Plan}
	err = a.gate.Read(ctx, who, out.Plan, who.Via, func(p *gate.Pass) error {
		*out = Help{Plan: out.Plan}
		entries, err := gate.List[models.Entry](p, models.HelpLines, models.HelpText, "crisis-supporters", "toolbox")
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		for i := range entries {
			out.take(l, &entries[i])
		}
		return nil
	})
	return out, err
}

func (h *Help) take(l *lens, e *models.Entry) {
	switch e.Section {
	case models.HelpLines:
		if len(h.Lines) < mostHelpLines {
			h.Lines = append(h.Lines, l.entry(e))
		}
	case models.HelpText:
		if h.Text == nil {
			text := l.entry(e)
			h.Text = &text
		}
	case "toolbox":
		h.Toolbox = append(h.Toolbox, l.entry(e))
	case "crisis-supporters":
		h.People = append(h.People, HelpPerson{
			Name: e.Fields.Get("who"), Phone: e.Fields.Get("phone"), Numbers: models.PhoneNumbers(e.Fields.Get("phone")), Reach: e.Fields.Get("reach")})
	}
}

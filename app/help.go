package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Help is what the owner's own "I need help now" holds. Opening it is never recorded.
type Help struct {
	Plan    models.ID
	Lines   []Entry // what they wrote for now, at most three
	People  []HelpPerson
	Toolbox []Entry
}

// HelpPerson is a supporter from the crisis plan who can be rung.
type HelpPerson struct {
	Name  string
	Phone string // digits with an optional + in front, fit for tel: and sms:; empty where none was given
	Reach string
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
		entries, err := gate.List[models.Entry](p, models.HelpLines, "crisis-supporters", "toolbox")
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
	case "toolbox":
		h.Toolbox = append(h.Toolbox, l.entry(e))
	case "crisis-supporters":
		h.People = append(h.People, HelpPerson{
			Name: e.Fields.Get("who"), Phone: dialled(e.Fields.Get("phone")), Reach: e.Fields.Get("reach")})
	}
}

// dialled is a telephone number as tel: takes it (RFC 3966), or empty when the
// text is none: 3 to 15 digits (ITU-T E.164) with an optional + in front.
func dialled(text string) string {
	var b strings.Builder
	for i, r := range strings.TrimSpace(text) {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" -()./\u00a0", r):
		default:
			return ""
		}
	}
	if digits := len(strings.TrimPrefix(b.String(), "+")); digits < 3 || digits > 15 {
		return ""
	}
	return b.String()
}

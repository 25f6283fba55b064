package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Lookout is what the person wants to be reminded of, and by what.
type Lookout struct {
	ID    models.ID
	Sign  Entry
	Words models.LookoutWords
}

// Reminding is one of the person's own signs that their own measure speaks for
// today, with what they meant to do.
type Reminding struct {
	Lookout models.ID
	Sign    Entry
}

// SetLookout makes a lookout for a sign, or with an ID changes it.
type SetLookout struct {
	Plan  models.ID
	Sign  models.ID // an entry of warnings or breaking-down
	ID    models.ID
	Words models.LookoutWords
	Once  models.Once
}

// signSections hold what the person described as signs.
var signSections = []models.SectionKey{"warnings", "breaking-down"}

// SetLookout keeps it. A supporter who is to be told must have a grant in force; to
// tell somebody is sharing more and asks for a fresh sign-in.
func (a *App) SetLookout(ctx context.Context, who models.Actor, in SetLookout) (models.ID, error) {
	var id models.ID
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil || earlier != "" {
			id = models.ID(earlier)
			return err
		}
		l, err := lookoutFor(pen, in)
		if err != nil {
			return err
		}
		if in.Words.Tell != "" && in.Words.Tell != l.Words.Tell {
			if err := who.MustBeFresh(pen.Now()); err != nil {
				return err
			}
		}
		if err := mayTell(pen, in.Words.Tell); err != nil {
			return err
		}
		if err := in.Words.Check(); err != nil {
			return err
		}
		in.Words.ToldOn, in.Words.Quiet = l.Words.ToldOn, ""
		l.Words = in.Words
		if err := gate.Save(pen, l); err != nil {
			return err
		}
		id = l.ID
		return pen.Did(in.Once, string(id))
	})
	return id, err
}

func lookoutFor(pen *gate.Pen, in SetLookout) (*models.Lookout, error) {
	if in.ID != "" {
		return gate.Find[models.Lookout](pen, in.ID)
	}
	sign, err := gate.Find[models.Entry](pen, in.Sign)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(signSections, sign.Section) {
		return nil, models.ErrNotFound
	}
	if of := in.Words.Of; of != models.OfCheckIns && of != "" {
		if _, err := gate.Find[models.Measure](pen, of); err != nil {
			return nil, models.Wrong("of", "field.not_an_option")
		}
	}
	return &models.Lookout{Record: models.Record{Section: sign.Section, Parent: sign.ID}}, nil
}

// mayTell refuses to tell anybody who has no grant in force.
func mayTell(pen *gate.Pen, account models.ID) error {
	if account == "" {
		return nil
	}
	grant, err := gate.GrantOf(pen, account)
	if err != nil {
		return err
	}
	if len(grant.Sections) == 0 {
		return models.Wrong("tell", "lookout.no_grant")
	}
	return nil
}

// DropLookout takes one away.
func (a *App) DropLookout(ctx context.Context, who models.Actor, plan, lookout models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		return gate.Remove[models.Lookout](pen, lookout, 0)
	})
}

// PutAway leaves the person alone with a reminder for as many days as it looks back.
func (a *App) PutAway(ctx context.Context, who models.Actor, plan, lookout models.ID) error {
	today, err := a.DayOf(ctx, who)
	if err != nil {
		return err
	}
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		l, err := gate.Find[models.Lookout](pen, lookout)
		if err != nil {
			return err
		}
		l.Words.Quiet = today
		return gate.Save(pen, l)
	})
}

// Lookouts is what the owner set.
func (a *App) Lookouts(ctx context.Context, who models.Actor, plan models.ID) ([]Lookout, error) {
	var out []Lookout
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		all, err := gate.List[models.Lookout](p)
		if err != nil {
			return err
		}
		signs, err := gate.List[models.Entry](p, signSections...)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = make([]Lookout, 0, len(all))
		for _, x := range all {
			if i := slices.IndexFunc(signs, func(e models.Entry) bool { return e.ID == x.Parent }); i >= 0 {
				out = append(out, Lookout{ID: x.ID, Sign: l.entry(&signs[i]), Words: x.Words})
			}
		}
		return nil
	})
	return out, err
}

// remindings is what the owner's own lookouts say today.
func remindings(p gate.Leave, l *lens, today models.Day) ([]Reminding, error) {
	all, err := gate.List[models.Lookout](p)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	values, err := valuesUpTo(p, today)
	if err != nil {
		return nil, err
	}
	var out []Reminding
	for _, x := range all {
		if !x.Words.Speaks(values[x.Words.Of], today) || x.Words.Put(today) {
			continue
		}
		sign, err := gate.Find[models.Entry](p, x.Parent)
		if models.KindOf(err) == models.NotFound {
			continue // the sign was taken out, and what hangs on it says nothing
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Reminding{Lookout: x.ID, Sign: l.entry(sign)})
	}
	return out, nil
}

// valuesUpTo is what was measured in the last days that a lookout can look back on.
func valuesUpTo(p gate.Leave, today models.Day) (map[models.ID][]models.Value, error) {
	days := span{From: today.Plus(-lookBack), To: today}
	checks, err := checkInsIn(p, days)
	if err != nil {
		return nil, err
	}
	out := make(map[models.ID][]models.Value)
	for _, c := range checks {
		if v := models.HowValue(c.How); v > 0 {
			out[models.OfCheckIns] = append(out[models.OfCheckIns], models.Value{Day: c.Day, Value: v})
		}
	}
	marks, err := gate.Recent[models.Mark](p, "check-ins", days.since())
	for _, m := range marks {
		out[m.Words.Measure] = append(out[m.Words.Measure], models.Value{Day: m.Words.Day, Value: m.Words.Value})
	}
	return out, err
}

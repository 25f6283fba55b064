package pages

import (
	"context"
	"maps"
	"slices"
	"strings"

	"handrail/app"
	"handrail/models"
)

const (
	onlyMe   = "only_me" // kept to oneself
	hideFrom = "hide."   // and the account that it is hidden from
)

// choosingWho is the choice, beside new words, of who sees them.
type choosingWho struct {
	form
	People []app.Person // who sees the section, or could
}

// choosingWho is that choice in a section of one's own plan. A section that starts as only
// one's own asks nothing.
func (p *Pages) choosingWho(ctx context.Context, actor models.Actor, plan models.ID, section models.SectionKey, f form) (choosingWho, error) {
	if shapeOf(section).OnlyMe {
		return choosingWho{form: form{}}, nil
	}
	people, err := p.app.MaySee(ctx, actor, plan, section)
	return choosingWho{f, people}, err
}

// asks reports whether there is anything to choose; what was chosen before stays in sight.
func (w choosingWho) asks() bool { return len(w.People) > 0 || w.chosen() }

func (w choosingWho) chosen() bool { return w.place() != app.Place{} }

// unlisted is those whom the new words are hidden from, and who could not see them by now.
func (w choosingWho) unlisted() []models.ID {
	return slices.DeleteFunc(w.hiddenFrom(), func(id models.ID) bool {
		return slices.ContainsFunc(w.People, func(one app.Person) bool { return one.ID == id })
	})
}

// place is who the form keeps new words from; nothing where nothing was chosen.
func (f form) place() app.Place {
	var out app.Place
	if f.Get(onlyMe) == "yes" {
		yes := true
		out.OnlyMe = &yes
	}
	if ids := f.hiddenFrom(); len(ids) > 0 {
		out.HiddenFrom = &ids
	}
	return out
}

func (f form) hiddenFrom() []models.ID {
	var out []models.ID
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		if id, is := strings.CutPrefix(name, hideFrom); is && f.Get(name) == "yes" {
			out = append(out, models.ID(id))
		}
	}
	return out
}

// choose fills in what was chosen.
func (f *form) choose(place app.Place) {
	if place.OnlyMe != nil && *place.OnlyMe {
		f.Values[onlyMe] = "yes"
	}
	if place.HiddenFrom != nil {
		for _, id := range *place.HiddenFrom {
			f.Values[hideFrom+string(id)] = "yes"
		}
	}
}

// fromDraft fills a form for new words with those that were being typed.
func fromDraft(d *app.Draft) form {
	f := fromFields(d.Fields)
	f.choose(d.Place)
	return f
}

package app

import (
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// lens shapes records for one actor: what only the owner may know is left out
// for everybody else (RULES.md 10).
type lens struct {
	who   models.Actor
	grant models.Grant
	owner models.ID
	plan  models.ID
	names map[models.ID]string
	first Person // the owner, as most authors are
	leave gate.Leave
}

// lensOf makes a lens inside a visit. Names are the owner's and the reader's own, and to
// the owner those of the people in the plan, as they were confirmed (RULES.md 14).
// With authors, nobody else's words are to be shaped.
func lensOf(who models.Actor, l gate.Leave, grant models.Grant, facts models.Facts, authors ...models.ID) (*lens, error) {
	names, err := gate.Names(l, facts.Owner)
	if err != nil {
		return nil, err
	}
	out := &lens{who: who, grant: grant, owner: facts.Owner, plan: facts.Plan, names: names, leave: l}
	out.first = out.person(facts.Owner)
	others := len(authors) == 0 || slices.ContainsFunc(authors, func(id models.ID) bool { return id != facts.Owner })
	if !grant.Owner || !others {
		return out, nil
	}
	people, err := gate.People(l)
	for _, p := range people {
		names[p.Account] = p.Name
	}
	return out, err
}

// person is somebody by name. The reader's own is looked up when it is first asked for:
// most pages show nothing that they wrote.
func (l *lens) person(id models.ID) Person {
	name, known := l.names[id]
	if !known && !l.grant.Owner && id == l.grant.Account {
		name = gate.OwnName(l.leave)
		l.names[id] = name
	}
	return Person{ID: id, Name: name}
}

// author is who wrote something, where the reader may know it: the owner, or themselves.
func (l *lens) author(id models.ID) *Person {
	if !l.grant.Owner && id != l.owner && id != l.grant.Account {
		return nil
	}
	if id == l.owner {
		return &l.first
	}
	p := l.person(id)
	return &p
}

func (l *lens) entry(e *models.Entry) Entry {
	out := Entry{
		ID: e.ID, Section: e.Section, Version: e.Version, Fields: e.Fields,
		Author: l.author(e.Author), UpdatedAt: e.UpdatedAt,
	}
	if !l.grant.Owner {
		out.UpdatedAt = dayTheySaw(e.Record, l.grant.Since(e.Section))
		return out
	}
	out.Mine, out.Position, out.OnlyMe, out.HiddenFrom = true, e.Position, e.OnlyMe, e.HiddenFrom
	out.How, out.CreatedAt, out.RemovedAt = e.How, e.CreatedAt, e.RemovedAt
	return out
}

// dayTheySaw is the day on which a text as it is now became visible to somebody:
// never one before they could see it.
func dayTheySaw(r models.Record, since time.Time) time.Time {
	at := latest(latest(r.UpdatedAt, r.ShownAt), since)
	return at.UTC().Truncate(24 * time.Hour)
}

// layOut lays entries out in catalogue order. The owner gets every section, others
// those that they may see, empty or not.
func (l *lens) layOut(entries []models.Entry, own []models.OwnSection) *Plan {
	out := &Plan{ID: l.plan, Owner: l.person(l.owner), Mine: l.grant.Owner}
	for _, c := range models.Catalogue {
		for _, s := range c.Sections {
			l.section(out, Section{Key: s.Key}, entries)
		}
	}
	for _, s := range own {
		l.section(out, Section{Key: s.Section, Title: s.Words.Title, Help: s.Words.Help}, entries)
	}
	return out
}

func (l *lens) section(into *Plan, s Section, entries []models.Entry) {
	if s.Right = l.grant.In(s.Key); s.Right < models.RightSee {
		return
	}
	s.Entries = []Entry{}
	for i := range entries {
		if entries[i].Section == s.Key {
			s.Entries = append(s.Entries, l.entry(&entries[i]))
		}
	}
	into.Sections = append(into.Sections, s)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

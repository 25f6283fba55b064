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
	role  models.Role
	use   bool // the crisis plan is in use, as far as who may know
	told  bool // it is not, and they are told that there is one
}

// lensOf makes a lens inside a visit. Names are the owner's and the reader's own, and to
// the owner those of the people in the plan, as they were confirmed (RULES.md 14).
// With authors, nobody else's words are to be shaped.
func lensOf(who models.Actor, l gate.Leave, grant models.Grant, facts models.Facts, authors ...models.ID) (*lens, error) {
	names, err := gate.Names(l, facts.Owner)
	if err != nil {
		return nil, err
	}
	out := &lens{who: who, grant: grant, owner: facts.Owner, plan: facts.Plan, names: names, leave: l, first: Person{ID: facts.Owner, Name: names[facts.Owner]}}
	if who.As == "" && !grant.Owner {
		out.role = facts.Relationship.Role
		out.use, err = gate.CrisisInUse(l)
		if err != nil && models.KindOf(err) != models.NotFound {
			return nil, err
		}
	}
	told, err := gate.CrisisTold(l)
	if err != nil {
		return nil, err
	}
	out.told = told && !out.use
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
	out.How, out.With, out.CreatedAt, out.RemovedAt = e.How.Company(), l.with(e.How), e.CreatedAt, e.RemovedAt
	return out
}

// with is whom the owner met where words came to be; nil: nobody, or somebody who is
// known here no more.
func (l *lens) with(how models.How) *Person {
	account := how.With()
	if account == "" || l.names[account] == "" {
		return nil
	}
	return &Person{ID: account, Name: l.names[account]}
}

// dayTheySaw is the day on which a text as it is now became visible to somebody:
// never one before they could see it.
func dayTheySaw(r models.Record, since time.Time) time.Time {
	at := latest(latest(r.UpdatedAt, r.ShownAt), since)
	return at.UTC().Truncate(24 * time.Hour)
}

// laidOut is a plan with its sections in catalogue order and nothing in them yet.
// The owner gets every section, others those that they may see.
func (l *lens) laidOut(own []models.OwnSection) *Plan {
	out := l.bare()
	out.Sections = make([]Section, 0, 64)
	for _, c := range models.Catalogue {
		for _, s := range c.Sections {
			l.section(out, Section{Key: s.Key})
		}
	}
	for _, s := range own {
		l.section(out, Section{Key: s.Section, Title: s.Words.Title, Help: s.Words.Help})
	}
	return out
}

func (l *lens) bare() *Plan {
	return &Plan{ID: l.plan, Owner: l.first, Mine: l.grant.Owner, Role: l.role, InCrisis: l.use, Told: l.told}
}

// section puts a section that may be seen at the end of a plan.
func (l *lens) section(into *Plan, s Section) {
	if s.Right = l.grant.In(s.Key); s.Right >= models.RightSee {
		s.Entries = []Entry{}
		into.Sections = append(into.Sections, s)
	}
}

// fill is for gate.EachEntry: entries come section by section, so that those of one
// section stand together in one slice for the whole plan.
func (l *lens) fill(p *Plan) func(*models.Entry) {
	var section *Section
	all := make([]Entry, 0, min(8*len(p.Sections), 96))
	first := 0
	return func(e *models.Entry) {
		if section == nil || section.Key != e.Section {
			at := slices.IndexFunc(p.Sections, func(s Section) bool { return s.Key == e.Section })
			if at < 0 {
				return // of a section that is gone from the catalogue
			}
			section, first = &p.Sections[at], len(all)
		}
		all = append(all, l.entry(e))
		section.Entries = all[first:len(all):len(all)]
	}
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Weighed is a suggestion laid beside the entry as it is now.
type Weighed struct {
	Suggestion Suggestion
	Was        models.Fields // the entry as the sender saw it; nil for a new entry
	Now        *Entry        // nil for a new entry, or one that is gone
	Moved      bool          // the entry changed since the suggestion was sent
	Merged     models.Fields // both changes joined
	Clashes    []string      // fields in which both changed the same words
	WillSee    []Person      // who will see the result if it is shared as the section is
}

// Weigh gives the owner all they need to say yes or no.
func (a *App) Weigh(ctx context.Context, who models.Actor, plan, suggestion models.ID) (*Weighed, error) {
	var out Weighed
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		s, err := heard(p, suggestion)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		if out.Suggestion, err = l.suggestion(p, s); err != nil {
			return err
		}
		m, err := meet(p, s)
		if err != nil {
			return err
		}
		out.Was, out.Moved, out.Merged, out.Clashes = m.was, m.moved, m.merged, m.clashes
		if m.entry != nil {
			e := l.entry(m.entry)
			out.Now = &e
		}
		out.WillSee, err = l.willSee(p, s.Section, m.entry)
		return err
	})
	return &out, err
}

// heard is a suggestion that the owner is to know of.
func heard(l gate.Leave, id models.ID) (*models.Suggestion, error) {
	s, err := gate.Find[models.Suggestion](l, id)
	if err != nil {
		return nil, err
	}
	if s.Words.Unheard || s.Words.Back {
		return nil, models.ErrNotFound
	}
	return s, nil
}

// meeting is a suggestion and the entry that it is about, as both are now.
type meeting struct {
	entry   *models.Entry // nil: a new one, or gone
	was     models.Fields
	merged  models.Fields
	moved   bool
	clashes []string
}

func meet(l gate.Leave, s *models.Suggestion) (meeting, error) {
	m := meeting{merged: s.Words.Fields}
	if s.Parent == "" {
		return m, nil
	}
	e, err := gate.Find[models.Entry](l, s.Parent)
	if models.KindOf(err) == models.NotFound && err != nil {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	m.entry = e
	m.moved = e.Version != s.Words.Against
	if m.was, err = gate.Base(l, e, s.Words.Against); err != nil {
		return m, err
	}
	if !s.Words.Remove {
		section, _ := models.SectionOf(e.Section)
		m.merged, m.clashes = section.Merge(m.was, s.Words.Fields, e.Fields)
	}
	return m, nil
}

// willSee is who would see an entry of a section now, if it is kept from nobody.
func (l *lens) willSee(p gate.Leave, section models.SectionKey, e *models.Entry) ([]Person, error) {
	people, err := gate.People(p)
	if err != nil {
		return nil, err
	}
	head := models.Record{Section: section}
	if e != nil {
		head = e.Record
	}
	var out []Person
	for _, r := range people {
		g, err := gate.GrantOf(p, r.Account)
		if err != nil {
			return nil, err
		}
		if g.Sees(&head) {
			out = append(out, l.person(r.Account))
		}
	}
	return out, nil
}

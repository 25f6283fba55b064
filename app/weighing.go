package app

import (
	"context"
	"slices"

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
		if !p.Grant().Owner {
			return models.ErrNotFound
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

// Accept puts a suggestion into the plan. With Fields the owner's words go in
// instead. An accepted new entry is only me unless Place says otherwise (RULES.md 11).
type Accept struct {
	Plan       models.ID
	Suggestion models.ID
	Fields     models.Fields // nil: as suggested, merged where the entry moved on
	Place      Place
}

// Accept answers with the entry, nil when the suggestion took one out. Where both
// changed the same words and no Fields are given it is a Conflict.
func (a *App) Accept(ctx context.Context, who models.Actor, in Accept) (*Entry, error) {
	var out *Entry
	var told []models.Kept
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		s, err := waiting(pen, in.Suggestion)
		if err != nil {
			return err
		}
		e, err := a.takeIn(pen, who, s, in)
		if err != nil {
			return err
		}
		told = []models.Kept{s}
		if err := gate.Save(pen, s); err != nil || e == nil {
			return err
		}
		told = append(told, e)
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err == nil && e.RemovedAt.IsZero() {
			shown := l.entry(e)
			out = &shown
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, k := range told {
		a.tell(k)
	}
	return out, nil
}

// waiting is a suggestion that the owner can still answer. Its sender, who sees
// it, may not; to all others it is not there (RULES.md 9).
func waiting(pen *gate.Pen, id models.ID) (*models.Suggestion, error) {
	if !pen.Grant().Owner {
		if _, err := gate.Find[models.Suggestion](pen, id); err != nil {
			return nil, err
		}
		return nil, models.ErrNotAllowed
	}
	s, err := heard(pen, id)
	if err != nil {
		return nil, err
	}
	if !s.Open() {
		return nil, &models.Error{Kind: models.Conflict, Key: "suggestion.answered"}
	}
	return s, nil
}

func (a *App) takeIn(pen *gate.Pen, who models.Actor, s *models.Suggestion, in Accept) (*models.Entry, error) {
	s.Words.Outcome = models.TakenIn
	if in.Fields != nil && !in.Fields.Equal(s.Words.Fields) {
		s.Words.Outcome = models.TakenInOtherway
	}
	if s.Parent == "" {
		return takeInNew(pen, s, in)
	}
	m, err := meet(pen, s)
	if err != nil {
		return nil, err
	}
	if m.entry == nil {
		return nil, &models.Error{Kind: models.Conflict, Key: "suggestion.gone"}
	}
	if s.Words.Remove {
		m.entry.RemovedAt = pen.Now()
		return m.entry, gate.Remove[models.Entry](pen, m.entry.ID, 0)
	}
	if len(m.clashes) > 0 && in.Fields == nil {
		return nil, &models.Error{Kind: models.Conflict, Key: "suggestion.moved"}
	}
	return a.takeInChange(pen, who, s, m, in)
}

func takeInNew(pen *gate.Pen, s *models.Suggestion, in Accept) (*models.Entry, error) {
	if _, err := sectionHead(pen, s.Section); models.KindOf(err) == models.NotFound {
		return nil, &models.Error{Kind: models.Conflict, Key: "suggestion.gone"}
	}
	fields := s.Words.Fields
	if in.Fields != nil {
		fields = in.Fields
	}
	section, _ := models.SectionOf(s.Section)
	if err := section.Check(fields); err != nil {
		return nil, err
	}
	e := &models.Entry{Fields: fields, Record: models.Record{Section: s.Section, OnlyMe: true, How: models.FromSuggestion, Author: authorOf(s)}}
	if err := in.Place.on(pen, &e.Record); err != nil {
		return nil, err
	}
	var err error
	if e.Position, err = gate.NextPosition(pen, s.Section); err != nil {
		return nil, err
	}
	if err := gate.Save(pen, e); err != nil {
		return nil, err
	}
	if err := keepAway(pen, e); err != nil {
		return nil, err
	}
	s.Words.Became = e.ID
	return e, in.Place.arrange(pen, e)
}

func (a *App) takeInChange(pen *gate.Pen, who models.Actor, s *models.Suggestion, m meeting, in Accept) (*models.Entry, error) {
	e := m.entry
	if in.Place.shows(&e.Record) {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
	}
	fields := m.merged
	if in.Fields != nil {
		fields = in.Fields
	}
	section, _ := models.SectionOf(s.Section)
	if err := section.Check(fields); err != nil {
		return nil, err
	}
	e.Fields, e.Author, e.How = slices.Clone(fields), authorOf(s), models.FromSuggestion
	if err := in.Place.on(pen, &e.Record); err != nil {
		return nil, err
	}
	s.Words.Became = e.ID
	if err := gate.Save(pen, e); err != nil {
		return nil, err
	}
	return e, keepAway(pen, e)
}

// authorOf is whose words went in: the sender's as they were, else the owner's.
func authorOf(s *models.Suggestion) models.ID {
	if s.Words.Outcome == models.TakenIn {
		return s.Author
	}
	return ""
}

// Decline says no; the sender is not told.
func (a *App) Decline(ctx context.Context, who models.Actor, plan, suggestion models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := waiting(pen, suggestion)
		if err != nil {
			return err
		}
		s.Words.Outcome = models.Declined
		return gate.Save(pen, s)
	})
}

// TakeBack is the sender's: it answers the same whatever became of it.
func (a *App) TakeBack(ctx context.Context, who models.Actor, plan, suggestion models.ID) (*Suggestion, error) {
	var out Suggestion
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := gate.Find[models.Suggestion](pen, suggestion)
		if err != nil {
			return err
		}
		if s.Author != who.Account {
			return models.ErrNotAllowed
		}
		s.Words.Back = true
		if err := gate.Save(pen, s); err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err != nil {
			return err
		}
		out, err = l.suggestion(pen, s)
		out.Outcome = models.TakenBack
		return err
	})
	return &out, err
}

package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

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

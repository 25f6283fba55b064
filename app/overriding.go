package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Override is that something was done against a signed statement, as the person reads
// it, or who wrote it.
type Override struct {
	ID    models.ID
	By    Person // who wrote it here
	At    time.Time
	Words models.OverrideWords
}

// WriteOverride is what somebody writes down about it.
type WriteOverride struct {
	Plan      models.ID
	Statement models.ID
	Words     models.OverrideWords
	Once      models.Once
}

// WriteOverride keeps it, unchangeable, with a statement that counts, or did. The person may, and a
// confirmed practitioner who may see the statement; to the one who witnesses it nothing
// but its text exists.
func (a *App) WriteOverride(ctx context.Context, who models.Actor, in WriteOverride) (*Statement, error) {
	return a.withStatement(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := gate.Find[models.Statement](pen, in.Statement)
		if err != nil {
			return nil, err
		}
		if !models.MayOverride(pen.Grant(), pen.Facts()) {
			return nil, models.ErrNotAllowed
		}
		earlier, err := pen.Once(in.Once)
		if err != nil || earlier != "" {
			return s, err
		}
		marks, err := gate.MarksOf(pen, s.ID)
		if err != nil {
			return nil, err
		}
		if !s.Counts(marks) {
			return nil, errNotStanding
		}
		w := trimmed(in.Words)
		if err := w.Check(s, pen.Now()); err != nil {
			return nil, err
		}
		o := &models.Override{Record: models.Record{Section: statementSection, Parent: s.ID}, Words: w}
		if err := gate.Save(pen, o); err != nil {
			return nil, err
		}
		return s, pen.Did(in.Once, string(o.ID))
	})
}

func trimmed(w models.OverrideWords) models.OverrideWords {
	for _, text := range []*string{&w.Measure, &w.Wish, &w.Circumstances, &w.Reasons, &w.By} {
		*text = strings.TrimSpace(*text)
	}
	w.Sent = slices.Clone(w.Sent)
	return w
}

// fillOverrides adds what was done against a statement, as far as the reader may know.
func (s *Statement) fillOverrides(l gate.Leave) error {
	found, err := gate.OverridesOf(l, s.ID)
	if err != nil {
		return err
	}
	var names map[models.ID]string // to anybody but the owner it is their own
	if s.Mine {
		authors := make([]models.ID, len(found))
		for i, o := range found {
			authors[i] = o.Author
		}
		if names, err = gate.Names(l, authors...); err != nil {
			return err
		}
	}
	for _, o := range found {
		s.Against = append(s.Against, Override{ID: o.ID, By: Person{ID: o.Author, Name: names[o.Author]}, At: o.CreatedAt, Words: o.Words})
	}
	return nil
}

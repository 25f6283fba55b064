package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// ErrBase is a change that started from words which its author may not read any more.
var ErrBase = gate.ErrBase

// AddEntry puts a new entry into a section.
type AddEntry struct {
	Plan    models.ID
	Section models.SectionKey
	Fields  models.Fields
	Place   Place
	Session models.ID // in which the owner writes it; empty: alone
	Once    models.Once
}

// AddEntry adds an entry. The draft that it was typed in is dropped.
func (a *App) AddEntry(ctx context.Context, who models.Actor, in AddEntry) (*Entry, error) {
	var out Entry
	var made *models.Entry
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		if earlier != "" {
			made, err = gate.Find[models.Entry](pen, models.ID(earlier))
		} else {
			made, err = addEntry(pen, in)
		}
		if err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts(), made.Writers()...)
		if err == nil {
			out = l.entry(made)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tell(made)
	if made.Section == "check-ins" {
		a.tellSupporters(ctx, who, in.Plan)
	}
	return &out, nil
}

// OwnersAdd is OwnersAlone for words that are about to be put into a section: whoever is refused
// stands on record as somebody who wanted to add them.
func (a *App) OwnersAdd(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.May(pen, models.ActAdd, &models.Entry{Record: models.Record{Section: section}}); err != nil {
			return err
		}
		return gate.OwnersAlone(pen)
	})
}

func addEntry(pen *gate.Pen, in AddEntry) (*models.Entry, error) {
	section, _ := models.SectionOf(in.Section)
	e := &models.Entry{Record: models.Record{Section: in.Section, OnlyMe: section.OnlyMe}, Fields: in.Fields}
	if _, err := sectionHead(pen, in.Section); err != nil {
		return nil, err
	}
	if err := gate.May(pen, models.ActAdd, e); err != nil {
		return nil, err
	}
	if err := in.Place.allowed(pen); err != nil {
		return nil, err
	}
	if err := section.Check(in.Fields); err != nil {
		return nil, err
	}
	if err := in.Place.on(pen, &e.Record); err != nil {
		return nil, err
	}
	if err := inCompany(pen, in.Session, e); err != nil {
		return nil, err
	}
	var err error
	if e.Position, err = gate.NextPosition(pen, in.Section); err != nil {
		return nil, err
	}
	if err := gate.Save(pen, e); err != nil {
		return nil, err
	}
	if err := keepAway(pen, e); err != nil {
		return nil, err
	}
	if err := in.Place.arrange(pen, e); err != nil {
		return nil, err
	}
	if err := gate.DropDraft(pen, in.Section, "", models.Alone); err != nil {
		return nil, err
	}
	return e, pen.Did(in.Once, string(e.ID))
}

// EditEntry changes an entry's words or its place. Version is the one that the
// change started from: when another came in between, the two are merged field by field.
// Exact refuses instead (HTTP's If-Match). Leaving only me and showing it to somebody again ask for a fresh sign-in.
type EditEntry struct {
	Plan    models.ID
	Entry   models.ID
	Version int
	Exact   bool
	Fields  models.Fields
	Place   Place
	Session models.ID   // in which the owner writes it; empty: alone
	AsTyped bool        // sent while it is typed: only as long as that session runs and its writer wants it (RULES.md 1)
	Once    models.Once // a save that is sent again because its answer was lost

	wordsStay bool // only its place changes: what is being typed is not done yet
}

// Edited is the entry after a change. Merged says that somebody else's change
// came in between; Clashes names the fields in which both changed the same words.
type Edited struct {
	Entry   Entry
	Merged  bool
	Clashes []string
}

// EditEntry saves a change as a new version; the earlier one stays readable.
func (a *App) EditEntry(ctx context.Context, who models.Actor, in EditEntry) (*Edited, error) {
	var out Edited
	var saved *models.Entry
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		e, err := gate.Find[models.Entry](pen, in.Entry)
		if err != nil {
			return err
		}
		if err := a.mayEdit(pen, who, e, in); err != nil {
			return err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		if earlier == "" {
			if out, err = edit(pen, e, in); err != nil {
				return err
			}
			if err := pen.Did(in.Once, string(e.ID)); err != nil {
				return err
			}
		}
		saved = e
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts(), e.Writers()...)
		if err == nil {
			out.Entry = l.entry(e)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tell(saved)
	if in.AsTyped && len(out.Clashes) > 0 {
		a.tellClash(who, in, out)
	}
	return &out, nil
}

// mayEdit asks in the order of RULES.md 9: right, step-up, words, version.
func (a *App) mayEdit(pen *gate.Pen, who models.Actor, e *models.Entry, in EditEntry) error {
	if err := gate.May(pen, models.ActEdit, e); err != nil {
		return err
	}
	if err := in.Place.allowed(pen); err != nil {
		return err
	}
	if in.Place.shows(&e.Record) {
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
	}
	section, _ := models.SectionOf(e.Section)
	if err := section.Check(in.Fields); err != nil {
		return err
	}
	if in.AsTyped {
		if err := showsAsTyped(pen, in.Session); err != nil {
			return err
		}
	}
	if in.Exact && in.Version != e.Version {
		return models.ErrExact
	}
	if in.Version < 1 || in.Version > e.Version {
		return models.Wrong("version", "field.no_such_version")
	}
	return nil
}

func edit(pen *gate.Pen, e *models.Entry, in EditEntry) (Edited, error) {
	var out Edited
	fields := in.Fields
	if in.Version != e.Version {
		base, err := gate.Base(pen, e, in.Version)
		if err != nil {
			return out, err
		}
		out.Merged = true
		section, _ := models.SectionOf(e.Section)
		fields, out.Clashes = section.Merge(base, in.Fields, e.Fields)
		if err := section.Check(fields); err != nil {
			return out, err // joined they are too long, or nothing is left
		}
	}
	if !fields.Equal(e.Fields) {
		e.Fields, e.Author, e.How = fields, "", models.Alone
		if err := inCompany(pen, in.Session, e); err != nil {
			return out, err
		}
	}
	if err := in.Place.on(pen, &e.Record); err != nil {
		return out, err
	}
	if err := gate.Save(pen, e); err != nil {
		return out, err
	}
	if err := keepAway(pen, e); err != nil {
		return out, err
	}
	if err := in.Place.arrange(pen, e); err != nil {
		return out, err
	}
	if in.wordsStay {
		return out, nil
	}
	return out, gate.DropDraft(pen, e.Section, e.ID, models.Alone)
}

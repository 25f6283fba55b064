package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// maxTitle is the most characters in the title of a section of one's own.
const maxTitle = 100

// AddSection adds a section of the person's own.
type AddSection struct {
	Plan  models.ID
	Title string // one line, at most 100 characters
	Help  string // at most models.MaxLine characters
	Once  models.Once
}

// AddSection makes a section with a random key.
func (a *App) AddSection(ctx context.Context, who models.Actor, in AddSection) (*Section, error) {
	var made *models.OwnSection
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if err := gate.OwnersAlone(pen); err != nil {
			return err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		if earlier != "" {
			made, err = gate.Find[models.OwnSection](pen, models.ID(earlier))
			return err
		}
		made = &models.OwnSection{Record: models.Record{Section: models.NewSectionKey()}}
		if made.Words, err = sectionWords(in.Title, in.Help); err != nil {
			return err
		}
		if err := gate.Save(pen, made); err != nil {
			return err
		}
		return pen.Did(in.Once, string(made.ID))
	})
	if err != nil {
		return nil, err
	}
	return &Section{Key: made.Section, Title: made.Words.Title, Help: made.Words.Help, Right: models.RightOwn, Entries: []Entry{}}, nil
}

func sectionWords(title, help string) (models.SectionWords, error) {
	w := models.SectionWords{Title: strings.TrimSpace(title), Help: strings.TrimSpace(help)}
	if w.Title == "" {
		return w, models.Wrong("title", "field.empty")
	}
	if err := checkLine("title", w.Title, maxTitle); err != nil {
		return w, err
	}
	return w, checkText("help", w.Help, models.MaxLine)
}

// OwnSections is the sections of the person's own that who may see, without what is in them.
func (a *App) OwnSections(ctx context.Context, who models.Actor, plan models.ID) ([]Section, error) {
	var out []Section
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.List[models.OwnSection](p)
		out = make([]Section, len(found))
		for i, s := range found {
			out[i] = Section{Key: s.Section, Title: s.Words.Title, Help: s.Words.Help, Right: p.Grant().In(s.Section)}
		}
		return err
	})
	return out, err
}

// RenameSection changes the title and help of a section of the person's own.
func (a *App) RenameSection(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey, title, help string) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := ownSection(pen, section)
		if err != nil {
			return err
		}
		if s.Words, err = sectionWords(title, help); err != nil {
			return err
		}
		return gate.Save(pen, s)
	})
}

// RemoveSection takes away a section of the person's own that holds no entries;
// one that does is a Conflict. Whatever was shared of it is withdrawn.
func (a *App) RemoveSection(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := ownSection(pen, section)
		if err != nil {
			return err
		}
		entries, err := gate.List[models.Entry](pen, section)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			return &models.Error{Kind: models.Conflict, Key: "section.not_empty"}
		}
		if _, err := gate.WithdrawFrom(pen, "", section); err != nil {
			return err
		}
		return gate.Remove[models.OwnSection](pen, s.ID, 0)
	})
}

func ownSection(pen *gate.Pen, key models.SectionKey) (*models.OwnSection, error) {
	if gate.OwnersAlone(pen) != nil || !key.Own() {
		return nil, models.ErrNotFound
	}
	found, err := gate.List[models.OwnSection](pen, key)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, models.ErrNotFound
	}
	return &found[0], nil
}

// bringBackSection puts a section of the person's own back where it was removed.
// Nothing of it is shared: that was withdrawn when it went.
func bringBackSection(pen *gate.Pen, key models.SectionKey) error {
	if _, err := sectionHead(pen, key); models.KindOf(err) != models.NotFound {
		return err
	}
	gone, err := gate.Removed[models.OwnSection](pen, Part{})
	if err != nil {
		return err
	}
	for _, s := range gone {
		if s.Section == key {
			_, err = gate.BringBack[models.OwnSection](pen, s.ID)
		}
	}
	return err
}

package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// SaveDraft keeps what is being typed: for an entry, or (Entry empty) for a new
// one in the section. One writer has one draft for each. Only its writer can read it.
type SaveDraft struct {
	Plan    models.ID
	Section models.SectionKey
	Entry   models.ID
	Version int // of the entry that the typing started from
	Fields  models.Fields
}

// Draft is what its writer typed and has not yet put into the plan.
type Draft struct {
	Section models.SectionKey
	Entry   models.ID
	Version int
	Fields  models.Fields
	At      time.Time
}

// SaveDraft keeps a draft; one without any words drops it. Nothing but size and
// known fields is checked: half a sentence is kept too.
func (a *App) SaveDraft(ctx context.Context, who models.Actor, in SaveDraft) error {
	return a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if _, err := sectionHead(pen, in.Section); err != nil {
			return err
		}
		old, err := ownDraft(pen, in.Section, in.Entry)
		if err != nil {
			return err
		}
		if len(in.Fields) == 0 {
			return gate.DropDraft(pen, in.Section, in.Entry)
		}
		section, _ := models.SectionOf(in.Section)
		if err := section.CheckDraft(in.Fields); err != nil {
			return err
		}
		if old == nil {
			old = &models.Draft{Record: models.Record{Section: in.Section, Parent: in.Entry}}
		}
		old.Words = models.DraftWords{Fields: in.Fields, Against: in.Version}
		return gate.Save(pen, old)
	})
}

// ownDraft is the holder's draft for an entry or a new one; nil where there is none.
func ownDraft(l gate.Leave, section models.SectionKey, entry models.ID) (*models.Draft, error) {
	drafts, err := gate.List[models.Draft](l, section)
	if err != nil {
		return nil, err
	}
	for i := range drafts {
		if drafts[i].Parent == entry {
			return &drafts[i], nil
		}
	}
	return nil, nil
}

// Drafts is the writer's own drafts in a plan; with a section, in that section.
func (a *App) Drafts(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey) ([]Draft, error) {
	var out []Draft
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		var sections []models.SectionKey
		if section != "" {
			sections = append(sections, section)
		}
		drafts, err := gate.List[models.Draft](p, sections...)
		if err != nil {
			return err
		}
		out = make([]Draft, len(drafts))
		for i, d := range drafts {
			out[i] = Draft{Section: d.Section, Entry: d.Parent, Version: d.Words.Against, Fields: d.Words.Fields, At: d.UpdatedAt}
		}
		return nil
	})
	return out, err
}

// DropDraft forgets the writer's draft for an entry or a new one.
func (a *App) DropDraft(ctx context.Context, who models.Actor, plan models.ID, section models.SectionKey, entry models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		return gate.DropDraft(pen, section, entry)
	})
}

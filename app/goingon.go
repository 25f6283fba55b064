package app

import (
	"context"
	"errors"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Begun is what somebody writes on with in an entry: its words as they are now, and
// in them what the writer typed before and has not shown to anybody.
type Begun struct {
	Version int
	Now     models.Fields // the entry's words
	Fields  models.Fields // with the draft
	Drafted bool          // the two differ
}

// GoOn is where the writer left off in an entry. Nothing of their draft is lost when
// others changed the entry meanwhile: the two are merged, or stand one under the other where
// the draft's beginning may not be read any more.
func (a *App) GoOn(ctx context.Context, who models.Actor, plan, entry models.ID) (*Begun, error) {
	var out Begun
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		e, err := gate.Find[models.Entry](p, entry)
		if err != nil {
			return err
		}
		out = Begun{Version: e.Version, Now: e.Fields, Fields: e.Fields}
		draft, err := ownDraft(p, DraftOf{Plan: plan, Section: e.Section, Entry: e.ID})
		if err != nil || draft == nil {
			return err
		}
		out.Fields, err = withDraft(p, e, draft.Words)
		out.Drafted = !out.Fields.Equal(e.Fields)
		return err
	})
	return &out, err
}

func withDraft(l gate.Leave, e *models.Entry, draft models.DraftWords) (models.Fields, error) {
	section, _ := models.SectionOf(e.Section)
	if draft.Against < 1 || draft.Against > e.Version {
		return section.Under(draft.Fields, e.Fields), nil
	}
	base, err := gate.Base(l, e, draft.Against)
	if errors.Is(err, gate.ErrBase) {
		return section.Under(draft.Fields, e.Fields), nil
	}
	if err != nil {
		return nil, err
	}
	merged, _ := section.Merge(base, draft.Fields, e.Fields)
	return merged, nil
}

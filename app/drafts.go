package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// DraftOf is what a draft is of: an entry, or (Entry empty) a new one in the section.
// With a Form it is what was typed in that form about it, by the names in the form. What was
// typed in answer to a task (ReplyForm) is with the task, which Entry names: whoever was asked
// may see no part of the plan.
type DraftOf struct {
	Plan    models.ID
	Section models.SectionKey
	Entry   models.ID
	Form    string
}

// ReplyForm is the form in which somebody answers a task.
const ReplyForm = "reply"

// how is the form as a draft carries it.
func (of DraftOf) how() models.How {
	if of.Form == "" {
		return models.Alone
	}
	return models.How(of.Form)
}

func formOf(how models.How) string {
	if how == models.Alone {
		return ""
	}
	return string(how)
}

// SaveDraft keeps what is being typed. One writer has one draft of each. Only its
// writer can read it.
type SaveDraft struct {
	DraftOf
	Version int // of the entry that the typing started from
	Fields  models.Fields
	Place   Place // as it is chosen so far for a new entry; it stands beside no other draft
}

// Draft is what its writer typed and has not yet put into the plan.
type Draft struct {
	DraftOf
	Version int
	Fields  models.Fields
	Place   Place
	At      time.Time
}

// SaveDraft keeps a draft; one without any words drops it. Nothing but size and
// known fields is checked: half a sentence is kept too.
func (a *App) SaveDraft(ctx context.Context, who models.Actor, in SaveDraft) error {
	return a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		if in.Form == ReplyForm {
			return gate.TypeReply(pen, in.Entry, in.Fields)
		}
		if _, err := sectionHead(pen, in.Section); err != nil {
			return err
		}
		old, err := ownDraft(pen, in.DraftOf)
		if err != nil {
			return err
		}
		if len(in.Fields) == 0 {
			return gate.DropDraft(pen, in.Section, in.Entry, in.how())
		}
		if err := in.check(); err != nil {
			return err
		}
		if old == nil {
			old = &models.Draft{Record: models.Record{Section: in.Section, Parent: in.Entry, How: in.how()}}
		}
		old.Words = in.words()
		return gate.Save(pen, old)
	})
}

func (in SaveDraft) words() models.DraftWords {
	out := models.DraftWords{Fields: in.Fields, Against: in.Version}
	if in.Place.OnlyMe != nil {
		out.OnlyMe = *in.Place.OnlyMe
	}
	if in.Place.HiddenFrom != nil {
		out.HiddenFrom = *in.Place.HiddenFrom
	}
	return out
}

// chosen is the place that was chosen beside what is typed.
func chosen(w models.DraftWords) Place {
	var out Place
	if w.OnlyMe {
		out.OnlyMe = &w.OnlyMe
	}
	if len(w.HiddenFrom) > 0 {
		out.HiddenFrom = &w.HiddenFrom
	}
	return out
}

func (in SaveDraft) check() error {
	if in.Form != "" {
		return models.CheckTyped(in.Fields)
	}
	section, _ := models.SectionOf(in.Section)
	return section.CheckDraft(in.Fields)
}

// ownDraft is what the holder has typed there; nil where there is nothing.
func ownDraft(l gate.Leave, of DraftOf) (*models.Draft, error) {
	drafts, err := gate.List[models.Draft](l, of.Section)
	if err != nil {
		return nil, err
	}
	for i := range drafts {
		if drafts[i].Parent == of.Entry && drafts[i].How == of.how() {
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
			out[i] = Draft{DraftOf{plan, d.Section, d.Parent, formOf(d.How)}, d.Words.Against, d.Words.Fields, chosen(d.Words), d.UpdatedAt}
		}
		return nil
	})
	return out, err
}

// DropDraft forgets what the writer typed there.
func (a *App) DropDraft(ctx context.Context, who models.Actor, of DraftOf) error {
	return a.gate.Write(ctx, who, of.Plan, who.Via, func(pen *gate.Pen) error {
		if of.Form == ReplyForm {
			return gate.TypeReply(pen, of.Entry, nil)
		}
		return gate.DropDraft(pen, of.Section, of.Entry, of.how())
	})
}

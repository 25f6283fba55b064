package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

func attachmentOf(a *models.Attachment, g models.Grant) Attachment {
	w := a.Words
	out := Attachment{ID: a.ID, Plan: a.Plan, Entry: a.Parent, Section: a.Section, Media: w.Media, About: w.About, Size: w.Size, Width: w.Width, Height: w.Height}
	if g.Owner {
		out.AddedAt, out.RemovedAt = a.CreatedAt, a.RemovedAt
	}
	return out
}

func attachmentsOf(all []models.Attachment, g models.Grant) []Attachment {
	out := make([]Attachment, len(all))
	for i := range all {
		out[i] = attachmentOf(&all[i], g)
	}
	return out
}

// Attached is what hangs on an entry, in the order in which it came.
func (a *App) Attached(ctx context.Context, who models.Actor, plan, entry models.ID) ([]Attachment, error) {
	var out []Attachment
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if _, err := gate.Find[models.Entry](p, entry); err != nil {
			return err
		}
		all, err := gate.Under[models.Attachment](p, entry)
		out = attachmentsOf(all, p.Grant())
		return err
	})
	return out, err
}

// Unattached is what its owner took off an entry and can bring back, newest first.
func (a *App) Unattached(ctx context.Context, who models.Actor, plan, entry models.ID) ([]Attachment, error) {
	var out []Attachment
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		if _, err := gate.Find[models.Entry](p, entry); err != nil {
			return err
		}
		all, err := gate.Unattached(p, entry)
		out = attachmentsOf(all, p.Grant())
		return err
	})
	return out, err
}

// attachedTo hangs what there is on the entries of a plan that was read.
func attachedTo(p *gate.Pass, plan *Plan) error {
	var sections []models.SectionKey
	for _, s := range plan.Sections {
		if shape, _ := models.SectionOf(s.Key); shape.Attaches {
			sections = append(sections, s.Key)
		}
	}
	under, err := attachedIn(p, sections)
	if len(under) == 0 {
		return err
	}
	for _, s := range plan.Sections {
		hangOn(s.Entries, under)
	}
	return nil
}

// attachedIn is what hangs on the entries of some sections, by entry.
func attachedIn(p *gate.Pass, sections []models.SectionKey) (map[models.ID][]Attachment, error) {
	if sections == nil {
		return nil, nil
	}
	all, err := gate.List[models.Attachment](p, sections...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	under := make(map[models.ID][]Attachment)
	for _, a := range attachmentsOf(all, p.Grant()) {
		under[a.Entry] = append(under[a.Entry], a)
	}
	return under, nil
}

func hangOn(entries []Entry, under map[models.ID][]Attachment) {
	for i := range entries {
		entries[i].Attached = under[entries[i].ID]
	}
}

// ReadAttachment is an attachment and its bytes.
func (a *App) ReadAttachment(ctx context.Context, who models.Actor, plan, attachment models.ID) (*Attachment, []byte, error) {
	var out Attachment
	var content []byte
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, bytes, err := gate.Content(p, attachment)
		if err == nil {
			out, content = attachmentOf(found, p.Grant()), bytes
		}
		return err
	})
	return &out, content, err
}

// Describe says anew what is in an attachment; what was said before is kept.
func (a *App) Describe(ctx context.Context, who models.Actor, plan, attachment models.ID, about string) (*Attachment, error) {
	var out Attachment
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		found, err := gate.Find[models.Attachment](pen, attachment)
		if err != nil {
			return err
		}
		if err := gate.May(pen, models.ActEdit, found); err != nil {
			return err
		}
		found.Words = found.Words.Said(strings.TrimSpace(about))
		if err := found.Words.Check(); err != nil {
			return err
		}
		out = attachmentOf(found, pen.Grant())
		return gate.Save(pen, found)
	})
	return &out, err
}

// Unattach takes an attachment off its entry; the owner can bring it back.
func (a *App) Unattach(ctx context.Context, who models.Actor, plan, attachment models.ID) (entry models.ID, err error) {
	err = a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		found, err := gate.Find[models.Attachment](pen, attachment)
		if err != nil {
			return err
		}
		entry = found.Parent
		return gate.Remove[models.Attachment](pen, attachment, 0)
	})
	return entry, err
}

// AttachAgain brings back what was taken off.
func (a *App) AttachAgain(ctx context.Context, who models.Actor, plan, attachment models.ID) (*Attachment, error) {
	var out Attachment
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		back, err := gate.BringBack[models.Attachment](pen, attachment)
		if err == nil {
			out = attachmentOf(back, pen.Grant())
		}
		return err
	})
	return &out, err
}

// EmptyAttachment removes what was taken off for good. It asks for a fresh sign-in: it
// cannot be undone.
func (a *App) EmptyAttachment(ctx context.Context, who models.Actor, plan, attachment models.ID) (entry models.ID, err error) {
	err = a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		found, err := gate.FindRemoved[models.Attachment](pen, attachment)
		if err != nil {
			return err
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		entry = found.Parent
		return gate.EmptyAttachment(pen, attachment)
	})
	return entry, err
}

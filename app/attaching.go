package app

import (
	"context"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/picture"
	"handrail/app/recording"
	"handrail/models"
)

// Attachment is a picture or a recording on an entry, as one actor sees it. What is
// marked with * is set for the owner alone.
type Attachment struct {
	ID        models.ID
	Plan      models.ID
	Entry     models.ID
	Section   models.SectionKey
	Media     string // content type
	About     string
	Size      int // bytes
	Width     int // of a picture, in pixels
	Height    int
	AddedAt   time.Time // *
	RemovedAt time.Time // *
}

// Picture reports whether it is to be looked at; else it is to be listened to.
func (a Attachment) Picture() bool { return strings.HasPrefix(a.Media, "image/") }

// Attach hangs a picture or a recording on an entry. Content is as it was brought; what
// it holds beside the picture or the sound is not kept.
type Attach struct {
	Plan    models.ID
	Entry   models.ID
	Content []byte
	About   string
	Once    models.Once
}

// MayAttach is nil where who may hang something on an entry: asked before a byte of it
// is taken.
func (a *App) MayAttach(ctx context.Context, who models.Actor, plan, entry models.ID) error {
	return a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		_, err := attachable(p, entry)
		return err
	})
}

// attachable is a new attachment for an entry, if the actor may hang one on it.
func attachable(l gate.Leave, entry models.ID) (*models.Attachment, error) {
	e, err := gate.Find[models.Entry](l, entry)
	if err != nil {
		return nil, err
	}
	made := &models.Attachment{Record: models.Record{Section: e.Section, Parent: e.ID}}
	if err := gate.May(l, models.ActAdd, made); err != nil {
		return nil, err
	}
	if section, _ := models.SectionOf(e.Section); !section.Attaches {
		return nil, &models.Error{Kind: models.Invalid, Key: "error.attach_elsewhere"}
	}
	return made, nil
}

// Attach keeps what was brought, made anew.
func (a *App) Attach(ctx context.Context, who models.Actor, in Attach) (*Attachment, error) {
	if err := a.MayAttach(ctx, who, in.Plan, in.Entry); err != nil {
		return nil, err
	}
	words := models.AttachmentWords{About: strings.TrimSpace(in.About)}
	if err := words.Check(); err != nil {
		return nil, err
	}
	words, content, err := anew(ctx, in.Content, words)
	if err != nil {
		return nil, err
	}
	var out Attachment
	err = a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		made, err := attach(pen, in, words, content)
		if err == nil {
			out = attachmentOf(made, pen.Grant())
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// anew is what was brought without anything that came with it, and what it is.
func anew(ctx context.Context, content []byte, words models.AttachmentWords) (models.AttachmentWords, []byte, error) {
	if recording.Is(content) && !picture.Is(content) {
		made, err := recording.Anew(content)
		if err != nil {
			return words, nil, err
		}
		words.Media = made.Media
		return words, made.Content, nil
	}
	made, err := picture.Anew(ctx, content)
	if err != nil {
		return words, nil, err
	}
	words.Media, words.Width, words.Height = made.Media, made.Width, made.Height
	return words, made.Content, nil
}

func attach(pen *gate.Pen, in Attach, words models.AttachmentWords, content []byte) (*models.Attachment, error) {
	made, err := attachable(pen, in.Entry)
	if err != nil {
		return nil, err
	}
	earlier, err := pen.Once(in.Once)
	if err != nil {
		return nil, err
	}
	if earlier != "" {
		return gate.Find[models.Attachment](pen, models.ID(earlier))
	}
	made.Words = words
	if err := gate.Attach(pen, made, content); err != nil {
		return nil, err
	}
	return made, pen.Did(in.Once, string(made.ID))
}

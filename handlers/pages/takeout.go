package pages

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/handlers/takeout"
	"handrail/models"
)

// takeOutForm offers everything as a page to read and print, and as data.
func (p *Pages) takeOutForm(c echo.Context) error {
	fr, err := p.frame(c, "take-out", "takeout.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, takeOutScreen(fr))
}

// takeOut gives it, once the password was given just now.
func (p *Pages) takeOut(c echo.Context) error {
	me, err := p.app.Me(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	switch c.FormValue("as") {
	case "data":
		return takeout.JSON(c, p.app, me.Plan)
	case "files":
		return takeout.Files(c, p.app, me.Plan)
	}
	return p.takeOutPage(c, me.Plan)
}

// takenView is everything that somebody takes along to read.
type takenView struct {
	Head     *app.TakenOut
	Chapters []chapterView
	Own      ownParts
	Earlier  map[models.ID][]*models.Version // by entry, oldest first
	Gone     []app.Entry
	Kinds    []takenKind
	Names    map[models.ID]string
	Grants   []models.Consent
	Looks    []lookLine
}

// takenKind is the records of one kind that have no shape of their own here.
type takenKind struct {
	Kind  models.Kind
	Items []takenItem
}

type takenItem struct {
	At      time.Time
	Section models.SectionKey
	Author  models.ID
	Words   []string
}

func (p *Pages) takeOutPage(c echo.Context, plan models.ID) error {
	ctx := c.Request().Context()
	head, err := p.app.BeginTakeOut(ctx, who(c), plan)
	if err != nil {
		return err
	}
	v := takenView{Head: head, Earlier: map[models.ID][]*models.Version{}, Names: map[models.ID]string{head.Account.ID: head.Account.Name}}
	whole, err := p.app.ReadPlan(ctx, who(c), plan)
	if err != nil {
		return err
	}
	if v.Own, err = p.ownParts(ctx, who(c), plan); err != nil {
		return err
	}
	v.Chapters = written(chaptersOf(whole, ""))
	if v.Gone, err = p.app.Removed(ctx, who(c), plan, app.Part{}); err != nil {
		return err
	}
	var looks []models.Look
	if err := p.app.TakeOut(ctx, who(c), plan, func(piece app.Piece) error {
		looks = append(looks, piece.Looks...)
		v.take(piece)
		return nil
	}); err != nil {
		return err
	}
	v.Looks = looksInLines(looks)
	var page bytes.Buffer // whole before a byte is sent: half of it must not look like all of it
	if err := takenPage(v).Render(ctx, &page); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="handrail-`+head.At.Format(time.DateOnly)+`.html"`)
	return c.Blob(http.StatusOK, echo.MIMETextHTMLCharsetUTF8, page.Bytes())
}

// written leaves out sections and chapters in which nothing stands.
func written(chapters []chapterView) []chapterView {
	var out []chapterView
	for _, ch := range chapters {
		kept := chapterView{Key: ch.Key}
		for _, s := range ch.Sections {
			if len(s.Entries) > 0 {
				kept.Sections = append(kept.Sections, s)
			}
		}
		if kept.Sections != nil {
			out = append(out, kept)
		}
	}
	return out
}

func (v *takenView) take(piece app.Piece) {
	v.Grants = append(v.Grants, piece.Grants...)
	for _, r := range piece.People {
		v.Names[r.Account] = r.Name
	}
	for _, k := range piece.Records {
		switch k := k.(type) {
		case *models.OwnSection: // read with the plan, as entries are
		case *models.AttachmentPart: // pictures and recordings come as files
		case *models.Entry:
			if k.Section.ForHelp() && k.RemovedAt.IsZero() {
				v.other(piece.Kind, k)
			}
		case *models.Version:
			v.Earlier[k.Parent] = append(v.Earlier[k.Parent], k)
			if k.Section.ForHelp() {
				v.other(piece.Kind, k)
			}
		default:
			v.other(piece.Kind, k)
		}
	}
}

func (v *takenView) other(kind models.Kind, k models.Kept) {
	if n := len(v.Kinds); n == 0 || v.Kinds[n-1].Kind != kind {
		v.Kinds = append(v.Kinds, takenKind{Kind: kind})
	}
	last := &v.Kinds[len(v.Kinds)-1]
	r := k.Head()
	last.Items = append(last.Items, takenItem{At: r.CreatedAt, Section: r.Section, Author: r.Author, Words: takeout.Words(k)})
}

// title is a kind of record in words; one that has no words yet is called by a
// word that fits any.
func (k takenKind) title(ctx context.Context) string {
	if key := "takeout.kind_" + string(k.Kind); say.Known(key) {
		return say.T(ctx, key)
	}
	return say.T(ctx, "takeout.other")
}

// head says of an item where it belongs, whose it is and when it was made.
func (i takenItem) head(ctx context.Context, v takenView) string {
	where := say.T(ctx, "takeout.other")
	if _, known := models.SectionOf(i.Section); known && !i.Section.ForHelp() {
		where = v.Own.title(ctx, i.Section)
	}
	return say.T(ctx, "takeout.item", "Section", where, "Name", v.name(ctx, i.Author), "At", moment(ctx, i.At))
}

func (v takenView) name(ctx context.Context, id models.ID) string {
	if name := v.Names[id]; name != "" {
		return name
	}
	return say.T(ctx, "takeout.somebody")
}

// grant is one consent in a sentence.
func (v takenView) grant(ctx context.Context, c models.Consent) string {
	key := "takeout.grant"
	if !c.WithdrawnAt.IsZero() {
		key = "takeout.grant_ended"
	}
	return say.T(ctx, key, "Name", v.name(ctx, c.Account), "Right", rightWords(ctx, c, c.GivenAt), "Section", v.Own.title(ctx, c.Section),
		"At", moment(ctx, c.GivenAt), "End", moment(ctx, c.WithdrawnAt))
}

func (v takenView) lookName(ctx context.Context, l lookLine) string {
	if l.Name != "" {
		return l.Name
	}
	return say.T(ctx, "takeout.somebody")
}

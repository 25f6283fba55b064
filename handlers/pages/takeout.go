package pages

import (
	"bytes"
	"context"
	"net/http"
	"slices"
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
	What     map[models.ID]string    // the main words of entries, and the names of measures
	Signed   map[models.ID]time.Time // when statements were signed
	Rest     app.Piece               // all that is no record of the plan
}

// takenKind is the records of one kind that have no shape of their own here.
type takenKind struct {
	Kind  models.Kind
	Items []takenItem
}

// takenItem is one of them.
type takenItem struct{ models.Kept }

func (p *Pages) takeOutPage(c echo.Context, plan models.ID) error {
	ctx := c.Request().Context()
	head, err := p.app.BeginTakeOut(ctx, who(c), plan)
	if err != nil {
		return err
	}
	v := takenView{Head: head, Earlier: map[models.ID][]*models.Version{}, What: map[models.ID]string{}, Signed: map[models.ID]time.Time{},
		Names: map[models.ID]string{head.Account.ID: head.Account.Name}}
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
	if err := p.app.TakeOut(ctx, who(c), plan, func(piece app.Piece) error {
		v.take(piece)
		return nil
	}); err != nil {
		return err
	}
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
	v.keep(piece)
	for _, k := range piece.Records {
		switch k := k.(type) {
		case *models.OwnSection: // read with the plan, as entries are
		case *models.AttachmentPart: // pictures and recordings come as files
		case *models.Entry:
			v.What[k.ID] = k.Fields.Get(shapeOf(k.Section).Main())
			if k.Section.ForHelp() && k.RemovedAt.IsZero() {
				v.other(piece.Kind, k)
			}
		case *models.Version:
			v.Earlier[k.Parent] = append(v.Earlier[k.Parent], k)
			if k.Section.ForHelp() {
				v.other(piece.Kind, k)
			}
		case *models.Statement:
			v.Signed[k.ID] = k.Words.SignedAt
			v.other(piece.Kind, k)
		case *models.Measure:
			v.What[k.ID] = k.Words.Name
			v.other(piece.Kind, k)
		default:
			v.other(piece.Kind, k)
		}
	}
}

// keep puts what is no record of the plan with the rest.
func (v *takenView) keep(piece app.Piece) {
	for _, r := range piece.People {
		v.Names[r.Account] = r.Name
	}
	all := &v.Rest
	all.People = append(all.People, piece.People...)
	all.Grants = append(all.Grants, piece.Grants...)
	all.Invitations = append(all.Invitations, piece.Invitations...)
	all.Sessions = append(all.Sessions, piece.Sessions...)
	all.Tasks = append(all.Tasks, piece.Tasks...)
	all.Witnesses = append(all.Witnesses, piece.Witnesses...)
	all.Ways = append(all.Ways, piece.Ways...)
	all.Keys = append(all.Keys, piece.Keys...)
	all.Presses = append(all.Presses, piece.Presses...)
	all.Uses = append(all.Uses, piece.Uses...)
	all.Looks = append(all.Looks, piece.Looks...)
	all.Reminders = append(all.Reminders, piece.Reminders...)
}

func (v *takenView) other(kind models.Kind, k models.Kept) {
	if n := len(v.Kinds); n == 0 || v.Kinds[n-1].Kind != kind {
		v.Kinds = append(v.Kinds, takenKind{Kind: kind})
	}
	last := &v.Kinds[len(v.Kinds)-1]
	last.Items = append(last.Items, takenItem{k})
}

// takenTitle is what a kind of thing is called.
func takenTitle(ctx context.Context, kind models.Kind) string {
	return say.T(ctx, "takeout.kind_"+string(kind))
}

// head says of an item where it belongs, whose it is and when it was made.
func (i takenItem) head(ctx context.Context, v takenView) string {
	r, where := i.Head(), say.T(ctx, "takeout.other")
	if _, known := models.SectionOf(r.Section); known && !r.Section.ForHelp() {
		where = v.Own.title(ctx, r.Section)
	}
	if at := slices.IndexFunc(v.Rest.Sessions, func(s models.Session) bool { return s.ID == r.Parent }); at >= 0 {
		where = v.session(ctx, v.Rest.Sessions[at])
	}
	return say.T(ctx, "takeout.item", "Section", where, "Name", v.name(ctx, r.Author), "At", moment(ctx, r.CreatedAt))
}

// about says of an entry in what company it was written, who does not see it, and when
// it was taken out.
func (v takenView) about(ctx context.Context, e app.Entry) takenLine {
	var out takenLine
	if e.How != models.Alone || e.Author != nil && e.Author.ID != v.Head.Account.ID {
		out = append(out, takenPart{Said: writtenBy(ctx, e, &v.Head.Account)})
	}
	if e.OnlyMe {
		out = append(out, says(ctx, "taken.only_me"))
	}
	if len(e.HiddenFrom) > 0 {
		out = append(out, says(ctx, "taken.kept_from", "Names", v.names(ctx, e.HiddenFrom)))
	}
	if !e.RemovedAt.IsZero() {
		out = append(out, says(ctx, "removed.at", "Day", dayOf(ctx, e.RemovedAt)))
	}
	return out
}

func (v takenView) name(ctx context.Context, id models.ID) string {
	if name := v.Names[id]; name != "" {
		return name
	}
	return say.T(ctx, "takeout.somebody")
}

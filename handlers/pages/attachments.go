package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/parcel"
	"handrail/handlers/say"
	"handrail/models"
)

// attachmentsView is what hangs on one entry, for its owner.
type attachmentsView struct {
	frame
	form
	Plan     models.ID
	Entry    app.Entry
	Shape    models.Section
	Sights   []app.Sight
	Attached []app.Attachment
	Gone     []app.Attachment
	Notice   string
}

// attachable is the entry in the address, if its reader may hang something on it.
func (p *Pages) attachable(c echo.Context) (*app.Entry, error) {
	e, err := p.app.ReadEntry(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return nil, err
	}
	if !e.Mine || !shapeOf(e.Section).Attaches {
		return nil, models.ErrNotFound
	}
	return e, nil
}

func (p *Pages) attachments(c echo.Context) error {
	e, err := p.attachable(c)
	if err != nil {
		return err
	}
	return p.showAttachments(c, http.StatusOK, attachmentsView{Entry: *e, Notice: notice(c)})
}

// showAttachments is the one page on which a microphone may be asked for.
func (p *Pages) showAttachments(c echo.Context, status int, v attachmentsView) error {
	ctx := c.Request().Context()
	var err error
	if v.frame, err = p.frame(c, roomOf(v.Entry.Section), "attach.title"); err != nil {
		return err
	}
	v.Attaches = true
	c.Response().Header().Set("Permissions-Policy", "camera=(), microphone=(self), geolocation=(), interest-cohort=()")
	v.Plan, v.Shape = planOf(c), shapeOf(v.Entry.Section)
	if v.Attached, err = p.app.Attached(ctx, who(c), v.Plan, v.Entry.ID); err != nil {
		return err
	}
	if v.Gone, err = p.app.Unattached(ctx, who(c), v.Plan, v.Entry.ID); err != nil {
		return err
	}
	if !v.Entry.OnlyMe {
		sights, err := p.app.Sights(ctx, who(c), v.Plan)
		if err != nil {
			return err
		}
		v.Sights = slices.DeleteFunc(slices.Clone(sights[v.Entry.Section]), func(s app.Sight) bool { return slices.Contains(v.Entry.HiddenFrom, s.ID) })
	}
	return show(c, status, attachmentsScreen(v))
}

func (p *Pages) attach(c echo.Context) error {
	ctx := c.Request().Context()
	if err := p.app.MayAttach(ctx, who(c), planOf(c), models.ID(c.Param("entry"))); err != nil {
		return err
	}
	e, err := p.attachable(c)
	if err != nil {
		return err
	}
	letGo, err := parcel.Hold(who(c).Account)
	if err != nil {
		return err
	}
	defer letGo()
	f, err := p.takes(c, e)
	if err == nil {
		return to(c, attachmentsPath(planOf(c), e.ID)+"?done=attached")
	}
	if !f.again(ctx, err) {
		return err
	}
	if _, sound := f.Values["about"]; sound {
		f.renamed("file", "sound")
		f.renamed("description", "about")
	}
	return p.showAttachments(c, http.StatusUnprocessableEntity, attachmentsView{Entry: *e, form: f})
}

// takes keeps what was sent, and gives what was written beside it.
func (p *Pages) takes(c echo.Context, e *app.Entry) (form, error) {
	sent, err := parcel.Read(c)
	f := form{Values: sent.Words}
	if err != nil {
		return f, err
	}
	about := normalLines(f.Get("description") + f.Get("about")) // each form has one of them
	_, err = p.app.Attach(c.Request().Context(), who(c), app.Attach{Plan: planOf(c), Entry: e.ID, Content: sent.File, About: about})
	return f, err
}

// renamed gives the problems of a field the name that it has in this form.
func (f *form) renamed(from, to string) {
	for i := range f.Problems {
		if f.Problems[i].Field == from {
			f.Problems[i].Field = to
		}
	}
}

// attachment is the picture or the recording itself, for whoever sees its entry.
func (p *Pages) attachment(c echo.Context) error {
	a, content, err := p.app.ReadAttachment(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("attachment")))
	if err != nil {
		return err
	}
	return parcel.Give(c, a, content)
}

// describe keeps what is said of one. What cannot be kept is told on a page of its own: a
// browser stops at the most characters before that.
func (p *Pages) describe(c echo.Context) error {
	f := typed(c)
	a, err := p.app.Describe(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("attachment")), normalLines(f.Get("description")))
	if err != nil {
		return err
	}
	return to(c, attachmentsPath(planOf(c), a.Entry)+"?done=described")
}

func (p *Pages) unattach(c echo.Context) error {
	entry, err := p.app.Unattach(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("attachment")))
	if err != nil {
		return err
	}
	return to(c, attachmentsPath(planOf(c), entry)+"?done=unattached")
}

func (p *Pages) attachAgain(c echo.Context) error {
	a, err := p.app.AttachAgain(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("attachment")))
	if err != nil {
		return err
	}
	return to(c, attachmentsPath(planOf(c), a.Entry)+"?done=attached_again")
}

func (p *Pages) emptyAttachment(c echo.Context) error {
	entry, err := p.app.EmptyAttachment(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("attachment")))
	if err != nil {
		return err
	}
	return to(c, attachmentsPath(planOf(c), entry)+"?done=unattached_for_good")
}

// everAttached is what hangs on an entry and what was taken off it, newest first.
func (p *Pages) everAttached(ctx context.Context, who models.Actor, plan, entry models.ID) ([]app.Attachment, error) {
	all, err := p.app.Attached(ctx, who, plan, entry)
	if err != nil {
		return nil, err
	}
	gone, err := p.app.Unattached(ctx, who, plan, entry)
	all = append(all, gone...)
	slices.SortStableFunc(all, func(a, b app.Attachment) int { return b.AddedAt.Compare(a.AddedAt) })
	return all, err
}

func attachmentsPath(plan, entry models.ID) string { return entryPath(plan, entry, "/attachments") }

func attachmentPath(a app.Attachment, what string) string {
	return planPath(a.Plan, "/attachments/"+string(a.ID)+what)
}

// goesOn is where somebody goes once their words are kept: further, if they want to
// hang something on them.
func goesOn(f form, plan models.ID, e app.Entry, otherwise string) string {
	if f.Get("then") == "attach" && e.Mine && shapeOf(e.Section).Attaches {
		return attachmentsPath(plan, e.ID)
	}
	return otherwise
}

// sending is what a form that sends a file says of how that stands.
func sending(ctx context.Context) templ.Attributes {
	return templ.Attributes{
		"data-most": strconv.Itoa(parcel.MostBody - 1<<16), "data-too-big": say.T(ctx, "attach.too_big"),
		"data-sending": say.T(ctx, "attach.sending"), "data-lost": say.T(ctx, "attach.lost"), "data-signed-out": say.T(ctx, "state.signed_out"),
	}
}

// attachedWord is what a thing on an entry is called.
func attachedWord(a app.Attachment) string {
	if a.Picture() {
		return "picture"
	}
	return "recording"
}

// inWords is what is said of a picture, or that nothing was said yet.
func inWords(ctx context.Context, a app.Attachment) string {
	if about := strings.TrimSpace(a.About); about != "" {
		return about
	}
	return say.T(ctx, "attach."+attachedWord(a)+"_unsaid")
}

package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// guideChapter is the chapter through which the guided way leads, a part a page.
const guideChapter = "crisis"

// guideView is the guided way: where it stands, or one of its questions.
type guideView struct {
	frame
	form
	Plan     models.ID
	Parts    []guidePart
	Progress string
	Notice   string

	At      int // the part that is asked for now, from 0
	Shape   models.Section
	Drafted bool
	Known   []known
	Who     choosingWho
}

// guidePart is a part of the chapter and what is in it.
type guidePart struct {
	app.Section
	Title string
}

// known is something that another section knows already and that can be taken over.
type known struct {
	ID    string // of the box that is ticked
	Text  string
	From  string // where it stands, in words
	field models.Fields
}

// guideSources is, for a part of the crisis plan, the section whose main words fit it.
var guideSources = map[models.SectionKey]models.SectionKey{
	"crisis-well": "well", "crisis-signs": "breaking-down", "crisis-help": "toolbox",
}

func (p *Pages) guide(c echo.Context) error {
	v, err := p.guideView(c)
	if err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "chapter:"+guideChapter, "guide.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, guideScreen(v))
}

// guideView reads the parts of the chapter: only one's own plan has a guided way.
func (p *Pages) guideView(c echo.Context) (guideView, error) {
	ctx := c.Request().Context()
	v := guideView{Plan: planOf(c), Notice: notice(c)}
	if key := models.SectionKey(c.Param("section")); key != "" && !inGuide(key) {
		return v, models.ErrNotFound // for everybody: that is no refusal
	}
	if err := p.app.OwnersAlone(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	plan, err := p.app.ReadPlan(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	v.Parts = guideParts(ctx, plan)
	v.Progress = guideProgress(ctx, v.Parts)
	at := slices.IndexFunc(v.Parts, func(part guidePart) bool { return string(part.Key) == c.Param("section") })
	if c.Param("section") == "" {
		return v, nil
	}
	if v.At = at; at < 0 {
		return v, models.ErrNotFound
	}
	v.Shape = shapeOf(v.Parts[at].Key)
	v.Known, err = p.knownFor(ctx, c, plan, v.Parts[at])
	return v, err
}

// inGuide reports whether the guided way leads through a section.
func inGuide(key models.SectionKey) bool {
	return slices.ContainsFunc(models.Catalogue, func(ch models.Chapter) bool {
		return ch.Key == guideChapter && slices.ContainsFunc(ch.Sections, func(s models.Section) bool { return s.Key == key })
	})
}

func guideParts(ctx context.Context, plan *app.Plan) []guidePart {
	var out []guidePart
	for _, ch := range chaptersOf(plan, guideChapter) {
		for _, s := range ch.Sections {
			out = append(out, guidePart{Section: s, Title: sectionTitle(ctx, s.Key, s.Title)})
		}
	}
	return out
}

// guideProgress says in words how far it is, never as a score.
func guideProgress(ctx context.Context, parts []guidePart) string {
	n := 0
	for _, part := range parts {
		if len(part.Entries) > 0 {
			n++
		}
	}
	return say.T(ctx, "guide.progress", "Count", n, "All", len(parts))
}

// next is the first part after the i-th with nothing in it, else -1.
func (v guideView) next(i int) int {
	for n := i + 1; n < len(v.Parts); n++ {
		if len(v.Parts[n].Entries) == 0 {
			return n
		}
	}
	return -1
}

// path is the address of a part, or where the way stands when there is none.
func (v guideView) path(i int) string {
	if i < 0 || i >= len(v.Parts) {
		return planPath(v.Plan, "/crisis/guide")
	}
	return planPath(v.Plan, "/crisis/guide/"+string(v.Parts[i].Key))
}

// knownFor is what other sections and the list of people know already, without
// what stands in the part.
func (p *Pages) knownFor(ctx context.Context, c echo.Context, plan *app.Plan, part guidePart) ([]known, error) {
	main := shapeOf(part.Key).Main()
	var out []known
	add := func(id, text, from string) {
		there := slices.ContainsFunc(part.Entries, func(e app.Entry) bool { return strings.EqualFold(e.Fields.Get(main), text) })
		if !there && text != "" && len(text) <= models.MaxWords {
			out = append(out, known{ID: id, Text: text, From: from, field: models.Fields{{Key: main, Text: text}}})
		}
	}
	for _, s := range plan.Sections {
		if s.Key == guideSources[part.Key] {
			for _, e := range s.Entries {
				add(string(e.ID), e.Fields.Get(shapeOf(s.Key).Main()), sectionTitle(ctx, s.Key, s.Title))
			}
		}
	}
	if part.Key != "crisis-supporters" {
		return out, nil
	}
	people, err := p.app.People(ctx, who(c), plan.ID)
	for _, one := range people {
		if one.State == models.Confirmed {
			add(string(one.Account), one.Name, say.T(ctx, "room.sharing"))
		}
	}
	return out, err
}

func (p *Pages) guideQuestion(c echo.Context) error {
	v, err := p.guideView(c)
	if err != nil {
		return err
	}
	d, err := p.draft(c.Request().Context(), who(c), app.DraftOf{Plan: v.Plan, Section: v.Shape.Key})
	if err != nil {
		return err
	}
	if d != nil {
		v.form, v.Drafted = fromDraft(d), true
	}
	return p.showGuideQuestion(c, http.StatusOK, v)
}

func (p *Pages) showGuideQuestion(c echo.Context, status int, v guideView) error {
	var err error
	if v.frame, err = p.frame(c, "chapter:"+guideChapter, "guide.part", "Title", v.Parts[v.At].Title); err != nil {
		return err
	}
	v.frame.Typing = true
	if v.Who, err = p.choosingWho(c.Request().Context(), who(c), v.Plan, v.Shape.Key, v.form); err != nil {
		return err
	}
	return show(c, status, guideQuestionScreen(v))
}

// guideAnswer keeps what was written and what was ticked, and goes on. A page that
// was left as it was is not now.
func (p *Pages) guideAnswer(c echo.Context) error {
	ctx := c.Request().Context()
	f, key := typed(c), models.SectionKey(c.Param("section"))
	if !inGuide(key) {
		return models.ErrNotFound
	}
	fields := f.fields(shapeOf(key))
	if err := p.ownersAnswer(c, key, fields); err != nil {
		return err
	}
	v, err := p.guideView(c)
	if err != nil {
		return err
	}
	v.form = f
	for _, k := range v.Known {
		if v.form.Get("k."+k.ID) == "yes" {
			if _, err := p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: v.Plan, Section: key, Fields: k.field, Place: v.form.place()}); err != nil {
				return err
			}
		}
	}
	if len(fields) > 0 {
		_, err = p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: v.Plan, Section: key, Fields: fields, Place: v.form.place()})
	}
	if err == nil {
		return to(c, v.path(v.next(v.At)))
	}
	if !v.form.again(ctx, err) {
		return err
	}
	v.form.sectionProblems(v.Shape)
	return p.showGuideQuestion(c, http.StatusUnprocessableEntity, v)
}

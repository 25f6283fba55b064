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

// backSteps is the way of looking back on a crisis, a question a page: where the
// answer is kept, and where else it can go when the person ticks it.
var backSteps = []backStep{
	{key: "helped", keeps: "after-learned", also: []models.SectionKey{"toolbox", "crisis-help", "crisis-treatments"}},
	{key: "worse", keeps: "after-learned"},
	{key: "change", keeps: "after-changes"},
	{key: "thank", keeps: "after-people"},
}

type backStep struct {
	key   string
	keeps models.SectionKey
	also  []models.SectionKey // in the main words of a new entry there
}

// backView is one question of looking back, or its end.
type backView struct {
	frame
	form
	Plan    models.ID
	Step    backStep
	At      int
	Helps   []app.Entry // what helps from others: what made it worse can go under one of them
	Parts   []models.SectionKey
	Changes []app.Entry
	Drafted bool
}

// writing is the question's form, whose words are kept as they are typed.
func (v backView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: v.Step.keeps, Form: "back." + v.Step.key}, planPath(v.Plan, "/after/"+v.Step.key)}
}

// backDone is the page behind the last question.
const backDone = "done"

func (p *Pages) lookBack(c echo.Context) error {
	return p.showLookBack(c, http.StatusOK, form{})
}

func (p *Pages) showLookBack(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	v := backView{form: f, Plan: planOf(c), At: slices.IndexFunc(backSteps, func(s backStep) bool { return s.key == c.Param("step") })}
	if v.At < 0 && c.Param("step") != backDone {
		return models.ErrNotFound // for everybody: that is no refusal
	}
	if err := p.app.OwnersAlone(ctx, who(c), v.Plan); err != nil {
		return err
	}
	plan, err := p.app.ReadPlan(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	for _, s := range plan.Sections {
		switch s.Key {
		case "crisis-help":
			v.Helps = s.Entries
		case "after-changes":
			v.Changes = s.Entries
		}
	}
	v.Parts = crisisParts()
	if v.frame, err = p.frame(c, "chapter:after-crisis", "back.title"); err != nil {
		return err
	}
	if v.At < 0 {
		return show(c, status, backDoneScreen(v))
	}
	v.Step, v.Typing = backSteps[v.At], true
	if status == http.StatusOK {
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, backScreen(v))
}

// crisisParts is the parts of the crisis plan into which a change can go.
func crisisParts() []models.SectionKey {
	var out []models.SectionKey
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			if ch.Key == guideChapter && !s.OnlyMe {
				out = append(out, s.Key)
			}
		}
	}
	return out
}

// next is the address of the step behind the i-th.
func (v backView) next() string {
	if v.At+1 < len(backSteps) {
		return planPath(v.Plan, "/after/"+backSteps[v.At+1].key)
	}
	return planPath(v.Plan, "/after/"+backDone)
}

// beginLookBack takes the offer or lets it go: either way it is not made again.
func (p *Pages) beginLookBack(c echo.Context) error {
	if err := p.app.LookedBack(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	if typed(c).Get("answer") == "not_now" {
		return to(c, "/")
	}
	return to(c, planPath(planOf(c), "/after/"+backSteps[0].key))
}

// answerLookBack puts what was agreed into the plan. An empty page is not now.
func (p *Pages) answerLookBack(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	v := backView{Plan: planOf(c), At: slices.IndexFunc(backSteps, func(s backStep) bool { return s.key == c.Param("step") })}
	if v.At < 0 {
		return models.ErrNotFound
	}
	v.Step = backSteps[v.At]
	words := normalLines(f.Get("words"))
	if err := p.ownersAnswer(c, v.Step.keeps, models.Fields{}.With("words", words)); err != nil {
		return err
	}
	if words != "" {
		if err := p.keepLookBack(ctx, c, v.Step, words, f); err != nil {
			if f.again(ctx, err) {
				return p.showLookBack(c, http.StatusUnprocessableEntity, f)
			}
			return err
		}
	}
	if err := p.letGo(c, f); err != nil {
		return err
	}
	return to(c, v.next())
}

// ownersAnswer refuses whoever does not own the plan: where there are words to put into a section,
// as somebody who wanted to add them.
func (p *Pages) ownersAnswer(c echo.Context, section models.SectionKey, words models.Fields) error {
	if len(words) == 0 {
		return p.app.OwnersAlone(c.Request().Context(), who(c), planOf(c))
	}
	return p.app.OwnersAdd(c.Request().Context(), who(c), planOf(c), section)
}

// keepLookBack keeps the words where the step keeps them, and where else was ticked.
func (p *Pages) keepLookBack(ctx context.Context, c echo.Context, step backStep, words string, f form) error {
	first := models.Fields{{Key: shapeOf(step.keeps).Main(), Text: words}}
	part := models.SectionKey(f.Get("part"))
	changes := step.key == "change" && slices.Contains(crisisParts(), part)
	if changes {
		first = first.With("where", sectionTitle(ctx, part, ""))
	}
	if err := p.addWords(ctx, c, step.keeps, first); err != nil {
		return err
	}
	for _, key := range step.also {
		if f.Get("also."+string(key)) == "yes" {
			if err := p.addWords(ctx, c, key, models.Fields{{Key: shapeOf(key).Main(), Text: words}}); err != nil {
				return err
			}
		}
	}
	if fresh := normalLines(f.Get("fresh")); changes && fresh != "" {
		return p.addWords(ctx, c, part, models.Fields{{Key: shapeOf(part).Main(), Text: fresh}})
	}
	if id := f.Get("under"); step.key == "worse" && id != "" && id != noneOfThese {
		return p.addWorse(ctx, c, models.ID(id), words)
	}
	return nil
}

func (p *Pages) addWords(ctx context.Context, c echo.Context, key models.SectionKey, fields models.Fields) error {
	_, err := p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: planOf(c), Section: key, Fields: fields})
	return err
}

// addWorse puts words under what makes it worse, behind those that stand there.
func (p *Pages) addWorse(ctx context.Context, c echo.Context, entry models.ID, words string) error {
	now, err := p.app.ReadEntry(ctx, who(c), planOf(c), entry)
	if err != nil {
		return err
	}
	worse := strings.TrimSpace(now.Fields.Get("worse") + "\n" + words)
	fields := models.Fields{}
	for _, d := range shapeOf(now.Section).Fields {
		text := now.Fields.Get(d.Key)
		if d.Key == "worse" {
			text = worse
		}
		if text != "" {
			fields = append(fields, models.Text{Key: d.Key, Text: text})
		}
	}
	_, err = p.app.EditEntry(ctx, who(c), app.EditEntry{Plan: planOf(c), Entry: entry, Version: now.Version, Fields: fields})
	return err
}

// partOptions is the parts that a change can go into.
func (v backView) partOptions(ctx context.Context) []option {
	out := make([]option, 0, len(v.Parts)+1)
	for _, key := range v.Parts {
		out = append(out, option{Value: string(key), Label: sectionTitle(ctx, key, "")})
	}
	return append(out, option{Value: noneOfThese, Label: say.T(ctx, "back.part_none")})
}

// underOptions is the entries under which what made it worse can go.
func (v backView) underOptions(ctx context.Context) []option {
	out := make([]option, 0, len(v.Helps)+1)
	for _, e := range v.Helps {
		out = append(out, option{Value: string(e.ID), Label: excerpt(shapeOf("crisis-help"), e.Fields)})
	}
	return append(out, option{Value: noneOfThese, Label: say.T(ctx, "back.under_none")})
}

// noneOfThese takes a choice back: without a script a button that is on stays on.
const noneOfThese = "none"

// say is a sentence of the step's own.
func (s backStep) say(ctx context.Context, what string) string {
	return say.T(ctx, "back."+s.key+"_"+what)
}

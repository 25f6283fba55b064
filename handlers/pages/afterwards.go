package pages

import (
	"context"
	"maps"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

func (p *Pages) answerAfterwards(c echo.Context) error {
	f := typed(c)
	in := app.AnswerAfterwards{Plan: planOf(c), Session: sessionOf(c)}
	in.Words, in.Shown, in.Marks = normalLines(f.Get("words")), f.Get("shown") == "yes", map[string]string{}
	for _, q := range models.AfterQuestions {
		if mark := f.Get("mark." + q); mark != "" {
			in.Marks[q] = mark
		}
	}
	_, err := p.app.AnswerAfterwards(c.Request().Context(), who(c), in)
	if err != nil {
		return p.sessionAgain(c, f, err)
	}
	if err := p.letGo(c, f); err != nil {
		return err
	}
	return to(c, sessionPath(in.Plan, in.Session, "?done=kept#afterwards"))
}

// asksAfter reports whether the person is asked how the session was.
func (v roomView) asksAfter() bool {
	return v.Session.Mine && v.Session.Held && v.Session.State == models.SessionEnded
}

// afterWriting is the form in which they say so.
func (v roomView) afterWriting() writing {
	form := "after." + string(v.Session.ID)
	return writing{app.DraftOf{Plan: v.Session.Plan, Section: noSection, Form: form}, sessionPath(v.Session.Plan, v.Session.ID, "#afterwards")}
}

// afterNames is what is kept of that form as it is typed.
func afterNames() []string {
	names := []string{"words"}
	for _, q := range models.AfterQuestions {
		names = append(names, "mark."+q)
	}
	return names
}

// afterBefore fills that form with what was answered, and typed in it before.
func (p *Pages) afterBefore(c echo.Context, v *roomView) error {
	if !v.asksAfter() {
		return nil
	}
	if v.After = answersForm(*v); v.Which == "afterwards" {
		return nil
	}
	d, err := p.typedBefore(c, &v.After, v.afterWriting())
	v.AfterDrafted = d != nil
	return err
}

// answersForm is the form about a session that has ended, with what was answered, or
// what was typed and needs another look.
func answersForm(v roomView) form {
	if v.Which == "afterwards" {
		return v.form
	}
	s, f := v.Session, form{Values: map[string]string{}}
	if s.Answers == nil {
		return f
	}
	for q, mark := range s.Answers.Marks {
		f.Values["mark."+q] = mark
	}
	f.Values["words"] = s.Answers.Words
	return f
}

func markOptions(ctx context.Context) []option {
	out := make([]option, len(models.AfterMarks))
	for i, mark := range models.AfterMarks {
		out[i] = option{Value: mark, Label: say.T(ctx, "afterwards.mark."+mark)}
	}
	return out
}

// reflectView is a practitioner's own page about a session.
type reflectView struct {
	frame
	form
	Session app.Session
	Typed   writing
	Drafted bool
	Notice  string
}

// reflectionsView is all that somebody kept for themselves.
type reflectionsView struct {
	frame
	All []app.Reflection
}

// reflections is there for whoever held a session, also where the plan that it was about is gone.
func (p *Pages) reflections(c echo.Context) (err error) {
	var v reflectionsView
	if v.All, err = p.app.Reflections(c.Request().Context(), who(c)); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "people", "reflection.all"); err != nil {
		return err
	}
	return show(c, http.StatusOK, reflectionsScreen(v))
}

func (p *Pages) reflection(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.app.Reflections(ctx, who(c))
	if err != nil {
		return err
	}
	f := form{Values: map[string]string{}}
	for _, r := range all {
		if r.Session == sessionOf(c) {
			maps.Copy(f.Values, r.Skills)
		}
	}
	return p.showReflection(c, http.StatusOK, f)
}

func (p *Pages) showReflection(c echo.Context, status int, f form) error {
	s, err := p.app.ReadSession(c.Request().Context(), who(c), planOf(c), sessionOf(c))
	if err != nil {
		return err
	}
	if s.Mine || s.With.ID != s.Me {
		return models.ErrNotFound
	}
	v := reflectView{form: f, Session: *s, Notice: notice(c)}
	if v.Typed, err = p.reflectWriting(c); err != nil {
		return err
	}
	if status == http.StatusOK {
		d, err := p.typedBefore(c, &v.form, v.Typed)
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	if v.frame, err = p.sessionFrame(c, whose{Plan: planOf(c), Owner: s.Owner.Name}, "reflection.title"); err != nil {
		return err
	}
	v.frame.Typing = true
	return show(c, status, reflectScreen(v))
}

// reflectWriting is the form of a reflection. What is typed in it is kept where the reflection
// will be: in its writer's own plan, under their key, and not in the plan that the session was about.
func (p *Pages) reflectWriting(c echo.Context) (writing, error) {
	me, err := p.app.Me(c.Request().Context(), who(c))
	if err != nil {
		return writing{}, err
	}
	of := app.DraftOf{Plan: me.Plan, Section: noSection, Form: "reflect." + string(sessionOf(c))}
	return writing{of, sessionPath(planOf(c), sessionOf(c), "/reflection")}, nil
}

func (p *Pages) reflect(c echo.Context) error {
	f := typed(c)
	in := app.Reflect{Plan: planOf(c), Session: sessionOf(c), Skills: map[string]string{}}
	for _, skill := range models.Skills {
		if words := normalLines(f.Get(skill)); words != "" {
			in.Skills[skill] = words
		}
	}
	err := p.app.Reflect(c.Request().Context(), who(c), in)
	if err == nil {
		return p.reflected(c)
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	return p.showReflection(c, http.StatusUnprocessableEntity, f)
}

// reflected lets go of what was typed, now that it is kept.
func (p *Pages) reflected(c echo.Context) error {
	typed, err := p.reflectWriting(c)
	if err != nil {
		return err
	}
	if err := p.app.DropDraft(c.Request().Context(), who(c), typed.DraftOf); err != nil {
		return err
	}
	return to(c, typed.Back+"?done=kept")
}

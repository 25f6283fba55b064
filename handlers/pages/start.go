package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// steps are those of the first run, in order. Each can be left with "Not now".
var steps = []string{"code", "pin", "beside", "helps", "ring", "ready"}

// asked is the sections whose first entry a step asks for.
var asked = map[string]models.SectionKey{"helps": "toolbox", "ring": "crisis-supporters"}

// startView is one step of the first run.
type startView struct {
	frame
	form
	Step    string
	Next    string // the path of the step after this
	Drafted bool
	PIN     pinView
	Why     string // what they came for, before they had an account; empty: nothing
}

// writing is the step's form: what is left in it is gone on with here or in the section.
func (v startView) writing() writing {
	return writing{app.DraftOf{Plan: v.Me.Plan, Section: asked[v.Step]}, "/start/" + v.Step}
}

// after is the path of the step behind one; the last leads home.
func after(step string) string {
	for i, s := range steps {
		if s == step && i+1 < len(steps) {
			return "/start/" + steps[i+1]
		}
	}
	return "/"
}

// startLook asks how the pages should look, before there is an account.
func (p *Pages) startLook(c echo.Context) error {
	fr, err := p.frame(c, "", "start.look")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, startLookScreen(startView{frame: fr, Next: "/sign-up"}))
}

func (p *Pages) start(c echo.Context) error {
	step := c.Param("step")
	needed, err := p.needed(c, step)
	if err != nil {
		return err
	}
	if !needed {
		return to(c, after(step))
	}
	return p.showStart(c, http.StatusOK, form{})
}

// needed reports whether a step asks for something that is not there yet: a
// recovery code that they have seen, a PIN on a phone of their own.
func (p *Pages) needed(c echo.Context, step string) (bool, error) {
	switch step {
	case "code":
		me, err := p.reads(c.Request().Context(), who(c))
		return err == nil && !me.CodeSeen, err
	case "pin":
		pin, err := p.app.PIN(c.Request().Context(), who(c))
		return pin.Own && !pin.Set, err
	}
	return true, nil
}

func (p *Pages) showStart(c echo.Context, status int, f form) error {
	step := oneOf(c.Param("step"), steps...)
	if step == "" {
		return models.ErrNotFound
	}
	fr, err := p.frame(c, "", "start.title")
	if err != nil {
		return err
	}
	fr.Rooms = nil
	v := startView{frame: fr, form: f, Step: step, Next: after(step), Why: cameFor(c)}
	if step == "pin" {
		if v.PIN, err = p.pinView(c, f); err != nil {
			return err
		}
	}
	if v.Typing = asked[step] != ""; v.Typing && status == http.StatusOK {
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, startScreen(v))
}

// startNext keeps what a step asked for: one thing that helps, somebody to ring.
func (p *Pages) startNext(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	if c.Param("step") == "pin" {
		return p.startPIN(c, f)
	}
	section := asked[c.Param("step")]
	if section == "" {
		return to(c, after(c.Param("step")))
	}
	fields := f.fields(shapeOf(section))
	if len(fields) == 0 {
		return to(c, after(c.Param("step")))
	}
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	if _, err := p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: me.Plan, Section: section, Fields: fields}); err != nil {
		if f.again(ctx, err) {
			f.sectionProblems(shapeOf(section))
			return p.showStart(c, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	return to(c, after(c.Param("step")))
}

func (p *Pages) startPIN(c echo.Context, f form) error {
	err := p.keepPIN(c, &f)
	if err == nil {
		return to(c, after("pin"))
	}
	if f.Message == "" {
		return err
	}
	return p.showStart(c, http.StatusUnprocessableEntity, f)
}

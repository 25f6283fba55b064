package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// notesView is notes by day, or those in which some words stand.
type notesView struct {
	frame
	form
	Plan  models.ID
	Owner app.Person
	Mine  bool
	Found *app.NotesFound
	Tag   string
}

// notes shows the newest notes, or finds some. What is looked for comes as a form,
// so that it stays out of the browser's history.
func (p *Pages) notes(c echo.Context) error {
	ctx := c.Request().Context()
	v := notesView{form: typed(c), Plan: planOf(c)}
	v.Tag = v.Get("tag")
	var err error
	if v.Found, err = p.app.FindNotes(ctx, who(c), app.FindNotes{Plan: v.Plan, Words: v.Get("words"), Tag: v.Tag}); err != nil {
		return err
	}
	tie, err := p.tieTo(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	v.Owner, v.Mine = tie.Owner, tie.Mine
	if v.frame, err = p.framed(c, "notes", whose{v.Plan, v.Owner.Name, v.Mine}, "notes.title", ""); err != nil {
		return err
	}
	return show(c, http.StatusOK, notesScreen(v))
}

// orSay is a choice by its name, or a sentence where nothing was chosen.
func orSay(ctx context.Context, value, prefix, none string) string {
	if value == "" {
		return say.T(ctx, none)
	}
	return say.T(ctx, prefix+value)
}

// betterView is days side by side.
type betterView struct {
	frame
	form
	Plan models.ID
	Days *app.Days
}

func (p *Pages) betterDays(c echo.Context) error {
	ctx := c.Request().Context()
	v := betterView{form: form{Values: map[string]string{"from": c.QueryParam("from"), "to": c.QueryParam("to")}}, Plan: planOf(c)}
	status := http.StatusOK
	var err error
	v.Days, err = p.app.BetterDays(ctx, who(c), v.Plan, models.Day(v.Get("from")), models.Day(v.Get("to")))
	if err != nil && v.again(ctx, err) {
		status = http.StatusUnprocessableEntity
		v.Days, err = p.app.BetterDays(ctx, who(c), v.Plan, "", "")
	}
	if err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "check-ins", "better.title"); err != nil {
		return err
	}
	return show(c, status, betterScreen(v))
}

package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// textView is the sentence that a text to one of the owner's people begins with.
type textView struct {
	frame
	form
	Plan    models.ID
	Text    *app.Entry // nil: they have not said
	Drafted bool
}

func (v textView) writing() writing {
	of := app.DraftOf{Plan: v.Plan, Section: models.HelpText}
	if v.Text != nil {
		of.Entry = v.Text.ID
	}
	return writing{of, helpTextPath}
}

const helpTextPath = "/help/text"

func (p *Pages) helpText(c echo.Context) error {
	return p.showHelpText(c, http.StatusOK, form{})
}

func (p *Pages) showHelpText(c echo.Context, status int, f form) error {
	help, err := p.app.ReadHelp(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "", "text.title")
	if err != nil {
		return err
	}
	v := textView{frame: fr, form: f, Plan: help.Plan, Text: help.Text}
	v.Typing = true
	if status == http.StatusOK {
		if v.Text != nil {
			v.form = fromFields(v.Text.Fields)
		}
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, helpTextScreen(v))
}

// saveHelpText keeps the sentence. Where nothing is left of it, it goes: the usual one is back.
func (p *Pages) saveHelpText(c echo.Context) error {
	ctx, actor, f := c.Request().Context(), who(c), typed(c)
	help, err := p.app.ReadHelp(ctx, actor)
	if err != nil {
		return err
	}
	words, empty := f.fields(shapeOf(models.HelpText)), strings.TrimSpace(f.Get(fieldName("text"))) == ""
	switch {
	case help.Text == nil && empty:
		err = p.app.DropDraft(ctx, actor, app.DraftOf{Plan: help.Plan, Section: models.HelpText})
	case help.Text == nil:
		_, err = p.app.AddEntry(ctx, actor, app.AddEntry{Plan: help.Plan, Section: models.HelpText, Fields: words})
	case empty:
		err = p.app.RemoveEntry(ctx, actor, help.Plan, help.Text.ID)
	default:
		_, err = p.app.EditEntry(ctx, actor, app.EditEntry{Plan: help.Plan, Entry: help.Text.ID, Version: f.number("version"), Fields: words})
	}
	if err == nil {
		return to(c, "/help")
	}
	if f.again(ctx, err) {
		f.sectionProblems(shapeOf(models.HelpText))
		return p.showHelpText(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

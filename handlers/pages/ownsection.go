package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// ownSectionView is the form for a section of the person's own.
type ownSectionView struct {
	frame
	form
	Plan    models.ID
	Post    string // where the form goes
	Old     bool   // it changes one that is there
	Of      app.DraftOf
	Drafted bool
}

// writing is the form; what is left in it is gone on with where it stood.
func (v ownSectionView) writing() writing {
	return writing{v.Of, v.Post}
}

// showOwn draws the form, with what was typed in it before.
func (p *Pages) showOwn(c echo.Context, status int, v ownSectionView) error {
	v.Plan, v.Typing = planOf(c), true
	if status == http.StatusOK {
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, ownSectionScreen(v))
}

func (p *Pages) ownSectionForm(c echo.Context) error {
	return p.showOwnSection(c, http.StatusOK, form{})
}

func (p *Pages) showOwnSection(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "plan", "own.new")
	if err != nil {
		return err
	}
	if err := p.app.OwnersAlone(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	of := app.DraftOf{Plan: planOf(c), Section: noSection, Form: "own"}
	return p.showOwn(c, status, ownSectionView{frame: fr, form: f, Post: planPath(planOf(c), "/own-sections"), Of: of})
}

func (p *Pages) renameForm(c echo.Context) error {
	ctx := c.Request().Context()
	if err := p.app.OwnersAlone(ctx, who(c), planOf(c)); err != nil {
		return err
	}
	plan, err := p.app.ReadSection(ctx, who(c), planOf(c), models.SectionKey(c.Param("section")))
	if err != nil {
		return err
	}
	s := plan.Sections[0]
	if !s.Key.Own() {
		return models.ErrNotFound
	}
	return p.showRename(c, http.StatusOK, form{Values: map[string]string{"title": s.Title, "help": s.Help}})
}

func (p *Pages) showRename(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "plan", "own.change")
	if err != nil {
		return err
	}
	key := models.SectionKey(c.Param("section"))
	of := app.DraftOf{Plan: planOf(c), Section: key, Form: "own"}
	return p.showOwn(c, status, ownSectionView{frame: fr, form: f, Post: sectionPath(planOf(c), key) + "/rename", Old: true, Of: of})
}

func (p *Pages) addSection(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	s, err := p.app.AddSection(ctx, who(c), app.AddSection{Plan: planOf(c), Title: f.Get("title"), Help: f.Get("help")})
	if err == nil {
		if err := p.letGo(c, f); err != nil {
			return err
		}
		return to(c, sectionPath(planOf(c), s.Key))
	}
	if f.again(ctx, err) {
		return p.showOwnSection(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

func (p *Pages) renameSection(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	key := models.SectionKey(c.Param("section"))
	err := p.app.RenameSection(ctx, who(c), planOf(c), key, f.Get("title"), f.Get("help"))
	if err == nil {
		if err := p.letGo(c, f); err != nil {
			return err
		}
		return to(c, sectionPath(planOf(c), key)+"?done=renamed")
	}
	if f.again(ctx, err) {
		return p.showRename(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

func (p *Pages) removeSection(c echo.Context) error {
	key := models.SectionKey(c.Param("section"))
	if err := p.app.RemoveSection(c.Request().Context(), who(c), planOf(c), key); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), ""))
}

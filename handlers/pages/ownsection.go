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
	Plan models.ID
	Post string // where the form goes
	Old  bool   // it changes one that is there
}

func (p *Pages) ownSectionForm(c echo.Context) error {
	return p.showOwnSection(c, http.StatusOK, form{})
}

func (p *Pages) showOwnSection(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "plan", "own.new")
	if err != nil {
		return err
	}
	if fr.Me.Plan != planOf(c) {
		return models.ErrNotFound
	}
	return show(c, status, ownSectionScreen(ownSectionView{frame: fr, form: f, Plan: planOf(c), Post: planPath(planOf(c), "/own-sections")}))
}

func (p *Pages) renameForm(c echo.Context) error {
	plan, err := p.app.ReadSection(c.Request().Context(), who(c), planOf(c), models.SectionKey(c.Param("section")))
	if err != nil {
		return err
	}
	s := plan.Sections[0]
	if !plan.Mine || !s.Key.Own() {
		return models.ErrNotFound
	}
	return p.showRename(c, http.StatusOK, form{Values: map[string]string{"title": s.Title, "help": s.Help}})
}

func (p *Pages) showRename(c echo.Context, status int, f form) error {
	fr, err := p.frame(c, "plan", "own.change")
	if err != nil {
		return err
	}
	post := sectionPath(planOf(c), models.SectionKey(c.Param("section"))) + "/rename"
	return show(c, status, ownSectionScreen(ownSectionView{frame: fr, form: f, Plan: planOf(c), Post: post, Old: true}))
}

func (p *Pages) addSection(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	s, err := p.app.AddSection(ctx, who(c), app.AddSection{Plan: planOf(c), Title: f.Get("title"), Help: f.Get("help")})
	if err == nil {
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

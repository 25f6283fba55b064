package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// aboutView is what lies behind "About this entry": who it is kept from, and its
// earlier versions.
type aboutView struct {
	frame
	Plan   models.ID
	Entry  app.Entry
	Shape  models.Section
	People []app.InPlan
}

func (v aboutView) hides(account models.ID) bool { return slices.Contains(v.Entry.HiddenFrom, account) }

func (p *Pages) aboutEntry(c echo.Context) error {
	ctx := c.Request().Context()
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	people, err := p.app.People(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	fr, err := p.frame(c, roomOf(e.Section), "entry.about")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, aboutScreen(aboutView{frame: fr, Plan: planOf(c), Entry: *e, Shape: shapeOf(e.Section), People: people}))
}

// setPrivacy keeps an entry from everybody, or from some.
func (p *Pages) setPrivacy(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	people, err := p.app.People(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	onlyMe, hidden := f.Get("privacy") == "only_me", f.hidden(people, e.HiddenFrom)
	e, err = p.app.SetPlace(ctx, who(c), planOf(c), models.ID(c.Param("entry")), app.Place{OnlyMe: &onlyMe, HiddenFrom: &hidden})
	if err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), e.Section)+"?done=privacy#entry-"+string(e.ID))
}

// hidden is who the form keeps an entry from, and whom it does not ask about: somebody
// whose tie has ended stays kept from it, also if they come back.
func (f form) hidden(people []app.InPlan, before []models.ID) []models.ID {
	asked := make(map[models.ID]bool, len(people))
	hidden := []models.ID{}
	for _, one := range people {
		asked[one.Account] = true
		if f.Get("hide."+string(one.Account)) == "yes" {
			hidden = append(hidden, one.Account)
		}
	}
	for _, id := range before {
		if !asked[id] {
			hidden = append(hidden, id)
		}
	}
	return hidden
}

// versionsView is an entry's history.
type versionsView struct {
	frame
	Plan     models.ID
	Entry    app.Entry
	Versions []app.PastVersion
	Attached []app.Attachment // what ever hung on it, newest first
	Further  further
}

func (p *Pages) versions(c echo.Context) error {
	ctx := c.Request().Context()
	id := models.ID(c.Param("entry"))
	at := part(c)
	past, err := p.app.Versions(ctx, who(c), planOf(c), id, app.Part{Skip: at.Skip, Limit: onAPage})
	if err != nil {
		return err
	}
	e, err := p.app.ReadEntry(ctx, who(c), planOf(c), id)
	if err != nil {
		return err
	}
	fr, err := p.frame(c, roomOf(e.Section), "versions.title")
	if err != nil {
		return err
	}
	v := versionsView{frame: fr, Plan: planOf(c), Entry: *e, Versions: past}
	v.Further = further{Timed: true}.to(c, at, e.Version-1-at.Skip-onAPage)
	if v.Attached, err = p.everAttached(ctx, who(c), v.Plan, e.ID); err != nil {
		return err
	}
	return show(c, http.StatusOK, versionsScreen(v))
}

func (p *Pages) restoreVersion(c echo.Context) error {
	n := form{Values: map[string]string{"n": c.Param("n")}}.number("n")
	e, err := p.app.RestoreVersion(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("entry")), n)
	if err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), e.Section)+"?done=restored#entry-"+string(e.ID))
}

// removedView is what was taken out.
type removedView struct {
	frame
	Plan    models.ID
	Entries []app.Entry
	Further further
}

func (p *Pages) removed(c echo.Context) error {
	at := part(c)
	gone, err := p.app.Removed(c.Request().Context(), who(c), planOf(c), at)
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "plan", "removed.title")
	if err != nil {
		return err
	}
	gone, beyond := cut(gone)
	return show(c, http.StatusOK, removedScreen(removedView{frame: fr, Plan: planOf(c), Entries: gone, Further: further{Timed: true}.to(c, at, beyond)}))
}

package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// namedView asks whether an entry of who must not be involved is about one of the
// people in the plan.
type namedView struct {
	frame
	Plan   models.ID
	Entry  app.Entry
	People []app.InPlan // those it may be first
}

// asksWho is the page that comes after an entry was written in a section: whom it
// names, where it says who must not be involved and there are people that it could be.
func (p *Pages) asksWho(c echo.Context, section models.SectionKey, entry models.ID, otherwise string) error {
	if section != models.NotInvolved {
		return to(c, otherwise)
	}
	me, err := p.reads(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	if me.Plan != planOf(c) {
		return to(c, otherwise) // somebody else wrote it
	}
	people, err := p.app.People(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return to(c, otherwise)
	}
	return to(c, entryPath(planOf(c), entry, "/named"))
}

func (p *Pages) named(c echo.Context) error {
	ctx := c.Request().Context()
	v := namedView{Plan: planOf(c)}
	var err error
	if v.People, err = p.app.People(ctx, who(c), v.Plan); err != nil {
		return err
	}
	e, err := p.app.ReadEntry(ctx, who(c), v.Plan, models.ID(c.Param("entry")))
	if err != nil {
		return err
	}
	if e.Section != models.NotInvolved {
		return models.ErrNotFound
	}
	v.Entry = *e
	v.People = slices.DeleteFunc(v.People, func(one app.InPlan) bool { return slices.Contains(e.HiddenFrom, one.Account) })
	slices.SortStableFunc(v.People, func(a, b app.InPlan) int { return v.unlike(a) - v.unlike(b) })
	if v.frame, err = p.frame(c, roomOf(e.Section), "named.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, namedScreen(v))
}

// unlike is 0 for somebody whose name stands in the entry, else 1.
func (v namedView) unlike(one app.InPlan) int {
	if models.MayName(v.Entry.Fields.Get("who"), one.Name, one.Called) {
		return 0
	}
	return 1
}

func (p *Pages) nameNotInvolved(c echo.Context) error {
	f := typed(c)
	entry := models.ID(c.Param("entry"))
	if err := p.app.NameNotInvolved(c.Request().Context(), who(c), planOf(c), entry, models.ID(f.Get("account"))); err != nil {
		return err
	}
	return to(c, sectionPath(planOf(c), models.NotInvolved)+"?done=named#entry-"+string(entry))
}

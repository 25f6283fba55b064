package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// crisisView is the person's own page about putting their crisis plan to use: first
// of all who will see what.
type crisisView struct {
	frame
	form
	Now    *app.Crisis
	Sees   []crisisSight
	Closed []app.KeyHolder // whose starts were closed and who cannot start again yet
	Notice string
}

// crisisSight is what somebody sees while the plan is in use.
type crisisSight struct {
	Name  string
	Parts []string
}

// crisis is one address with two faces: the person's own, and "Something is wrong"
// for everybody who was ever confirmed in the plan, the same for all of them.
func (p *Pages) crisis(c echo.Context) error {
	return p.showCrisis(c, http.StatusOK, form{})
}

func (p *Pages) showCrisis(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	now, err := p.app.Crisis(ctx, who(c), planOf(c))
	if models.KindOf(err) == models.NotFound {
		return p.showWrong(c, status, f)
	}
	if err != nil {
		return err
	}
	v := crisisView{form: f, Now: now, Notice: notice(c)}
	for _, k := range now.Keys {
		if k.Barred {
			v.Closed = append(v.Closed, k)
		}
	}
	if v.Sees, err = p.crisisSights(ctx, who(c), planOf(c)); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "chapter:crisis", crisisTitle(now)); err != nil {
		return err
	}
	return show(c, status, crisisScreen(v))
}

// crisisTitle says how things are, before what can be done.
func crisisTitle(now *app.Crisis) string {
	switch {
	case now.InUse:
		return "crisis.title_in_use"
	case len(now.Started) > 0:
		return "crisis.title_waits"
	}
	return "crisis.title"
}

// crisisSights is who sees what while the plan is in use and not otherwise, person by person.
func (p *Pages) crisisSights(ctx context.Context, actor models.Actor, plan models.ID) ([]crisisSight, error) {
	sights, err := p.app.Sights(ctx, actor, plan)
	if err != nil {
		return nil, err
	}
	own, err := p.ownParts(ctx, actor, plan)
	if err != nil {
		return nil, err
	}
	var out []crisisSight
	for _, key := range own.keys() {
		for _, s := range sights[key] {
			if s.When != models.InCrisis {
				continue
			}
			i := slices.IndexFunc(out, func(x crisisSight) bool { return x.Name == s.Name })
			if i < 0 {
				i, out = len(out), append(out, crisisSight{Name: s.Name})
			}
			out[i].Parts = append(out[i].Parts, own.title(ctx, key))
		}
	}
	return out, nil
}

// wrongView is "Something is wrong", for somebody who is not the person.
type wrongView struct {
	frame
	form
	Plan   models.ID
	Name   string
	Notice string
}

func (p *Pages) showWrong(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	tie, err := p.tieTo(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	if tie.State != models.Confirmed {
		return models.ErrNotFound
	}
	v := wrongView{form: f, Plan: tie.Plan, Name: tie.Owner.Name, Notice: notice(c)}
	if v.frame, err = p.othersFrame(c, tie.Plan, tie.Owner.Name, "wrong.title"); err != nil {
		return err
	}
	v.frame.Here = "wrong"
	return show(c, status, wrongScreen(v))
}

// startCrisis is the press. What it has done only the person is told.
func (p *Pages) startCrisis(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	if err := p.app.SomethingIsWrong(ctx, who(c), planOf(c), normalLines(f.Get("note"))); err != nil {
		if f.again(ctx, err) {
			return p.showCrisis(c, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	me, err := p.app.Me(ctx, who(c))
	if err != nil {
		return err
	}
	if me.Plan == planOf(c) {
		return to(c, planPath(planOf(c), "/crisis?done=crisis_open"))
	}
	return to(c, planPath(planOf(c), "/crisis?done=wrong_sent"))
}

// closeCrisis is the person's word that it is not needed; it asks for nothing.
func (p *Pages) closeCrisis(c echo.Context) error {
	if _, err := p.app.CloseCrisis(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/crisis?done=crisis_closed"))
}

// takeBackStart answers everybody the same, whether there was a start or not.
func (p *Pages) takeBackStart(c echo.Context) error {
	if err := p.app.TakeBackStart(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/crisis?done=wrong_back"))
}

// crisisBand is the band that stands on every page, alone: a page that is open
// already asks for it when something has happened.
func (p *Pages) crisisBand(c echo.Context) error {
	now, err := p.app.CrisisStirs(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	if now == nil {
		return c.NoContent(http.StatusNoContent)
	}
	return show(c, http.StatusOK, crisisBandWords(planOf(c), now))
}

// keepClosedForm asks for one press, so that a mail scanner that follows links
// closes nothing.
func (p *Pages) keepClosedForm(c echo.Context) error {
	return p.showKeepClosed(c, http.StatusOK, keptClosed{Token: pathSafe(c.QueryParam("token"))})
}

// keptClosed is the page behind the mailed link.
type keptClosed struct {
	frame
	Token string
	Done  bool
	Gone  bool // the link does nothing any more
}

func (p *Pages) showKeepClosed(c echo.Context, status int, v keptClosed) error {
	v.frame = p.plainFrame(c, "keep.title")
	return show(c, status, keepClosedScreen(v))
}

// keepClosed works for whoever holds the link: it can close and nothing else.
func (p *Pages) keepClosed(c echo.Context) error {
	err := p.app.CloseByLink(c.Request().Context(), c.FormValue("token"))
	switch {
	case models.KindOf(err) == models.NotFound:
		return p.showKeepClosed(c, http.StatusNotFound, keptClosed{Gone: true})
	case err != nil:
		return err
	}
	return p.showKeepClosed(c, http.StatusOK, keptClosed{Done: true})
}

// namesOf joins the names of people as a sentence does, with "you" for the reader.
func namesOf(ctx context.Context, people []app.Person, reader models.ID) string {
	var names []string
	for _, one := range people {
		if one.ID == reader {
			names = append(names, say.T(ctx, "crisis.you"))
		} else {
			names = append(names, one.Name)
		}
	}
	return list(ctx, names)
}

// startersOf is namesOf for starts.
func startersOf(ctx context.Context, started []app.Started) string {
	var people []app.Person
	for _, s := range started {
		people = append(people, s.Person)
	}
	return namesOf(ctx, people, "")
}

package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// overrideView is the form in which it is written down that something was done
// against a signed statement.
type overrideView struct {
	frame
	form
	app.Statement
	Drafted bool
}

func (v overrideView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: "advance", Form: "against." + string(v.ID)}, statementPath(v.Plan, v.ID, "/against")}
}

func (p *Pages) overrideForm(c echo.Context) error { return p.showOverride(c, http.StatusOK, form{}) }

func (p *Pages) showOverride(c echo.Context, status int, f form) error {
	s, err := p.app.ReadStatement(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	if !s.MayOverride {
		return models.ErrNotAllowed
	}
	v := overrideView{form: f, Statement: *s}
	if v.frame, err = p.paperFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "override.title"); err != nil {
		return err
	}
	v.Typing = true
	if status == http.StatusOK {
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, overrideScreen(v))
}

func (p *Pages) writeOverride(c echo.Context) error {
	f := typed(c)
	s, err := p.app.WriteOverride(c.Request().Context(), who(c), app.WriteOverride{
		Plan: planOf(c), Statement: models.ID(c.Param("statement")), Words: f.override()})
	if err == nil {
		if err := p.letGo(c, f); err != nil {
			return err
		}
		return to(c, statementPath(s.Plan, s.ID, "?done=override#against"))
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	return p.showOverride(c, http.StatusUnprocessableEntity, f)
}

// override reads what was written down. Who got no copy yet has no day.
func (f form) override() models.OverrideWords {
	w := models.OverrideWords{On: f.Get("on"), Measure: normalLines(f.Get("measure")), Wish: normalLines(f.Get("wish")),
		Circumstances: normalLines(f.Get("circumstances")), Reasons: normalLines(f.Get("reasons")), By: normalLines(f.Get("by"))}
	for _, whom := range models.SentTo {
		if on := normalLines(f.Get("sent_" + whom)); on != "" {
			w.Sent = append(w.Sent, models.Sent{To: whom, On: on})
		}
	}
	return w
}

// overrideBy says who wrote it down here.
func overrideBy(ctx context.Context, s app.Statement, o app.Override) string {
	if !s.Mine || o.By.ID == s.Owner.ID {
		return say.T(ctx, "override.by_you", "When", day(ctx, o.At))
	}
	return say.T(ctx, "override.by", "Name", o.By.Name, "When", day(ctx, o.At))
}

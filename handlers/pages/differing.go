package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// differs reports whether the reader can write, beside an entry of the open section, how
// they see it.
func (v roomView) differs() bool {
	return v.On != nil && !v.Session.Mine && v.Session.Direct && v.Right >= models.RightSuggest
}

// differPath is the room with the form for that.
func differPath(v roomView, e app.Entry) string {
	return onTable(v.Session, v.On.Key, e.ID) + "&differ=yes"
}

// differForm is what the form holds: the entry as it is, to be changed, or what was typed
// and needs another look.
func differForm(v roomView) form {
	if v.Message != "" {
		return v.form
	}
	return fromFields(v.Differs.Fields)
}

// seeDifferently puts the reader's words beside an entry of the owner's.
func (p *Pages) seeDifferently(c echo.Context) error {
	ctx, f := c.Request().Context(), typed(c)
	key := models.SectionKey(f.Get("section"))
	s, err := p.app.SeeDifferently(ctx, who(c), app.SeeDifferently{
		Plan: planOf(c), Session: sessionOf(c), Entry: models.ID(f.Get("entry")), Version: f.number("version"), Fields: f.fields(shapeOf(key))})
	if err == nil {
		return to(c, onTable(app.Session{Plan: planOf(c), ID: sessionOf(c)}, s.Section, ""))
	}
	if !f.again(ctx, err) {
		return err
	}
	f.sectionProblems(shapeOf(key))
	openEntryOf(c, f.Get("section"), f.Get("entry"))
	q := c.Request().URL.Query()
	q.Set("differ", "yes")
	c.Request().URL.RawQuery = q.Encode()
	return p.showSession(c, http.StatusUnprocessableEntity, f, nil)
}

// setBeside is the owner's: somebody's last words go out of the entry and stand beside it.
func (p *Pages) setBeside(c echo.Context) error {
	_, err := p.app.SetBeside(c.Request().Context(), who(c), app.SetBeside{
		Plan: planOf(c), Session: sessionOf(c), Entry: models.ID(c.FormValue("entry")), Whose: models.ID(c.FormValue("whose"))})
	return p.afterSession(c, err)
}

// writeView is how one of the two sees the session, in the summary.
func (p *Pages) writeView(c echo.Context) error {
	text := normalLines(c.FormValue("text"))
	s, err := p.app.WriteView(c.Request().Context(), who(c), app.WriteView{Plan: planOf(c), Session: sessionOf(c), Text: text})
	if err != nil || !s.Direct {
		return p.afterSession(c, err)
	}
	return p.afterWords(c, "", text, "/view")
}

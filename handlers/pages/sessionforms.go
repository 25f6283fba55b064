package pages

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

func sessionOf(c echo.Context) models.ID { return models.ID(c.Param("session")) }

// sessionStep is a press that needs nothing but the session.
func (p *Pages) sessionStep(do func(*app.App, context.Context, models.Actor, models.ID, models.ID) (*app.Session, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		_, err := do(p.app, c.Request().Context(), who(c), planOf(c), sessionOf(c))
		return p.afterSession(c, err)
	}
}

// afterSession goes back to the room, at the place on the table where the press
// came from.
func (p *Pages) afterSession(c echo.Context, err error) error {
	if err != nil {
		return p.sessionAgain(c, typed(c), err)
	}
	rest := ""
	if section := models.SectionKey(c.FormValue("section")); section != "" {
		if _, known := models.SectionOf(section); known {
			rest = "?section=" + string(section)
			if entry := cmp.Or(c.FormValue("open"), c.QueryParam("entry")); entry != "" {
				rest += "&entry=" + url.QueryEscape(entry)
			}
		}
	}
	return to(c, sessionPath(planOf(c), sessionOf(c), rest))
}

func (p *Pages) leaveSession(c echo.Context) error {
	if _, err := p.app.LeaveSession(c.Request().Context(), who(c), planOf(c), sessionOf(c)); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sessions"))
}

// sayHere is "I'm here", pressed on a page without a script.
func (p *Pages) sayHere(c echo.Context) error {
	_, err := p.app.GiveSign(c.Request().Context(), who(c), app.GiveSign{Plan: planOf(c), Session: sessionOf(c), Sign: app.SignSaid})
	return p.afterSession(c, err)
}

func (p *Pages) showAs(c echo.Context) error {
	_, err := p.app.ShowAs(c.Request().Context(), who(c), planOf(c), sessionOf(c), models.Showing(c.FormValue("shows")))
	return p.afterSession(c, err)
}

func (p *Pages) bringTo(c echo.Context) error {
	_, err := p.app.BringTo(c.Request().Context(), who(c), planOf(c), sessionOf(c), models.ID(c.FormValue("account")))
	return p.afterSession(c, err)
}

func (p *Pages) addToAgenda(c echo.Context) error {
	text := normalLines(c.FormValue("text"))
	added, err := p.app.AddToAgenda(c.Request().Context(), who(c), app.AddToAgenda{
		Plan: planOf(c), Session: sessionOf(c), Text: text, Instead: models.ID(c.FormValue("instead"))})
	if err != nil {
		return p.afterSession(c, err)
	}
	return p.afterWords(c, "", text, "/agenda", models.Text{Key: "instead", Text: string(added.ID)})
}

func (p *Pages) changeAgenda(c echo.Context) error {
	ctx, item := c.Request().Context(), models.ID(c.Param("item"))
	var err error
	if c.FormValue("mark") == "drop" {
		_, err = p.app.DropFromAgenda(ctx, who(c), planOf(c), sessionOf(c), item)
	} else {
		_, err = p.app.TickAgenda(ctx, who(c), planOf(c), sessionOf(c), item, app.Mark(c.FormValue("mark")))
	}
	return p.afterSession(c, err)
}

func (p *Pages) writeSummary(c echo.Context) error {
	f, ctx := typed(c), c.Request().Context()
	before, err := p.app.ReadSession(ctx, who(c), planOf(c), sessionOf(c))
	if err != nil {
		return err
	}
	text := normalLines(f.Get("text"))
	s, err := p.app.WriteSummary(ctx, who(c), app.WriteSummary{Plan: planOf(c), Session: sessionOf(c), Text: text, Version: f.number("version")})
	if err != nil || !s.Direct {
		return p.afterSession(c, err)
	}
	path := "/summary"
	if s.Summary.Text != text {
		path = "" // somebody else's words came in between
	}
	return p.afterWords(c, before.Summary.Text, text, path, models.Text{Key: "version", Text: strconv.Itoa(s.Summary.Version)})
}

func (p *Pages) agreeToSummary(c echo.Context) error {
	_, err := p.app.AgreeToSummary(c.Request().Context(), who(c), app.AgreeToSummary{
		Plan: planOf(c), Session: sessionOf(c), Version: typed(c).number("version")})
	return p.afterSession(c, err)
}

func (p *Pages) addSessionNote(c echo.Context) error {
	_, err := p.app.AddSessionNote(c.Request().Context(), who(c), app.AddSessionNote{Plan: planOf(c), Session: sessionOf(c), Text: normalLines(c.FormValue("text"))})
	return p.afterSession(c, err)
}

// writeInSession is the entry's form in the room: a new entry, or other words for
// the one that is open.
func (p *Pages) writeInSession(c echo.Context) error {
	ctx, f := c.Request().Context(), typed(c)
	key := models.SectionKey(f.Get("section"))
	shape := shapeOf(key)
	if f.Get("entry") == "" {
		e, err := p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: planOf(c), Section: key, Fields: f.fields(shape), Session: sessionOf(c)})
		if err != nil {
			return p.roomAgain(c, f, shape, err)
		}
		return p.afterWriting(c, nil, f.fields(shape), *e)
	}
	now, err := p.app.ReadEntry(ctx, who(c), planOf(c), models.ID(f.Get("entry")))
	if err != nil {
		return err
	}
	edited, err := p.app.EditEntry(ctx, who(c), app.EditEntry{
		Plan: planOf(c), Entry: now.ID, Version: f.number("version"), Fields: f.fields(shape), Session: sessionOf(c)})
	if errors.Is(err, app.ErrBase) { // what both wrote can't be joined: both are shown
		edited, err = unjoined(*now, f.fields(shape), shape), nil
	}
	if err != nil {
		return p.roomAgain(c, f, shape, err)
	}
	if len(edited.Clashes) > 0 {
		return p.showClash(c, f, *now, edited)
	}
	return p.afterWriting(c, now.Fields, f.fields(shape), edited.Entry)
}

// unjoined is the entry as it stands, in which every field clashes that says something else.
func unjoined(now app.Entry, typed models.Fields, shape models.Section) *app.Edited {
	out := &app.Edited{Entry: now}
	for _, d := range shape.Fields {
		if typed.Get(d.Key) != now.Fields.Get(d.Key) {
			out.Clashes = append(out.Clashes, d.Key)
		}
	}
	return out
}

// afterWriting goes back to the entry, with what a practitioner could say another way.
func (p *Pages) afterWriting(c echo.Context, was, typed models.Fields, now app.Entry) error {
	if could := said(c, was, typed, now); len(could) > 0 && !now.Mine {
		openEntryOf(c, string(now.Section), string(now.ID))
		return p.showSession(c, http.StatusOK, form{}, could)
	}
	return to(c, onTable(app.Session{Plan: planOf(c), ID: sessionOf(c)}, now.Section, now.ID))
}

// openEntryOf keeps a section and an entry open in the room that is drawn next.
func openEntryOf(c echo.Context, section, entry string) {
	q := c.Request().URL.Query()
	for name, value := range map[string]string{"section": section, "entry": entry} {
		if value != "" {
			q.Set(name, value)
		}
	}
	c.Request().URL.RawQuery = q.Encode()
}

func (p *Pages) roomAgain(c echo.Context, f form, shape models.Section, err error) error {
	if !f.again(c.Request().Context(), err) {
		return err
	}
	f.sectionProblems(shape)
	openEntryOf(c, f.Get("section"), f.Get("entry"))
	return p.showSession(c, http.StatusUnprocessableEntity, f, nil)
}

// canBring is the confirmed people who are not in the session yet.
func canBring(people []app.InPlan, s app.Session) []app.InPlan {
	return slices.DeleteFunc(people, func(one app.InPlan) bool {
		return one.State != models.Confirmed || slices.ContainsFunc(s.People, func(p app.Attendee) bool { return p.ID == one.Account })
	})
}

// makeCode shows the six digits once.
func (p *Pages) makeCode(c echo.Context) error {
	code, err := p.app.MakeRoomCode(c.Request().Context(), who(c), planOf(c), sessionOf(c))
	if err != nil {
		return p.sessionAgain(c, typed(c), err)
	}
	openEntryOf(c, c.FormValue("section"), c.FormValue("open"))
	return p.showSession(c, http.StatusOK, form{Values: map[string]string{"code": code}}, nil)
}

func (p *Pages) sitBeside(c echo.Context) error {
	_, err := p.app.SitBeside(c.Request().Context(), who(c), planOf(c), sessionOf(c), c.FormValue("digits"))
	return p.afterSession(c, err)
}

// copyView is the agreed summary alone.
type copyView struct {
	frame
	Session app.Session
}

func (p *Pages) copySummary(c echo.Context) error {
	s, err := p.app.CopySummary(c.Request().Context(), who(c), planOf(c), sessionOf(c))
	if err != nil {
		return err
	}
	v := copyView{Session: *s}
	if v.frame, err = p.sessionFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "copy.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, copyScreen(v))
}

// sheet is a page to print and write on where there is no signal.
func (p *Pages) sheet(c echo.Context) error {
	found, err := p.tieTo(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	if found.State != models.Confirmed && !found.Mine {
		return models.ErrNotFound
	}
	fr, err := p.sessionFrame(c, whose{planOf(c), found.Owner.Name, found.Mine}, "sheet.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, sheetScreen(fr))
}

package pages

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// roomView is the room in which a session is held: one section on the table, the
// agenda and the summary.
type roomView struct {
	frame
	form
	Session app.Session
	Table   []app.OnTheTable
	On      *app.Section // the one that is open; nil: none is
	Right   models.Right // of whom the owner meets, in it
	Open    *app.Entry   // the entry that is being written in
	Begun   *app.Begun   // and where its writer left off in it
	Differs *app.Entry   // the entry beside which the reader writes how they see it
	Beside  map[models.ID][]app.Suggestion
	Address string       // of the room as it stands, to look at it anew
	Bring   []app.InPlan // whom the owner can bring
	Writers []app.Person // whose words the owner can take out
	Said    []otherWay   // what a practitioner has just written and could say another way
	After   form         // how the session was, where the person is asked
	Notice  string
	Which   string // the form that needs another look: summary, agenda, notes …; empty: none

	AfterDrafted bool // and was being typed before
}

func (p *Pages) session(c echo.Context) error { return p.showSession(c, http.StatusOK, form{}, nil) }

// showSession draws the room. f is a form that needs another look: of the agenda,
// the summary or a note, whichever its name says.
func (p *Pages) showSession(c echo.Context, status int, f form, said []otherWay) error {
	ctx := c.Request().Context()
	s, err := p.app.ReadSession(ctx, who(c), planOf(c), models.ID(c.Param("session")))
	if err != nil {
		return err
	}
	v := roomView{form: f, Session: *s, Notice: notice(c), Said: said}
	if f.Message != "" {
		v.Which = whichForm(c)
	}
	if s.In() && s.State != models.SessionEnded {
		if err := p.layTable(c, &v); err != nil {
			return err
		}
	}
	if s.Mine {
		people, err := p.app.People(ctx, who(c), planOf(c))
		if err != nil {
			return err
		}
		v.Bring, v.Writers = canBring(people, v.Session), writers(people, v.Session)
	}
	if v.frame, err = p.sessionFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "session.title", "Name", s.Other().Name); err != nil {
		return err
	}
	if err := p.afterBefore(c, &v); err != nil {
		return err
	}
	v.Typing, v.Address = v.Open != nil || v.asksAfter(), roomAddress(c, v)
	v.Live = v.Session.In() && s.State != models.SessionEnded
	return show(c, status, sessionScreen(v))
}

// layTable opens the section that was asked for, else the first in which the two
// may write together.
func (p *Pages) layTable(c echo.Context, v *roomView) error {
	ctx := c.Request().Context()
	var err error
	if v.Table, err = p.app.Table(ctx, who(c), planOf(c), v.Session.ID); err != nil || len(v.Table) == 0 {
		return err
	}
	asked := models.SectionKey(c.QueryParam("section"))
	i := slices.IndexFunc(v.Table, func(t app.OnTheTable) bool { return t.Key == asked })
	if i < 0 {
		i = max(0, slices.IndexFunc(v.Table, func(t app.OnTheTable) bool { return t.Right >= models.RightWork }))
	}
	plan, err := p.app.ReadSectionBeside(ctx, who(c), planOf(c), v.Table[i].Key)
	if models.KindOf(err) == models.NotFound {
		return nil // it was taken off the table just now
	}
	if err != nil {
		return err
	}
	v.On, v.Right, v.Beside = &plan.Sections[0], v.Table[i].Right, plan.Beside
	return p.openAsked(c, v)
}

// openAsked opens the entry that was asked for, to write in it or beside it.
func (p *Pages) openAsked(c echo.Context, v *roomView) error {
	entry := models.ID(c.QueryParam("entry"))
	n := slices.IndexFunc(v.On.Entries, func(e app.Entry) bool { return e.ID == entry })
	if n < 0 {
		return nil
	}
	if c.QueryParam("differ") != "" && v.differs() {
		v.Differs = &v.On.Entries[n]
		return nil
	}
	if !v.Writes() {
		return nil
	}
	var err error
	v.Open = &v.On.Entries[n]
	v.Begun, err = p.app.GoOn(c.Request().Context(), who(c), planOf(c), entry)
	return err
}

// roomAddress is where the room can be looked at anew, with what was asked to stand on the
// table: it may be away just now and come back.
func roomAddress(c echo.Context, v roomView) string {
	asked := url.Values{}
	for _, name := range []string{"section", "entry", "differ"} {
		if value := c.QueryParam(name); value != "" {
			asked.Set(name, value)
		}
	}
	if v.On != nil && !asked.Has("section") {
		asked.Set("section", string(v.On.Key))
	}
	return sessionPath(v.Session.Plan, v.Session.ID, "?"+asked.Encode())
}

// Writes reports whether the reader can write in the open section just now.
func (v roomView) Writes() bool {
	return v.On != nil && (v.Session.Mine || v.Right >= models.RightWork)
}

// writers is, once it has run, the one whom the owner met, and whoever else was brought
// and may ever write.
func writers(people []app.InPlan, s app.Session) []app.Person {
	var out []app.Person
	for _, p := range s.People {
		works := slices.ContainsFunc(people, func(one app.InPlan) bool { return one.Account == p.ID && one.Role.Works() })
		if !s.BegunAt.IsZero() && (p.ID == s.With.ID || works) {
			out = append(out, p.Person)
		}
	}
	return out
}

// wroteLast is whose last words may stand in an entry that was changed in this session:
// of the one who wrote it last, or after words of the owner's of anybody who writes there.
func (v roomView) wroteLast(e app.Entry) []app.Person {
	if v.Session.BegunAt.IsZero() || e.How != models.InSession || e.UpdatedAt.Before(v.Session.BegunAt) {
		return nil
	}
	for _, p := range v.Writers {
		if e.Author != nil && e.Author.ID == p.ID {
			return []app.Person{p}
		}
	}
	return v.Writers
}

// Names is who is in the session, for those who cannot see the faces.
func (v roomView) Names(ctx context.Context) string {
	var names []string
	for _, p := range v.Session.People {
		if p.Joined {
			names = append(names, p.Name)
		}
	}
	return list(ctx, names)
}

// sessionAgain draws the room once more for a form that needs another look.
func (p *Pages) sessionAgain(c echo.Context, f form, err error) error {
	if !f.again(c.Request().Context(), err) {
		return err
	}
	openEntryOf(c, f.Get("section"), f.Get("open"))
	return p.showSession(c, http.StatusUnprocessableEntity, f, nil)
}

// onTable is the address of the room with a section and an entry open.
func onTable(s app.Session, section models.SectionKey, entry models.ID) string {
	path := sessionPath(s.Plan, s.ID, "?section="+string(section))
	if entry != "" {
		path += "&entry=" + string(entry)
	}
	return path
}

// againOpen reports whether the open entry's form is the one that needs another look.
func againOpen(v roomView) bool { return v.Message != "" && v.Get("entry") == string(v.Open.ID) }

// openForm is what the open entry's form begins with: its words with the writer's
// draft, or what was typed and needs another look.
func openForm(v roomView) form {
	if againOpen(v) {
		return v.form
	}
	return fromFields(v.Begun.Fields)
}

// openVersion is the version that the words in that form started from.
func openVersion(v roomView) string {
	if typed := v.Get("version"); againOpen(v) && typed != "" {
		return typed
	}
	return strconv.Itoa(v.Begun.Version)
}

// openBase is the words of that version, where the form holds others: the script tells
// by them what is new.
func openBase(v roomView) string {
	if againOpen(v) {
		return ""
	}
	text, err := json.Marshal(v.Begun.Now.Map())
	if err != nil {
		return ""
	}
	return string(text)
}

// showsTyping reports whether letters of the reader's may be seen as they are typed (RULES.md 1).
func showsTyping(s app.Session) bool {
	return s.Shows() == models.AsTyped && s.State == models.SessionRunning
}

// openMode is when the others see what is typed into that form: as it is typed only from
// when nothing in it waits to be shown.
func openMode(v roomView) string {
	if showsTyping(v.Session) && !v.Begun.Drafted {
		return "typed"
	}
	return "ready"
}

// mayWrite reports whether the reader is one of the two whose session it is, and
// both have come to it.
func mayWrite(s app.Session) bool { return s.Sums }

// fewQuestions stand beside a section at once; the others are a press away.
const fewQuestions = 3

func offered(section models.SectionKey) []models.Question {
	all := models.Questions(section)
	return all[:min(fewQuestions, len(all))]
}

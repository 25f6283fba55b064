package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// answerPutForward is the person's yes or no to what somebody wrote about a session
// when the two were not together.
func (p *Pages) answerPutForward(c echo.Context) error {
	answer := map[string]models.Outcome{"take": models.TakenIn, "leave": models.Declined}[c.FormValue("answer")]
	_, err := p.app.AnswerPutForward(c.Request().Context(), who(c), app.AnswerPutForward{
		Plan: planOf(c), Session: sessionOf(c), Note: models.ID(c.Param("note")), Answer: answer})
	return p.afterSession(c, err)
}

// undoWords takes out what somebody wrote: in one entry, which stays open where it was, or
// all of it.
func (p *Pages) undoWords(c echo.Context) error {
	entry := models.ID(c.FormValue("entry"))
	changed, err := p.app.UndoWords(c.Request().Context(), who(c), app.UndoWords{
		Plan: planOf(c), Session: sessionOf(c), Entry: entry, Reach: models.Reach(c.FormValue("reach")), Whose: models.ID(c.FormValue("whose"))})
	if err != nil {
		return p.sessionAgain(c, typed(c), err)
	}
	q := url.Values{"done": {"undone"}}
	if len(changed) == 0 {
		q.Set("done", "nothing_undone")
	}
	if section := c.FormValue("section"); section != "" {
		q.Set("section", section)
	}
	if c.FormValue("open") != "" {
		q.Set("entry", string(entry))
	}
	return to(c, sessionPath(planOf(c), sessionOf(c), "?"+q.Encode()))
}

// of is the one form of the room that needs another look; any other is empty.
func (v roomView) of(which string) form {
	if v.Which == which {
		return v.form
	}
	return form{}
}

// typed is what stands in a form's text: what was typed where it needs another look.
func (v roomView) typed(which, text string) string {
	if v.Which == which {
		return v.Get("text")
	}
	return text
}

// fieldID is the id of a form's text: of the one that needs another look the summary
// of errors leads to it.
func (v roomView) fieldID(which string) string {
	if v.of(which).Wrong("text") != "" {
		return "text"
	}
	return which + "-text"
}

// whichForm is the last part of the path that a form of the room was sent to.
func whichForm(c echo.Context) string {
	return c.Path()[strings.LastIndexByte(c.Path(), '/')+1:]
}

// putForward is what waits for the person's answer, and what they left, about one thing.
func (v roomView) putForward(about models.NoteFor, left bool) []app.PutForward {
	return slices.DeleteFunc(slices.Clone(v.Session.PutForward), func(p app.PutForward) bool { return p.For != about || p.Left != left })
}

// waitingFrom is one person's words about one session that wait, and how many there are.
type waitingFrom struct {
	By      app.Person
	Session models.ID
	Count   int
}

// fromWhom folds what waits by who wrote it and about which session.
func fromWhom(all []app.PutForward) []waitingFrom {
	var out []waitingFrom
	for _, one := range all {
		i := slices.IndexFunc(out, func(w waitingFrom) bool { return w.By.ID == one.By.ID && w.Session == one.Session })
		if i < 0 {
			out = append(out, waitingFrom{By: one.By, Session: one.Session})
			i = len(out) - 1
		}
		out[i].Count++
	}
	return out
}

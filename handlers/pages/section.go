package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// sectionView is one section of one's own plan.
type sectionView struct {
	frame
	form          // of a new entry
	Plan          models.ID
	Section       app.Section
	Shape         models.Section
	Sights        []app.Sight
	Who           choosingWho
	Waiting       []app.Suggestion
	Tasks         []app.Task
	Beside        map[models.ID][]app.Suggestion
	Drafted       bool // the form holds a draft
	Title         string
	Help, Example string
	Question      string
	Notice        string // what has just happened
	More          bool   // it may be that somebody was let see more by it
	Newest        int    // so many of the entries are shown, the newest; 0: all are, or those of one page
	From, All     int    // which those of a page are
	Further       further
}

func (p *Pages) section(c echo.Context) error {
	plan, err := p.app.ReadSectionBeside(c.Request().Context(), who(c), planOf(c), models.SectionKey(c.Param("section")))
	if err != nil {
		return err
	}
	if !plan.Mine {
		return p.othersPlan(c, plan)
	}
	return p.showSection(c, http.StatusOK, plan, nil)
}

// showSection draws a section; typed is a form that needs another look, nil for a
// fresh one, which begins with the draft where there is one.
func (p *Pages) showSection(c echo.Context, status int, plan *app.Plan, typed *form) error {
	ctx := c.Request().Context()
	s := plan.Sections[0]
	v := sectionView{Plan: plan.ID, Section: s, Beside: plan.Beside, Shape: shapeOf(s.Key), Title: sectionTitle(ctx, s.Key, s.Title), Notice: notice(c), More: sharedMore(c)}
	v.Help, v.Example, v.Question = sectionHelp(ctx, s)
	if v.Section.Entries, v.Newest = newest(s); v.Newest == 0 {
		v.All = len(s.Entries)
		v.From, v.Section.Entries, v.Further = stretch(c, s.Entries)
	}
	var err error
	if v.frame, err = p.frame(c, roomOf(s.Key), "section.page", "Title", v.Title); err != nil {
		return err
	}
	v.frame.Typing = true
	sights, err := p.app.Sights(ctx, who(c), plan.ID)
	if err != nil {
		return err
	}
	v.Sights = sights[s.Key]
	if v.Waiting, err = p.waitingSuggestions(ctx, who(c), plan.ID, s.Key); err != nil {
		return err
	}
	if v.Tasks, err = p.tasksIn(ctx, who(c), plan.ID, s.Key); err != nil {
		return err
	}
	if typed != nil {
		v.form = *typed
	} else if err = p.draftedIn(c, &v); err != nil {
		return err
	}
	if v.Who, err = p.choosingWho(ctx, who(c), plan.ID, s.Key, v.form); err != nil {
		return err
	}
	return show(c, status, sectionScreen(v))
}

// draftedIn fills the form with what was being typed in it.
func (p *Pages) draftedIn(c echo.Context, v *sectionView) error {
	d, err := p.draft(c.Request().Context(), who(c), app.DraftOf{Plan: v.Plan, Section: v.Section.Key})
	if err == nil && d != nil {
		v.form, v.Drafted = fromDraft(d), true
	}
	return err
}

// mostDated is how many entries of a section that grows day by day stand on its page.
const mostDated = onAPage

// newest is the entries of a section that are shown on its page, and how many where
// those are not all. Sections that grow day by day have a page to look further back.
func newest(s app.Section) ([]app.Entry, int) {
	if over := len(s.Entries) - mostDated; over > 0 && (s.Key == app.Notes || s.Key == "check-ins") {
		return s.Entries[over:], mostDated
	}
	return s.Entries, 0
}

// stretch is a page of a section's entries, and which those are; where one was just added
// that is the last page.
func stretch(c echo.Context, all []app.Entry) (from int, shown []app.Entry, on further) {
	at := part(c)
	if c.QueryParam("done") == "added" {
		at.Skip = max(len(all)-1, 0) / onAPage * onAPage
	}
	from, to := app.Part{Skip: at.Skip, Limit: onAPage}.Of(len(all))
	return from, all[from:to], further{}.to(c, at, len(all)-to)
}

// wayOn is the page on which a section is used day by day, and its name.
func wayOn(plan models.ID, key models.SectionKey) (path, name string) {
	switch key {
	case "daily":
		return planPath(plan, "/today"), "ways.today"
	case "check-ins", app.Goals, app.Strengths, app.Notes:
		return planPath(plan, "/"+string(key)), "ways." + string(key)
	case "warnings", "breaking-down":
		return planPath(plan, "/noticing"), "ways.noticing"
	}
	return "", ""
}

// sectionHelp is what a section is for, an example that is nobody's, and a
// question to start from. A section of the person's own has the help that they gave.
func sectionHelp(ctx context.Context, s app.Section) (help, example, question string) {
	if s.Key.Own() {
		return s.Help, "", ""
	}
	key := "section." + string(s.Key)
	return say.T(ctx, key+".help"), say.T(ctx, key+".example"), say.T(ctx, key+".question")
}

// roomOf is the line in the list beside the page that a section belongs to.
func roomOf(key models.SectionKey) string {
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			if s.Key == key && wholeChapter(ch.Key) {
				return "chapter:" + ch.Key
			}
		}
	}
	return string(key)
}

// wholeChapter reports whether a chapter is read as a whole: one line beside the
// page and one card at home.
func wholeChapter(key string) bool {
	return key == "crisis" || key == "after-crisis" || key == "advance"
}

func (p *Pages) addEntry(c echo.Context) error {
	ctx := c.Request().Context()
	key := models.SectionKey(c.Param("section"))
	f := typed(c)
	in := app.AddEntry{Plan: planOf(c), Section: key, Fields: f.fields(shapeOf(key)), Place: f.place()}
	made, err := p.app.AddEntry(ctx, who(c), in)
	if err == nil && key == "check-ins" && made.Mine && isHard(in.Fields) {
		return to(c, checkedIn(in.Fields))
	}
	if err == nil {
		return p.asksWho(c, key, made.ID, goesOn(f, planOf(c), *made, sectionPath(planOf(c), key)+"?done=added#entries"))
	}
	if !f.again(ctx, err) {
		return err
	}
	f.sectionProblems(shapeOf(key))
	plan, err := p.app.ReadSectionBeside(ctx, who(c), planOf(c), key)
	if err != nil {
		return err
	}
	return p.showSection(c, http.StatusUnprocessableEntity, plan, &f)
}

// notice is the sentence about what the last press did.
func notice(c echo.Context) string {
	key := "done." + c.QueryParam("done")
	if c.QueryParam("done") == "" || !say.Known(key) {
		return ""
	}
	return say.T(c.Request().Context(), key)
}

// othersWay is the page on which somebody who sees a section sees how it went.
func othersWay(plan models.ID, key models.SectionKey) string {
	if key == app.Goals || key == "check-ins" {
		return planPath(plan, "/"+string(key))
	}
	return ""
}

package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// helpView is "I need help now". Help is nil where nobody is signed in: the
// numbers come at once, and nothing is asked first.
type helpView struct {
	frame
	Help    *app.Help
	Numbers models.HelpNumbers
	Next    int // which thing from the toolbox comes after this one
}

// numbers is whom the page names beside the person's own people: the service's, and where it
// says nothing Scotland's, each checked in 2026 against its own page.
func (p *Pages) numbers(ctx context.Context) models.HelpNumbers {
	var out models.HelpNumbers
	if p.settings.Help != nil {
		out = *p.settings.Help
	}
	usual := func(key string, n models.HelpNumber) models.HelpNumber {
		n.Name, n.About = say.T(ctx, "line."+key+".name"), say.T(ctx, "line."+key+".about")
		return n
	}
	if out.Talk == nil {
		out.Talk = []models.HelpNumber{
			usual("samaritans", models.HelpNumber{Ring: "116123"}),
			usual("nhs24", models.HelpNumber{Ring: "111"}),
			usual("breathing", models.HelpNumber{Ring: "0800838587"}),
			usual("shout", models.HelpNumber{Text: "85258", Say: "SHOUT"}),
		}
	}
	if out.Unsafe == nil {
		n := usual("abuse", models.HelpNumber{Ring: "08000271234"})
		out.Unsafe = &n
	}
	if out.Relay == "" {
		out.Relay = say.T(ctx, "help.relay")
	}
	return out
}

// help asks nothing first: where anything goes wrong, the numbers are there still.
func (p *Pages) help(c echo.Context) error {
	var v helpView
	var err error
	if v.frame, err = p.frame(c, "", "help.title"); err != nil {
		v.frame = p.plainFrame(c, "help.title")
	}
	v.frame.Rooms = nil
	if actor := who(c); actor.Account != "" && actor.As == "" {
		if v.Help, err = p.app.ReadHelp(c.Request().Context(), actor); err != nil {
			v.Help = nil
		}
	}
	if v.Help != nil && len(v.Help.Toolbox) > 0 {
		at := form{Values: map[string]string{"n": c.QueryParam("next")}}.number("n")
		v.Next = (max(at, 0) + 1) % len(v.Help.Toolbox)
	}
	return p.showHelp(c, v)
}

func (p *Pages) showHelp(c echo.Context, v helpView) error {
	v.Numbers = p.numbers(c.Request().Context())
	return show(c, http.StatusOK, helpScreen(v))
}

// easing is the one thing from the toolbox that is shown now.
func (v helpView) easing() app.Entry {
	n := len(v.Help.Toolbox)
	return v.Help.Toolbox[(v.Next+n-1)%n]
}

// helpShow is the crisis plan full screen, to be held out to somebody. This
// sign-in is locked first: whoever holds the phone gets to nothing else.
func (p *Pages) helpShow(c echo.Context) error {
	ctx := c.Request().Context()
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	plan, err := p.app.ReadPlan(ctx, who(c), me.Plan)
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "", "help.show_title", "Name", me.Name)
	if err != nil {
		return err
	}
	if err := p.app.Lock(ctx, who(c)); err != nil {
		return err
	}
	fr.Bare = true
	return show(c, http.StatusOK, helpShowScreen(planView{frame: fr, Plan: plan, Chapters: chaptersOf(plan, "crisis")}))
}

// linesView is the three lines that stand at the top of the help page.
type linesView struct {
	frame
	form
	Plan    models.ID
	Lines   []app.Entry
	Drafted bool
}

// writing is the form for another line, whose words are kept as they are typed.
func (v linesView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: models.HelpLines}, "/help/lines"}
}

func (p *Pages) helpLines(c echo.Context) error {
	return p.showHelpLines(c, http.StatusOK, form{})
}

func (p *Pages) showHelpLines(c echo.Context, status int, f form) error {
	help, err := p.app.ReadHelp(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	fr, err := p.frame(c, "", "lines.title")
	if err != nil {
		return err
	}
	v := linesView{frame: fr, form: f, Plan: help.Plan, Lines: help.Lines}
	v.Typing = len(v.Lines) < 3
	if status == http.StatusOK && v.Typing {
		d, err := p.typedBefore(c, &v.form, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return show(c, status, helpLinesScreen(v))
}

// saveHelpLine adds a line, or takes one away.
func (p *Pages) saveHelpLine(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	if id := f.Get("remove"); id != "" {
		err = p.app.RemoveEntry(ctx, who(c), me.Plan, models.ID(id))
	} else {
		_, err = p.app.AddEntry(ctx, who(c), app.AddEntry{Plan: me.Plan, Section: models.HelpLines, Fields: f.fields(shapeOf(models.HelpLines))})
	}
	if err == nil {
		return to(c, "/help/lines")
	}
	if f.again(ctx, err) {
		f.sectionProblems(shapeOf(models.HelpLines))
		return p.showHelpLines(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

// textTo is what a text to one of the owner's people begins with.
func (v helpView) textTo(ctx context.Context) string {
	if v.Help.Text != nil {
		return v.Help.Text.Fields.Get("text")
	}
	return say.T(ctx, "help.text_body")
}

// sms is the address that opens the phone's own messages (RFC 5724).
func sms(number, body string) string {
	return "sms:" + number + "?body=" + url.PathEscape(body)
}

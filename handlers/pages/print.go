package pages

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// paper is how something should stand on paper: usual or large letters, and
// easy to read or not. It is asked for in the address or a form, so that no script is needed.
type paper struct{ Size, Easy string }

func paperOf(c echo.Context) paper {
	return paper{Size: oneOf(c.FormValue("size"), "large"), Easy: oneOf(c.FormValue("easy"), "yes")}
}

// class is the class of the sheet.
func (p paper) class() string {
	out := "paper"
	if p.Size != "" {
		out += " print-large"
	}
	if p.Easy != "" {
		out += " print-easy"
	}
	return out
}

// printView is what goes on paper of a plan.
type printView struct {
	frame
	Plan     *app.Plan
	Chapters []chapterView
	Paper    paper
	Title    string
	At       time.Time
}

// choicesView is what can be printed, and how.
type choicesView struct {
	frame
	Plan       models.ID
	Mine       bool
	Statements []app.Statement
}

func (p *Pages) printChoices(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.app.Statements(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	found, err := p.tieTo(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v := choicesView{Plan: planOf(c), Mine: found.Mine, Statements: all}
	if v.frame, err = p.printFrame(c, whose{planOf(c), found.Owner.Name, found.Mine}, "print.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, printChoicesScreen(v))
}

func (p *Pages) printFrame(c echo.Context, to whose, title string) (frame, error) {
	f, err := p.paperFrame(c, to, title)
	if to.Mine {
		f.Here = "plan"
	}
	return f, err
}

// printPlan is everything that the reader may see. It is asked for with a form, so
// that the password can be asked for on the way.
func (p *Pages) printPlan(c echo.Context) error {
	plan, err := p.app.PrintPlan(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	return p.showPrint(c, printView{Plan: plan, Title: "print.plan_of"})
}

func (p *Pages) printCrisis(c echo.Context) error {
	plan, err := p.app.PrintSections(c.Request().Context(), who(c), planOf(c), ownParts(nil).inChapter("crisis"))
	if err != nil {
		return err
	}
	return p.showPrint(c, printView{Plan: plan, Title: "print.crisis_of"})
}

func (p *Pages) showPrint(c echo.Context, v printView) error {
	v.Chapters, v.Paper, v.At = chaptersOf(v.Plan, ""), paperOf(c), p.app.Now()
	var err error
	if v.frame, err = p.printFrame(c, whose{planOf(c), v.Plan.Owner.Name, v.Plan.Mine}, "print.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, printScreen(v))
}

// printStatement is a signed document with room for the pens of its signer and witness.
func (p *Pages) printStatement(c echo.Context) error {
	s, err := p.app.PrintStatement(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	v := statementView{Statement: *s, Paper: paperOf(c)}
	if v.frame, err = p.printFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "statement.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, printStatementScreen(v))
}

// cardView is a card for the pocket: people to ring, and a code that opens help.
type cardView struct {
	frame
	Plan   models.ID
	People []cardPerson
	Left   []cardPerson // did not fit
	QR     string
	Size   int
}

type cardPerson struct{ Name, Phone string }

// What fits on a card whole. Nothing is ever cut.
const (
	cardPeople = 3
	cardName   = 24 // characters
	cardPhone  = 18
)

func (p *Pages) printCard(c echo.Context) error {
	plan, err := p.app.PrintCard(c.Request().Context(), who(c), planOf(c))
	if err != nil {
		return err
	}
	v := cardView{Plan: plan.ID}
	for _, s := range plan.Sections {
		if s.Key == "crisis-supporters" {
			v.fill(s.Entries)
		}
	}
	if v.QR, v.Size, err = qrPath(p.app.HelpAddress()); err != nil {
		return err
	}
	if v.frame, err = p.printFrame(c, whose{planOf(c), plan.Owner.Name, true}, "card.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, cardScreen(v))
}

func (v *cardView) fill(entries []app.Entry) {
	for _, e := range entries {
		one := cardPerson{Name: strings.TrimSpace(e.Fields.Get("who")), Phone: strings.TrimSpace(e.Fields.Get("phone"))}
		fits := one.Phone != "" && utf8.RuneCountInString(one.Name) <= cardName && utf8.RuneCountInString(one.Phone) <= cardPhone
		if fits && len(v.People) < cardPeople {
			v.People = append(v.People, one)
		} else {
			v.Left = append(v.Left, one)
		}
	}
}

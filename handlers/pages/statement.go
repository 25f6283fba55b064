package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// statementsView is the signed documents of a plan that the reader may see.
type statementsView struct {
	frame
	Plan    models.ID
	Mine    bool
	Owner   string
	All     []app.Statement // newest first
	Entries []app.Entry     // to the owner: what could be signed
	Packs   []models.Pack
	Notice  string
}

// statementPath is the address of something of a statement.
func statementPath(plan, id models.ID, rest string) string {
	return planPath(plan, "/statements/"+string(id)+rest)
}

func (p *Pages) statements(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.app.Statements(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	slices.Reverse(all)
	tie, err := p.tieTo(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v := statementsView{Plan: planOf(c), Mine: tie.Mine, Owner: tie.Owner.Name, All: all, Packs: models.Packs(), Notice: notice(c)}
	title := "statements.title"
	if !v.Mine {
		title = "statements.theirs"
	}
	if v.frame, err = p.paperFrame(c, whose{planOf(c), v.Owner, v.Mine}, title); err != nil {
		return err
	}
	if v.Mine {
		if v.Entries, err = p.draftsToSign(ctx, who(c), v.Plan); err != nil {
			return err
		}
	}
	return show(c, http.StatusOK, statementsScreen(v))
}

// draftsToSign is the entries that stand in the section just now.
func (p *Pages) draftsToSign(ctx context.Context, actor models.Actor, plan models.ID) ([]app.Entry, error) {
	section, err := p.app.ReadSection(ctx, actor, plan, "advance")
	if err != nil {
		return nil, err
	}
	return section.Sections[0].Entries, nil
}

// paperFrame is what stands around a page about a document in a plan.
func (p *Pages) paperFrame(c echo.Context, to whose, title string) (frame, error) {
	if to.Mine {
		return p.frame(c, "chapter:advance", title)
	}
	f, err := p.othersFrame(c, to.Plan, to.Owner, "others.title")
	f.Title = say.T(c.Request().Context(), title)
	return f, err
}

// statementView is one signed document and what can be done with it.
type statementView struct {
	frame
	form
	app.Statement
	People []app.InPlan // to the owner: who could witness it
	Notice string
	Paper  paper
}

func (p *Pages) statement(c echo.Context) error {
	s, err := p.app.ReadStatement(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	return p.showStatement(c, http.StatusOK, *s, form{})
}

func (p *Pages) showStatement(c echo.Context, status int, s app.Statement, f form) error {
	ctx := c.Request().Context()
	v := statementView{form: f, Statement: s, Notice: notice(c)}
	var err error
	if v.frame, err = p.paperFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "statement.title"); err != nil {
		return err
	}
	if s.Mine {
		people, err := p.app.People(ctx, who(c), s.Plan)
		if err != nil {
			return err
		}
		v.People = slices.DeleteFunc(people, func(one app.InPlan) bool { return one.State != models.Confirmed })
	}
	if f.Message == "" && s.Asks {
		v.form = form{Values: map[string]string{"name": v.Me.Name}}
	}
	return show(c, status, statementScreen(v))
}

// statementAgain draws a statement once more for a form that needs another look.
func (p *Pages) statementAgain(c echo.Context, err error) error {
	f := typed(c)
	if !f.again(c.Request().Context(), err) {
		return err
	}
	s, err := p.app.ReadStatement(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	return p.showStatement(c, http.StatusUnprocessableEntity, *s, f)
}

// afterStatement goes back to the statement and says what was done.
func (p *Pages) afterStatement(c echo.Context, done string, err error) error {
	if err != nil {
		return p.statementAgain(c, err)
	}
	return to(c, statementPath(planOf(c), models.ID(c.Param("statement")), "?done="+done))
}

func (p *Pages) askWitness(c echo.Context) error {
	do, done := p.app.AskWitness, "witness_asked"
	if c.FormValue("press") == "unask" {
		do, done = p.app.UnaskWitness, "witness_unasked"
	}
	_, err := do(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")), models.ID(c.FormValue("account")))
	return p.afterStatement(c, done, err)
}

// witnessStatement is a witness's own signature, or one on paper that the owner tells of.
func (p *Pages) witnessStatement(c echo.Context) error {
	f := typed(c)
	in := app.WitnessStatement{Plan: planOf(c), Statement: models.ID(c.Param("statement")),
		Name: f.Get("name"), Class: f.Get("class"), Address: normalLines(f.Get("address")), On: f.Get("on")}
	for name, value := range f.Values {
		if key, is := cutField(name, "certify."); is && value == "yes" {
			in.Certify = append(in.Certify, key)
		}
	}
	s, err := p.app.WitnessStatement(c.Request().Context(), who(c), in)
	if err == nil && !s.Mine {
		return to(c, "/people?done=witness_thanks") // what they read is no longer theirs to read
	}
	return p.afterStatement(c, "witnessed", err)
}

func (p *Pages) markStatement(c echo.Context) error {
	f := typed(c)
	_, err := p.app.MarkStatement(c.Request().Context(), who(c), app.MarkStatement{Plan: planOf(c), Statement: models.ID(c.Param("statement")),
		Kind: models.MarkKind(f.Get("kind")), Board: f.Get("board"), On: f.Get("on")})
	return p.afterStatement(c, "statement_marked", err)
}

// statusOf says how far a document has come.
func statusOf(ctx context.Context, s app.Statement) string {
	key := "statement.status."
	if s.Withdraws != "" {
		key = "withdrawal.status."
	}
	board, on := "", ""
	if s.Register != nil {
		board, on = s.Register.Board, writtenDay(ctx, s.Register.On)
	}
	return say.T(ctx, key+string(s.Status), "Board", board, "When", on)
}

// writtenDay is a day such as 2026-11-23 in words.
func writtenDay(ctx context.Context, on string) string {
	t, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return on
	}
	return day(ctx, t)
}

// standsNow reports whether a document counts just now.
func standsNow(s app.Statement) bool {
	return s.Status == models.StatusStands || s.Status == models.StatusLodged || s.Status == models.StatusConfirmed
}

// classOf is what a witness is, in words.
func classOf(s app.Statement) string {
	class, _ := s.Pack.Class(s.Witness.Class)
	return class.Label
}

// classes is whom a witness can be, to choose from.
func classes(p models.Pack) []option {
	var out []option
	for _, c := range p.Witness.Classes {
		out = append(out, option{Value: c.Key, Label: c.Label})
	}
	return out
}

// sourceOf says where a rule stands, when that was written down and how sure it is.
func sourceOf(ctx context.Context, c models.Cited) string {
	ask := ""
	if c.Ask != "" {
		ask = say.T(ctx, "pack.ask", "Whom", c.Ask)
	}
	return strings.TrimSpace(say.T(ctx, "pack.source", "Act", c.Source.Act, "Section", c.Source.Section,
		"Sure", say.T(ctx, "pack.verified."+c.Verified), "Force", say.T(ctx, "pack.force."+c.InForce), "Ask", ask))
}

// documentTitle is what a document is, in words.
func documentTitle(ctx context.Context, s app.Statement) string {
	if s.Withdraws != "" {
		return s.Pack.Lines["withdrawal"]
	}
	return s.Pack.Title
}

// witnessKey is the key of a sentence on the witness's form: to the witness, or to
// the owner who tells of a witness on paper.
func witnessKey(v statementView, what string) string {
	if v.Mine {
		return "witness.their." + what
	}
	return "witness.your." + what
}

func peopleOptions(people []app.InPlan) []option {
	var out []option
	for _, p := range people {
		out = append(out, option{Value: string(p.Account), Label: p.Name})
	}
	return out
}

func entryOptions(entries []app.Entry) []option {
	var out []option
	for _, e := range entries {
		out = append(out, option{Value: string(e.ID), Label: excerpt(shapeOf(e.Section), e.Fields)})
	}
	return out
}

// sharesAdvance reports whether the section that is signed is shared with the reader.
func sharesAdvance(plan *app.Plan) bool {
	return slices.ContainsFunc(plan.Sections, func(s app.Section) bool { return s.Key == "advance" })
}

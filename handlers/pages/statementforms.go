package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// signView is the form in which a document is put together, and the text to read
// before it is signed.
type signView struct {
	frame
	form
	Plan    models.ID
	Pack    models.Pack
	Entries []app.Entry
	Draft   *app.Unsigned // nil: not put together yet
}

// detailName is the name of a detail in the form.
func detailName(key string) string { return "d." + key }

// cutField takes the part behind a prefix off the name of a field.
func cutField(name, prefix string) (string, bool) { return strings.CutPrefix(name, prefix) }

func (p *Pages) statementForm(c echo.Context) error {
	f := form{Values: map[string]string{"pack": c.QueryParam("pack"), "entry": c.QueryParam("entry")}}
	return p.showSigning(c, http.StatusOK, f, nil)
}

func (p *Pages) showSigning(c echo.Context, status int, f form, draft *app.Unsigned) error {
	v := signView{form: f, Plan: planOf(c), Draft: draft}
	section, err := p.app.ReadSection(c.Request().Context(), who(c), v.Plan, "advance")
	if err != nil {
		return err
	}
	if !section.Mine {
		return models.ErrNotAllowed
	}
	v.Entries = section.Sections[0].Entries
	known := false
	if v.Pack, known = models.PackOf(f.Get("pack"), 0); !known || len(v.Entries) == 0 {
		return to(c, planPath(v.Plan, "/statements"))
	}
	if v.frame, err = p.frame(c, "chapter:advance", "sign.title"); err != nil {
		return err
	}
	return show(c, status, signScreen(v))
}

// signStatement puts the text together to be read, or signs the one that was read.
func (p *Pages) signStatement(c echo.Context) error {
	ctx, f := c.Request().Context(), typed(c)
	in := f.toSign(planOf(c))
	if f.Get("press") == "sign" {
		s, err := p.app.SignStatement(ctx, who(c), in)
		if err == nil {
			return to(c, statementPath(s.Plan, s.ID, "?done=signed"))
		}
		if !f.again(ctx, err) {
			return err
		}
	}
	draft, err := p.app.PreviewStatement(ctx, who(c), in)
	switch {
	case err == nil && f.Message == "":
		return p.showSigning(c, http.StatusOK, f, draft)
	case err == nil:
		return p.showSigning(c, http.StatusUnprocessableEntity, f, draft)
	case !f.again(ctx, err):
		return err
	}
	f.detailProblems()
	return p.showSigning(c, http.StatusUnprocessableEntity, f, nil)
}

// toSign reads what is to be signed from a form.
func (f form) toSign(plan models.ID) app.SignStatement {
	in := app.SignStatement{Plan: plan, Entry: models.ID(f.Get("entry")), Pack: f.Get("pack"), Hash: f.Get("hash"), Details: models.Details{}}
	for name, value := range f.Values {
		if key, is := cutField(name, detailName("")); is && normalLines(value) != "" {
			in.Details[key] = normalLines(value)
		}
	}
	return in
}

// detailProblems gives the problems of details the names that they have in the form.
func (f *form) detailProblems() {
	pack, _ := models.PackOf(f.Get("pack"), 0)
	for i := range f.Problems {
		for _, d := range pack.Details() {
			if d.Key == f.Problems[i].Field {
				f.Problems[i].Field = detailName(d.Key)
			}
		}
	}
}

// withdrawView is the text that takes a statement back, before it is signed.
type withdrawView struct {
	frame
	form
	Plan  models.ID
	ID    models.ID
	Draft *app.Unsigned
}

func (p *Pages) withdrawForm(c echo.Context) error {
	draft, err := p.app.PreviewWithdrawal(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	v := withdrawView{Plan: planOf(c), ID: models.ID(c.Param("statement")), Draft: draft}
	if v.frame, err = p.frame(c, "chapter:advance", "withdrawal.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, withdrawScreen(v))
}

func (p *Pages) withdrawStatement(c echo.Context) error {
	s, err := p.app.WithdrawStatement(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return p.statementAgain(c, err)
	}
	return to(c, statementPath(s.Plan, s.ID, "?done=withdrawn"))
}

// verifyView asks for a paper and says whether it is the signed one.
type verifyView struct {
	frame
	form
	Plan    models.ID
	ID      models.ID
	Verdict *app.Verdict // nil: nothing was compared yet
}

func (p *Pages) verifyForm(c echo.Context) error { return p.showVerify(c, form{}) }

func (p *Pages) verifyStatement(c echo.Context) error { return p.showVerify(c, typed(c)) }

func (p *Pages) showVerify(c echo.Context, f form) error {
	ctx := c.Request().Context()
	s, err := p.app.ReadStatement(ctx, who(c), planOf(c), models.ID(c.Param("statement")))
	if err != nil {
		return err
	}
	v := verifyView{form: f, Plan: s.Plan, ID: s.ID}
	if v.frame, err = p.paperFrame(c, whose{planOf(c), s.Owner.Name, s.Mine}, "verify.title"); err != nil {
		return err
	}
	if strings.TrimSpace(f.Get("print")) != "" {
		if v.Verdict, err = p.app.VerifyStatement(ctx, who(c), s.Plan, s.ID, f.Get("print")); err != nil {
			return err
		}
	}
	return show(c, http.StatusOK, verifyScreen(v))
}

package pages

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// looksView is who has looked.
type looksView struct {
	frame
	Plan   models.ID
	Asked  app.Looks
	Lines  []lookLine
	Next   string
	People []app.Person // everybody who was ever in the plan
	Own    ownParts
}

// lookLine is what somebody did in one go, in one section or several.
type lookLine struct {
	Name     string
	At       time.Time
	Act      models.Act
	How      models.Via
	Allowed  bool
	Sections []models.SectionKey
	Since    time.Time // when it was first done, where it was done several times
	Times    int
	record   string
}

// sameVisit is how soon the same look counts as the same line: who sits in a session
// opens the same part many times.
const sameVisit = 10 * time.Minute

func (p *Pages) looks(c echo.Context) error {
	ctx := c.Request().Context()
	v := looksView{Plan: planOf(c), Asked: app.Looks{
		Plan: planOf(c), Account: models.ID(c.QueryParam("account")), Section: models.SectionKey(c.QueryParam("section")),
		Refused: c.QueryParam("refused") == "yes", Before: c.QueryParam("before")}}
	page, err := p.app.ReadLooks(ctx, who(c), v.Asked)
	if err != nil {
		return err
	}
	v.Lines, v.Next = looksInLines(page.Looks), page.Next
	names, err := p.app.EverInPlan(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	v.People = byName(names)
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return err
	}
	if v.frame, err = p.frame(c, "looks", "looks.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, looksScreen(v))
}

// byName sorts people by their names.
func byName(names map[models.ID]string) []app.Person {
	var out []app.Person
	for _, id := range slices.Sorted(maps.Keys(names)) {
		out = append(out, app.Person{ID: id, Name: names[id]})
	}
	slices.SortStableFunc(out, func(a, b app.Person) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// looksInLines folds what one request looked at into one line: its records share a
// number, which stands before the dot.
func looksInLines(looks []models.Look) []lookLine {
	var out []lookLine
	for _, l := range looks {
		record, _, _ := strings.Cut(l.ID, ".")
		if n := len(out); n > 0 && out[n-1].record == record {
			out[n-1].Sections = append(out[n-1].Sections, l.Section)
			continue
		}
		out = append(out, lookLine{Name: l.Name, At: l.At, Act: l.Act, How: l.How, Allowed: l.Allowed, Sections: []models.SectionKey{l.Section}, record: record})
	}
	return foldAgain(out)
}

// foldAgain makes one line of what somebody did again and again, newest first.
func foldAgain(lines []lookLine) []lookLine {
	var out []lookLine
	for _, l := range lines {
		i := slices.IndexFunc(out, func(o lookLine) bool { return o.same(l) && o.Since.Sub(l.At) <= sameVisit })
		if i < 0 {
			l.Since, l.Times = l.At, 1
			out = append(out, l)
			continue
		}
		out[i].Since = l.At
		out[i].Times++
	}
	return out
}

func (l lookLine) same(o lookLine) bool {
	return l.Name == o.Name && l.Act == o.Act && l.How == o.How && l.Allowed == o.Allowed && slices.Equal(l.Sections, o.Sections)
}

// words says what was done, and by which way.
func (l lookLine) words(ctx context.Context, own ownParts) string {
	if slices.Contains(l.Sections, models.CrisisMark) {
		return l.aboutCrisis(ctx)
	}
	if l.Allowed && (l.Act == models.ActTask || l.Act == models.ActTaskAnswer) {
		return say.T(ctx, "looks.act_"+string(l.Act), "How", say.T(ctx, "looks.how_"+string(l.How)))
	}
	return l.said(ctx, own.titles(ctx, own.inOrder(l.Sections)))
}

// short is words with the first of many parts named alone.
func (l lookLine) short(ctx context.Context, own ownParts) string {
	if len(l.Sections) < manyParts {
		return l.words(ctx, own)
	}
	first := own.title(ctx, own.inOrder(l.Sections)[0])
	return l.said(ctx, say.T(ctx, "looks.and_more", "Section", first, "Count", len(l.Sections)-1))
}

// aboutCrisis says what was done about putting the crisis plan to use.
func (l lookLine) aboutCrisis(ctx context.Context) string {
	if !l.Allowed {
		return say.T(ctx, "looks.crisis_nothing")
	}
	return say.T(ctx, "looks.act_"+string(l.Act), "How", say.T(ctx, "looks.how_"+string(l.How)))
}

func (l lookLine) said(ctx context.Context, titles string) string {
	key := "looks.act_" + string(l.Act)
	if !l.Allowed {
		key = "looks.refused_" + string(l.tried())
	}
	return say.T(ctx, key, "Section", titles, "How", say.T(ctx, "looks.how_"+string(l.How)))
}

// tried is what was refused: what has no words of its own is a change.
func (l lookLine) tried() models.Act {
	switch l.Act {
	case models.ActSee, models.ActAdd, models.ActRemove, models.ActSuggest:
		return l.Act
	}
	return models.ActEdit
}

// narrowed reports whether some are left out.
func (v looksView) narrowed() bool {
	return v.Asked.Account != "" || v.Asked.Section != "" || v.Asked.Refused
}

// page is the address of a page with the same filter: what is before a look, or with none the newest.
func (v looksView) page(before string) string {
	q := url.Values{}
	for name, value := range map[string]string{"before": before, "account": string(v.Asked.Account), "section": string(v.Asked.Section)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Asked.Refused {
		q.Set("refused", "yes")
	}
	if len(q) == 0 {
		return planPath(v.Plan, "/looks")
	}
	return planPath(v.Plan, "/looks?"+q.Encode())
}

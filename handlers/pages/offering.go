package pages

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// offerView is choosing what somebody will see. Nothing is chosen beforehand, and
// nothing is shared until the sentence on the page after has its yes.
type offerView struct {
	frame
	form
	Plan   models.ID
	Person app.InPlan
	Own    []app.Section
	First  bool // nothing was ever shared: "are you alone just now?" comes first
	Offer  models.Offer
}

// offered reads an offer from a form: sections and whole chapters that were ticked.
func (f form) offered(own []app.Section) models.Offer {
	o := models.Offer{When: models.Circumstance(f.Get("when")), Purpose: normalLines(f.Get("purpose"))}
	o.Right, _ = models.ParseRight(f.Get("right"))
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			byChapter := f.Get("c."+ch.Key) == "yes" && s.Key != "crisis-not-involved"
			if byChapter || f.Get("s."+string(s.Key)) == "yes" {
				o.Sections = append(o.Sections, s.Key)
			}
		}
	}
	for _, s := range own {
		if f.Get("s."+string(s.Key)) == "yes" {
			o.Sections = append(o.Sections, s.Key)
		}
	}
	o.From, o.Until = dayStart(f.Get("from")), dayEnd(f.Get("until"))
	return o
}

// dayStart is the first instant of a day, dayEnd the first after it: "until 30
// June" holds on that day. Zero where no day was given.
func dayStart(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

func dayEnd(text string) time.Time {
	t := dayStart(text)
	if t.IsZero() {
		return t
	}
	return t.AddDate(0, 0, 1)
}

func (p *Pages) offerView(c echo.Context, f form) (offerView, error) {
	ctx := c.Request().Context()
	v := offerView{form: f, Plan: planOf(c)}
	var err error
	if v.Person, err = p.personIn(ctx, c); err != nil {
		return v, err
	}
	if v.Own, err = p.ownSections(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	given, err := p.app.Receipts(ctx, who(c), v.Plan, time.Time{}, 1)
	if err != nil {
		return v, err
	}
	v.First = len(given) == 0
	v.frame, err = p.frame(c, "sharing", "share.title", "Name", v.Person.Name)
	return v, err
}

// personIn is the one in the path, in the actor's own plan.
func (p *Pages) personIn(ctx context.Context, c echo.Context) (app.InPlan, error) {
	people, err := p.app.People(ctx, who(c), planOf(c))
	if err != nil {
		return app.InPlan{}, err
	}
	for _, one := range people {
		if string(one.Account) == c.Param("account") {
			return one, nil
		}
	}
	return app.InPlan{}, models.ErrNotFound
}

func (p *Pages) ownSections(ctx context.Context, actor models.Actor, plan models.ID) ([]app.Section, error) {
	whole, err := p.app.ReadPlan(ctx, actor, plan)
	if err != nil {
		return nil, err
	}
	var out []app.Section
	for _, s := range whole.Sections {
		if s.Key.Own() {
			out = append(out, s)
		}
	}
	return out, nil
}

func (p *Pages) shareForm(c echo.Context) error {
	v, err := p.offerView(c, form{})
	if err != nil {
		return err
	}
	if v.First && c.QueryParam("alone") == "" {
		return show(c, http.StatusOK, aloneScreen(v))
	}
	return show(c, http.StatusOK, shareScreen(v))
}

// share first shows the sentence to say yes to; the same form sent with that yes
// gives the grants.
func (p *Pages) share(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.offerView(c, typed(c))
	if err != nil {
		return err
	}
	v.Offer = v.offered(v.Own)
	if missing := v.unchosen(); missing != "" {
		v.Message = say.T(ctx, "error.invalid")
		v.Problems = []fault{{Field: missing, Sentence: say.T(ctx, "share.choose_"+missing)}}
		return show(c, http.StatusUnprocessableEntity, shareScreen(v))
	}
	if v.Get("yes") == "" {
		return show(c, http.StatusOK, sayYesScreen(v))
	}
	if _, err := p.app.Share(ctx, who(c), app.Share{Plan: v.Plan, Account: v.Person.Account, Offer: v.Offer}); err != nil {
		if v.again(ctx, err) {
			return show(c, http.StatusUnprocessableEntity, shareScreen(v))
		}
		return err
	}
	return to(c, planPath(v.Plan, "/sharing?done=shared"))
}

// unchosen is what still has to be chosen.
func (v offerView) unchosen() string {
	switch {
	case len(v.Offer.Sections) == 0:
		return "sections"
	case v.Offer.Right == models.RightNone:
		return "right"
	case v.Offer.When == "":
		return "when"
	}
	return ""
}

// Sentence is what the person says yes to; Wording names its version.
func (v offerView) Sentence(ctx context.Context) string {
	own := make(map[models.SectionKey]string)
	for _, s := range v.Own {
		own[s.Key] = s.Title
	}
	var names []string
	for _, key := range v.Offer.Sections {
		names = append(names, sectionTitle(ctx, key, own[key]))
	}
	from, until := say.T(ctx, "share.from_today"), say.T(ctx, "share.until_stop")
	if v.Offer.From.After(time.Now()) {
		from = say.T(ctx, "share.from_day", "Day", day(ctx, v.Offer.From))
	}
	if !v.Offer.Until.IsZero() {
		until = say.T(ctx, "share.until_day", "Day", day(ctx, v.Offer.Until.AddDate(0, 0, -1)))
	}
	return say.T(ctx, "share.sentence", "From", from, "Name", v.Person.Name, "Can", say.T(ctx, "share.can_"+v.Offer.Right.String()),
		"Sections", list(ctx, names), "When", say.T(ctx, "share.when_"+string(v.Offer.When)), "Until", until)
}

// chosenIn reports whether anything of a chapter is ticked.
func (f form) chosenIn(ch models.Chapter) bool {
	if f.Get("c."+ch.Key) == "yes" {
		return true
	}
	for _, s := range ch.Sections {
		if f.Get("s."+string(s.Key)) == "yes" {
			return true
		}
	}
	return false
}

// rightOptions is what somebody in a role can be given.
func rightOptions(ctx context.Context, role models.Role, works bool) []option {
	out := []option{
		{Value: "see", Label: say.T(ctx, "share.see")},
		{Value: "suggest", Label: say.T(ctx, "share.suggest"), Hint: say.T(ctx, "share.suggest_hint")},
	}
	if role.Works() && works {
		out = append(out, option{Value: "work_together", Label: say.T(ctx, "share.work"), Hint: say.T(ctx, "share.work_hint")})
	}
	return out
}

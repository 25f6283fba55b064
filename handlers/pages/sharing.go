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

// sharingView is who sees what, person by person.
type sharingView struct {
	frame
	Plan   models.ID
	People []personView
	Open   []models.Invitation
	Own    map[models.SectionKey]string // titles of the person's own sections
	Notice string
}

// personView is somebody in the plan and what they can see, by chapter.
type personView struct {
	app.InPlan
	Chapters []sharedChapter
	Given    map[models.SectionKey]models.Consent
}

// sharedChapter is the consents that stand in one chapter.
type sharedChapter struct {
	Key      string // empty: sections of the person's own
	Consents []models.Consent
}

func (p *Pages) sharing(c echo.Context) error {
	v, err := p.sharingView(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, sharingScreen(v))
}

func (p *Pages) sharingTable(c echo.Context) error {
	v, err := p.sharingView(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, sharingTableScreen(v))
}

func (p *Pages) sharingView(c echo.Context) (sharingView, error) {
	ctx := c.Request().Context()
	v := sharingView{Plan: planOf(c), Notice: notice(c)}
	people, err := p.app.People(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	for _, one := range people {
		v.People = append(v.People, personOf(one))
	}
	if v.Open, err = p.app.Invitations(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.Own, err = p.ownTitles(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "sharing", "sharing.title")
	return v, err
}

func personOf(one app.InPlan) personView {
	v := personView{InPlan: one, Given: make(map[models.SectionKey]models.Consent)}
	for _, g := range one.Consents {
		v.Given[g.Section] = g
	}
	for _, ch := range models.Catalogue {
		shared := sharedChapter{Key: ch.Key}
		for _, s := range ch.Sections {
			if g, ok := v.Given[s.Key]; ok {
				shared.Consents = append(shared.Consents, g)
			}
		}
		if shared.Consents != nil {
			v.Chapters = append(v.Chapters, shared)
		}
	}
	own := sharedChapter{}
	for _, g := range one.Consents {
		if g.Section.Own() {
			own.Consents = append(own.Consents, g)
		}
	}
	if own.Consents != nil {
		v.Chapters = append(v.Chapters, own)
	}
	return v
}

// ownTitles is the titles of the person's own sections.
func (p *Pages) ownTitles(ctx context.Context, actor models.Actor, plan models.ID) (map[models.SectionKey]string, error) {
	whole, err := p.app.ReadPlan(ctx, actor, plan)
	if err != nil {
		return nil, err
	}
	out := make(map[models.SectionKey]string)
	for _, s := range whole.Sections {
		if s.Key.Own() {
			out[s.Key] = s.Title
		}
	}
	return out, nil
}

// rightWords says in words what a consent lets somebody do, and when.
func rightWords(ctx context.Context, g models.Consent) string {
	key := "right." + g.Right.String()
	if g.When != models.Always {
		key = "right.when_" + string(g.When)
	}
	text := say.T(ctx, key)
	if !g.Until.IsZero() {
		text = say.T(ctx, "right.until", "Right", text, "Day", day(ctx, g.Until))
	}
	if g.From.After(time.Now()) {
		text = say.T(ctx, "right.from", "Right", text, "Day", day(ctx, g.From))
	}
	return text
}

// sectionsInWords names the sections of a chapter that are shared.
func sectionsInWords(ctx context.Context, own map[models.SectionKey]string, given []models.Consent) string {
	names := make([]string, len(given))
	for i, g := range given {
		names[i] = sectionTitle(ctx, g.Section, own[g.Section])
	}
	return list(ctx, names)
}

func (p *Pages) stopSharing(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	var err error
	if account := f.Get("account"); account != "" {
		err = p.app.WithdrawFrom(ctx, who(c), planOf(c), models.ID(account))
	} else {
		err = p.app.StopAll(ctx, who(c), planOf(c))
	}
	if err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sharing?done=stopped"))
}

func (p *Pages) stopGrant(c echo.Context) error {
	if err := p.app.Withdraw(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("grant"))); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sharing?done=stopped"))
}

package pages

import (
	"context"
	"net/http"
	"slices"
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
	Own    ownParts
	Recent []lookLine // who looked last
	Now    time.Time
	Notice string
	More   bool        // somebody was just let see more
	Again  []againView // asked once more
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
	Whole    bool // all of it but who must not be involved
}

// recentLooks is how many of the last looks stand under who sees what.
const recentLooks = 3

func (p *Pages) sharing(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.sharingView(c, "sharing.title")
	if err != nil {
		return err
	}
	if v.Open, err = p.app.Invitations(ctx, who(c), v.Plan); err != nil {
		return err
	}
	last, err := p.app.ReadLooks(ctx, who(c), app.Looks{Plan: v.Plan})
	if err != nil {
		return err
	}
	lines := looksInLines(last.Looks)
	v.Recent = lines[:min(recentLooks, len(lines))]
	return show(c, http.StatusOK, sharingScreen(v))
}

func (p *Pages) sharingTable(c echo.Context) error {
	v, err := p.sharingView(c, "sharing.table_title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, sharingTableScreen(v))
}

func (p *Pages) sharingView(c echo.Context, title string) (sharingView, error) {
	ctx := c.Request().Context()
	v := sharingView{Plan: planOf(c), Now: p.app.Now(), Notice: notice(c), More: sharedMore(c)}
	people, err := p.app.People(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.Again = p.againOf(people)
	for _, one := range people {
		v.People = append(v.People, personOf(one, v.Own, v.Now))
	}
	slices.SortStableFunc(v.People, func(a, b personView) int { return waitsFirst(a) - waitsFirst(b) })
	v.frame, err = p.frame(c, "sharing", title)
	return v, err
}

// waitsFirst puts those first who wait for the person's yes.
func waitsFirst(one personView) int {
	if one.State == models.Accepted {
		return 0
	}
	return 1
}

// personOf lays out what stands for somebody; what has run out is left away.
func personOf(one app.InPlan, own ownParts, now time.Time) personView {
	v := personView{InPlan: one, Given: standing(one, now)}
	for _, ch := range chapterKeys() {
		shared := sharedChapter{Key: ch}
		for _, key := range own.inChapter(ch) {
			if c, ok := v.Given[key]; ok {
				shared.Consents = append(shared.Consents, c)
			}
		}
		if shared.Consents != nil {
			shared.Whole = len(shared.Consents) >= len(own.withChapter(ch))
			v.Chapters = append(v.Chapters, shared)
		}
	}
	return v
}

// sees reports whether somebody has anything of a section now, in some circumstance.
func (one personView) sees(key models.SectionKey) bool {
	_, given := one.Given[key]
	return given && one.State == models.Confirmed
}

// onlyMine reports whether nobody has anything of a section.
func (v sharingView) onlyMine(key models.SectionKey) bool {
	return !slices.ContainsFunc(v.People, func(one personView) bool { return one.sees(key) })
}

// standing is the consents that somebody has and that have not run out.
func standing(one app.InPlan, now time.Time) map[models.SectionKey]models.Consent {
	out := make(map[models.SectionKey]models.Consent)
	for _, c := range one.Consents {
		if c.Until.IsZero() || now.Before(c.Until) {
			out[c.Section] = c
		}
	}
	return out
}

// chapterKeys is every chapter, the one of a person's own sections last.
func chapterKeys() []string {
	out := make([]string, 0, len(models.Catalogue)+1)
	for _, ch := range models.Catalogue {
		out = append(out, ch.Key)
	}
	return append(out, "")
}

// chapterWords is the line about one chapter.
func chapterWords(ctx context.Context, v sharingView, ch sharedChapter) string {
	if ch.Whole && len(ch.Consents) > 1 {
		return consentsInWords(ctx, v.Own, ch.Consents, v.Now, say.T(ctx, "sharing.all_of_it"))
	}
	return consentsInWords(ctx, v.Own, ch.Consents, v.Now, "")
}

// stopSharing stops what everybody sees, what one person sees, or one chapter of that.
func (p *Pages) stopSharing(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	account := models.ID(f.Get("account"))
	if account == "" {
		if err := p.app.StopAll(ctx, who(c), planOf(c)); err != nil {
			return err
		}
		return to(c, planPath(planOf(c), "/sharing?done=stopped_all"))
	}
	var sections []models.SectionKey
	if chapter, only := f.Values["chapter"]; only {
		own, err := p.ownParts(ctx, who(c), planOf(c))
		if err != nil {
			return err
		}
		if sections = own.inChapter(chapter); len(sections) == 0 {
			return models.ErrNotFound
		}
	}
	if err := p.app.WithdrawFrom(ctx, who(c), planOf(c), account, sections...); err != nil {
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

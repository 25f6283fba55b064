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

// atHome is how many people stand on the first page; the page of people has all.
const atHome = 12

// homeView is what somebody meets when they come in.
type homeView struct {
	frame
	Greeting string
	Coming   []app.Session         // not ended yet
	Waiting  []app.Suggestion      // wait for a yes
	Words    []app.PutForward      // about sessions, likewise
	Asked    []app.AskedToWitness  // whom they are asked to witness for
	Review   []app.Statement       // signed a year ago, or last looked at then
	Joined   []app.InPlan          // accepted an invitation and wait to be confirmed
	Copied   []models.SignInRecord // ended because a token of theirs was copied
	Circle   []app.PlanTie         // people who share with the reader
	Erased   []models.Erased       // until they have read of it
	Keeps    int                   // days that backups are kept; 0: by hand
	Keys     []keyGiven            // of those, who has given the reader a key
	Today    *app.Today
	Toolbox  []app.Entry
	Reminds  []app.Reminding
	Measures []app.Measure // asked for today
	Crisis   *planCard     // nil: nothing written there yet
	Cards    []planCard
	Fresh    bool // nothing written yet
	Begun    bool // nothing beyond what the first run asks for
	Plan     models.ID
	Eased    []app.Entry // from the toolbox, after a hard check-in
	Back     bool        // looking back on a crisis is offered
	Again    []againView // consent to be asked about once more
	Checking form
	Drafted  bool // what is in the check-in was being typed before
	Who      choosingWho
	Hard     bool
	Saved    bool
}

// writing is the check-in, whose words are kept as they are typed.
func (v homeView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: "check-ins"}, "/"}
}

// waiting is how many things there are to look at or to answer.
func (v homeView) waiting() int {
	n := len(v.Joined) + len(v.Coming) + len(v.Again) + len(v.Keys) + min(1, len(v.Waiting)) + len(v.Words) + len(v.Asked) + len(v.Review) + len(v.Reminds)
	if v.Back {
		n++
	}
	return n
}

// planCard is one section on the home page, or one of the chapters that are read
// as a whole.
type planCard struct {
	Title  string
	Path   string
	Count  int
	Seen   string
	Shared bool
}

func (p *Pages) home(c echo.Context) error {
	v, err := p.homeView(c.Request().Context(), c)
	if err != nil {
		return err
	}
	if v.Fresh && len(v.Circle) > 0 && len(v.Joined)+len(v.Waiting)+len(v.Erased) == 0 {
		return p.showCircle(c, "home") // they came for somebody else, so far
	}
	v.Saved = c.QueryParam("saved") != ""
	v.Hard = c.QueryParam("saved") == "hard"
	if !v.Saved {
		d, err := p.typedBefore(c, &v.Checking, v.writing())
		if err != nil {
			return err
		}
		v.Drafted = d != nil
	}
	return p.showHome(c, http.StatusOK, v)
}

func (p *Pages) showHome(c echo.Context, status int, v homeView) error {
	v.Typing = !v.Saved
	var err error
	if v.Who, err = p.choosingWho(c.Request().Context(), who(c), v.Plan, "check-ins", v.Checking); err != nil {
		return err
	}
	return show(c, status, homeScreen(v))
}

func (p *Pages) homeView(ctx context.Context, c echo.Context) (homeView, error) {
	var v homeView
	var err error
	if v.frame, err = p.frame(c, "home", "home.title"); err != nil {
		return v, err
	}
	v.Plan, v.Keeps, v.Ticks = v.Me.Plan, p.app.Keeps(), true
	v.Greeting = say.T(ctx, greeting(p.app.Now().In(zone(ctx))), "Name", v.Me.Name)
	home, err := p.app.Home(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	sights, err := p.app.Sights(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	v.take(ctx, home, sights)
	if err := v.waits(ctx, p, who(c)); err != nil {
		return v, err
	}
	people, err := p.app.People(ctx, who(c), v.Plan)
	if err != nil {
		return v, err
	}
	v.Joined = joined(people)
	if later, _ := c.Cookie(laterCookie); later == nil {
		v.Again = p.againOf(people)
	}
	return v, v.told(ctx, p.app, who(c))
}

// waits adds what is to be answered, what is about to come, and where crisis plan and statement stand.
func (v *homeView) waits(ctx context.Context, p *Pages, actor models.Actor) (err error) {
	if v.Waiting, err = p.waitingSuggestions(ctx, actor, v.Plan, ""); err != nil {
		return err
	}
	if v.Words, err = p.app.WaitingWords(ctx, actor, v.Plan); err != nil {
		return err
	}
	if v.Coming, err = p.app.ComingUp(ctx, actor, v.Plan); err != nil {
		return err
	}
	if v.Circle, err = p.othersTies(ctx, actor); err != nil {
		return err
	}
	if err := v.crisis(ctx, p, actor); err != nil {
		return err
	}
	return v.signed(ctx, p, actor)
}

// told adds what happened without the person, until they have read of it.
func (v *homeView) told(ctx context.Context, a *app.App, actor models.Actor) (err error) {
	if v.Copied, err = a.Copied(ctx, actor); err != nil {
		return err
	}
	v.Erased, err = a.Erasures(ctx, actor)
	return err
}

// signed fills in what waits about statements: the reader's own, and those of others.
func (v *homeView) signed(ctx context.Context, p *Pages, actor models.Actor) (err error) {
	if v.Review, err = p.app.ToReview(ctx, actor, v.Plan); err != nil {
		return err
	}
	v.Asked, err = p.app.AskedToWitness(ctx, actor)
	return err
}

// crisis fills in what there is to say once: looking back, and a key that was given.
func (v *homeView) crisis(ctx context.Context, p *Pages, actor models.Actor) (err error) {
	if v.Back, err = p.app.OfferLookingBack(ctx, actor, v.Plan); err != nil {
		return err
	}
	v.Keys, err = p.keysGiven(ctx, actor)
	return err
}

// take lays out what there is: a card for each section in which something is written.
func (v *homeView) take(ctx context.Context, home *app.Home, sights map[models.SectionKey][]app.Sight) {
	v.Today, v.Reminds, v.Measures, v.Toolbox = home.Today, home.Reminds, home.Measures, home.Toolbox
	v.Eased = home.Toolbox[:min(3, len(home.Toolbox))]
	v.Fresh, v.Begun = true, barelyBegun(home.Counts)
	for _, ch := range models.Catalogue {
		if wholeChapter(ch.Key) {
			v.whole(ctx, ch, home.Counts, sights)
			continue
		}
		for _, s := range ch.Sections {
			v.card(ctx, app.Section{Key: s.Key}, home.Counts[s.Key], sights[s.Key])
		}
	}
	for _, s := range home.Own {
		v.card(ctx, s, home.Counts[s.Key], sights[s.Key])
	}
}

// barelyBegun reports whether a plan holds no more than the first run asks for: one
// thing that helps, somebody to ring, lines for now. How a day was is no part of it.
func barelyBegun(counts map[models.SectionKey]int) bool {
	for key, n := range counts {
		switch key {
		case "check-ins", models.HelpLines, models.HelpText:
		case "toolbox", "crisis-supporters":
			if n > 1 {
				return false
			}
		default:
			if n > 0 {
				return false
			}
		}
	}
	return true
}

func (v *homeView) card(ctx context.Context, s app.Section, count int, seen []app.Sight) {
	if count == 0 {
		return
	}
	v.Fresh = false
	if s.Key != "check-ins" {
		v.Cards = append(v.Cards, planCard{
			Title: sectionTitle(ctx, s.Key, s.Title), Path: sectionPath(v.Plan, s.Key), Count: count,
			Seen: seenBy(ctx, seen), Shared: len(seen) > 0})
	}
}

// whole adds one card for a chapter: whoever sees any part of it is named.
func (v *homeView) whole(ctx context.Context, ch models.Chapter, counts map[models.SectionKey]int, sights map[models.SectionKey][]app.Sight) {
	card := planCard{Title: chapterTitle(ctx, ch.Key), Path: planPath(v.Plan, "?chapter="+ch.Key)}
	var seen []app.Sight
	for _, s := range ch.Sections {
		card.Count += counts[s.Key]
		for _, one := range sights[s.Key] {
			if !slices.ContainsFunc(seen, func(o app.Sight) bool { return o.ID == one.ID }) {
				seen = append(seen, one)
			}
		}
	}
	card.Seen, card.Shared = seenBy(ctx, seen), len(seen) > 0
	if card.Count == 0 {
		return
	}
	v.Fresh = false
	if ch.Key == "crisis" {
		v.Crisis = &card
		return
	}
	v.Cards = append(v.Cards, card)
}

func greeting(now time.Time) string {
	switch hour := now.Hour(); {
	case hour < 5:
		return "home.night"
	case hour < 12:
		return "home.morning"
	case hour < 18:
		return "home.afternoon"
	}
	return "home.evening"
}

// joined is who accepted an invitation and has not been confirmed.
func joined(people []app.InPlan) []app.InPlan {
	var out []app.InPlan
	for _, one := range people {
		if one.State == models.Accepted {
			out = append(out, one)
		}
	}
	return out
}

package handlers_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"handrail/models"
)

// Two supporters put the plan to use, in a real browser: the person chooses the way and
// gives keys; one says that something is wrong, then the other; what was shared for a crisis
// shows; the person is told on a page that is open, and closes it with one press.
func TestTwoSupportersPutThePlanToUseInABrowser(t *testing.T) {
	chromium(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) { crisisJourney(t, v) })
	}
}

func crisisJourney(t *testing.T, v view) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Pete, models.Peer)
	s.ShareWhen(s.Jamie, models.RightSee, models.InCrisis, "crisis-help")
	s.Write("crisis-help", "Sit with me.")
	s.Clock.Forward(25 * time.Hour)
	s.Ailsa, s.Jamie, s.Pete = s.SignIn(s.Ailsa), s.SignIn(s.Jamie), s.SignIn(s.Pete)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the windows, whose pages hold streams open
	ailsa, jamie, pete := window(t, server, v), window(t, server, v), window(t, server, v)
	plan := "/plans/" + string(s.Ailsa.Plan)
	ailsa.signsIn(&s.Ailsa)
	jamie.signsIn(&s.Jamie)
	pete.signsIn(&s.Pete)

	ailsa.goes("/help")
	ailsa.presses("Put my crisis plan to use")
	ailsa.reads("Who will see what", "Jamie", "What helps from others")
	ailsa.presses("Who else can put it to use")
	ailsa.presses("Give Jamie a key")
	ailsa.presses("Give Pete a key")
	ailsa.reads("They are told", "has a key")
	ailsa.ticks("way", "two_together")
	ailsa.presses("Keep this")
	ailsa.fits()

	jamie.goes("/people")
	jamie.reads("Ailsa has given you a key")
	jamie.presses("I've read this")
	jamie.saysSomethingIsWrong(plan)
	jamie.goes(plan)
	jamie.reads("nothing to show")
	ailsa.hears(v, plan, "stays closed unless somebody else says so too")

	pete.saysSomethingIsWrong(plan)
	jamie.goes(plan)
	jamie.reads("Sit with me.")
	ailsa.hears(v, plan, "has been in use since")
	ailsa.fits()
	ailsa.goes(plan + "/looks")
	ailsa.reads("put the crisis plan to use", "said that something is wrong")
	ailsa.bandPresses()
	ailsa.reads("Closed.", "You closed what", "Let Jamie start it again")
	ailsa.fits()
	jamie.goes(plan)
	jamie.reads("nothing to show")
}

func (b *browser) saysSomethingIsWrong(plan string) {
	b.t.Helper()
	b.goes(plan)
	b.do(chromedp.Evaluate(`document.querySelector('.rooms a[href$="/crisis"]').textContent.trim()`, new(string)))
	b.goes(plan + "/crisis")
	b.reads("Something is wrong", "Ring 999", "It may open nothing")
	b.types("note", "She has not been out for a week.")
	b.presses("Say that something is wrong")
	b.reads("This may open nothing. If there is danger, ring 999.")
	b.fits()
}

// hears waits until the open page says something in its band; without a script it
// is there when the next page opens.
func (b *browser) hears(v view, plan, words string) {
	b.t.Helper()
	if !v.script {
		b.goes(plan)
	}
	b.do(chromedp.Poll(`document.querySelector('[data-band]').textContent.includes(`+quoted(words)+`)`, nil))
}

// bandPresses presses the one button of the band.
func (b *browser) bandPresses() {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(`[data-band] button`, chromedp.ByQuery)); err != nil {
		b.t.Fatalf("%s: %v", b.name, err)
	}
}

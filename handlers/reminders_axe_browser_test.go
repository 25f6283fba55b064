package handlers_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// The one moment at which a calendar's link stands on the screen is as good to read as any page.
func TestTheLinkOfACalendarIsAccessible(t *testing.T) {
	chromium(t)
	axe(t)
	s := newServer(t)
	fullScreens(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the window, whose pages hold streams open
	b := window(t, server, looks[0].view)
	b.signsIn(&s.Ailsa)
	b.goes("/me/reminders")
	for _, state := range []string{"times", "link"} {
		if state == "link" {
			b.do(chromedp.Submit(`form[action="/me/calendar"]`, chromedp.ByQuery), chromedp.WaitVisible("#calendar-link", chromedp.ByQuery))
		}
		for _, l := range looks {
			b.turns(l.view)
			b.fits()
			for _, found := range b.violations(l.rules) {
				t.Errorf("%s %s: %s", l.name, state, found)
			}
			b.picture("reminders-" + state)
		}
	}
}

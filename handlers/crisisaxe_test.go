package handlers_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// The screens about a crisis, at rest, while a start waits and while the plan is in use.
func TestEveryScreenOfACrisisIsAccessible(t *testing.T) {
	chromium(t)
	axe(t)
	s := newServer(t)
	paths := crisisScreens(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the windows, whose pages hold streams open
	windows := []*browser{window(t, server, view{"wide-light", 1280, false, true}), window(t, server, view{"phone-dark", 360, true, true})}
	plan := "/plans/" + string(s.Ailsa.Plan)
	look := func(at string, who *apptest.Who, paths ...string) {
		for _, b := range windows {
			b.signsIn(who)
			for _, path := range paths {
				b.goes(path)
				b.fits()
				for _, found := range b.violations("") {
					t.Errorf("%s %s %s: %s", b.name, at, path, found)
				}
				b.picture("crisis_" + at + "_" + nameOf(who) + strings.NewReplacer("/", "_", "?", "_", "=", "_", string(s.Ailsa.Plan), "P").Replace(path))
			}
		}
	}
	look("rest", &s.Ailsa, paths...)
	look("rest", &s.Jamie, plan+"/crisis", plan+"/tasks", "/people")
	look("rest", nil, "/keep-closed?token=SOMETOKEN")
	s.Must(s.App.SomethingIsWrong(t.Context(), s.Jamie.Actor, s.Ailsa.Plan, "She has not been out for a week."))
	look("waits", &s.Ailsa, plan+"/crisis", "/")
	s.Clock.Forward(5 * time.Hour)
	look("in_use", &s.Ailsa, plan+"/crisis", plan, "/help")
	look("in_use", &s.Jamie, plan)
	_, err := s.App.CloseCrisis(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	look("closed", &s.Ailsa, plan+"/crisis?done=crisis_closed", plan+"/crisis/way")
	s.Clock.Forward(4 * 24 * time.Hour)
	s.Ailsa = s.SignIn(s.Ailsa)
	look("after", &s.Ailsa, "/", plan+"/after/helped", plan+"/after/worse", plan+"/after/change", plan+"/after/done", plan+"?chapter=after-crisis")
}

// crisisScreens fills a world and gives the person's own screens at rest.
func crisisScreens(s *server) []string {
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Pete, models.Peer)
	s.ShareWhen(s.Jamie, models.RightSee, models.InCrisis, "crisis-well", "crisis-signs", "crisis-help")
	s.Write("toolbox", "Sit on the back step with the radio on low.")
	s.Write("well", "I laugh easily.")
	e, err := s.App.AddEntry(s.T.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "crisis-help",
		Fields: models.Fields{{Key: "helps", Text: "Say my name. Sit lower than me."}, {Key: "task", Text: "Keep the spare key and feed the cat."}}})
	s.Must(err)
	s.Clock.Forward(25 * time.Hour)
	s.Ailsa, s.Jamie, s.Pete = s.SignIn(s.Ailsa), s.SignIn(s.Jamie), s.SignIn(s.Pete)
	s.Must(s.App.ChooseCrisisWay(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, app.CrisisWay{Way: models.OneAfterFour, Days: 7}))
	s.Must(s.App.GiveKey(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account))
	for _, words := range []string{"Feed the cat.", "Keep the spare key."} {
		_, err = s.App.OfferTask(s.T.Context(), s.Ailsa.Actor, app.OfferTask{Plan: s.Ailsa.Plan, Entry: e.ID, Account: s.Jamie.Account, Words: words})
		s.Must(err)
	}
	tasks, err := s.App.Tasks(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	_, err = s.App.AnswerTask(s.T.Context(), s.Jamie.Actor, s.Ailsa.Plan, tasks[0].ID, models.TaskYesBut, "Not on Mondays.")
	s.Must(err)
	plan := "/plans/" + string(s.Ailsa.Plan)
	return []string{plan + "/crisis", plan + "/crisis/way", plan + "/crisis/guide", plan + "/crisis/guide/crisis-well", plan + "/crisis/guide/crisis-supporters",
		plan + "/crisis/guide/crisis-help", plan + "?chapter=crisis", plan + "/sections/crisis-help", plan + "/entries/" + string(e.ID) + "/ask"}
}

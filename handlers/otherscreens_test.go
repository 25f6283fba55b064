package handlers_test

import (
	"net/url"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// newScreens is the screens of somebody who has just begun, on a phone of their own:
// nothing is in their plan yet, and nobody was asked in.
func newScreens(s *server) []screen {
	ctx := s.T.Context()
	_, err := s.App.SignUp(ctx, app.SignUp{Email: "nell@example.org", Name: "Nell", Password: apptest.Password})
	s.Must(err)
	_, token, _ := strings.Cut(s.Mail.Next().Body, "token=")
	_, err = s.App.Prove(ctx, token)
	s.Must(err)
	in, err := s.App.SignIn(ctx, "nell@example.org", apptest.Password, app.Device{Name: "phone", Own: true})
	s.Must(err)
	me, err := s.App.Me(ctx, in.Actor)
	s.Must(err)
	nell := apptest.Who{Actor: in.Actor, Name: "Nell", Plan: me.Plan, Cookie: in.Cookie}
	plan := "/plans/" + string(nell.Plan)
	return s.opened("new", nell, "/start/code", "/start/pin", "/", "/help", "/help/lines", "/help/text", "/people", plan, plan+"?chapter=crisis", plan+"/sections/warnings", plan+"/sections/check-ins",
		plan+"/goals", plan+"/check-ins", plan+"/today", plan+"/measures", plan+"/notes", plan+"/strengths", plan+"/better-days", plan+"/noticing", plan+"/sharing", plan+"/sharing/table",
		plan+"/invitations/new", plan+"/looks", plan+"/receipts", plan+"/suggestions", plan+"/sessions", plan+"/statements", plan+"/removed", plan+"/crisis", plan+"/crisis/way", "/me/reminders")
}

// crisisScreens is the screens about a crisis: at rest, while a start waits, while the
// plan is in use, closed, and some days after. Each is in a copy of the world at that time.
func crisisScreens(s *server) []screen {
	ctx, plan := s.T.Context(), "/plans/"+string(s.Ailsa.Plan)
	task := crisisWorld(s)
	var out []screen
	now := func(when string, ailsa []string, jamie ...string) {
		here := serverOf(s.World.Copy(s.T))
		out = append(out, here.opened(when, s.Ailsa, ailsa...)...)
		out = append(out, here.opened(when, s.Jamie, jamie...)...)
	}
	now("rest", []string{plan + "/crisis", plan + "/crisis/way", plan + "/crisis/guide", plan + "/crisis/guide/crisis-well", plan + "/crisis/guide/crisis-supporters",
		plan + "/crisis/guide/crisis-help", plan + "?chapter=crisis", plan + "/sections/crisis-help", task}, plan+"/crisis", plan+"/tasks", "/people")
	s.Must(s.App.SomethingIsWrong(ctx, s.Jamie.Actor, s.Ailsa.Plan, "She has not been out for a week."))
	now("waits", []string{plan + "/crisis", "/"}, plan+"/crisis")
	s.Clock.Forward(5 * time.Hour)
	now("in use", []string{plan + "/crisis", plan, "/help"}, plan)
	_, err := s.App.CloseCrisis(ctx, s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	now("closed", []string{plan + "/crisis?done=crisis_closed", plan + "/crisis/way"})
	s.Clock.Forward(4 * 24 * time.Hour)
	s.Ailsa = s.SignIn(s.Ailsa)
	now("after", []string{"/", plan + "/after/helped", plan + "/after/worse", plan + "/after/change", plan + "/after/thank", plan + "/after/done", plan + "?chapter=after-crisis"})
	return out
}

// crisisWorld fills a world and gives the address at which somebody is asked for a task.
func crisisWorld(s *server) (ask string) {
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
	return "/plans/" + string(s.Ailsa.Plan) + "/entries/" + string(e.ID) + "/ask"
}

// erasingScreens is the screens while a plan waits to be erased, once it stays after
// all, and once it is gone.
func erasingScreens(s *server) []screen {
	ctx := s.T.Context()
	aWholeLife(s)
	ask := func() {
		_, err := s.App.AskToErase(ctx, s.Ailsa.Actor, app.Erase{Plan: s.Ailsa.Plan, Account: models.AccountStays})
		s.Must(err)
	}
	ask()
	out := serverOf(s.World.Copy(s.T)).opened("erasing", s.Ailsa, "/", "/me/hold", "/me/erase")
	kept := serverOf(s.World.Copy(s.T))
	if w := kept.page(s.Ailsa, "/me/keep", url.Values{}); w.Code != 303 {
		s.T.Fatalf("keeping it: %d", w.Code)
	}
	out = append(out, kept.opened("kept", s.Ailsa, "/me/hold", "/")...)
	s.Clock.Forward(models.EraseWait)
	s.App.TendOnce(ctx)
	s.Ailsa = s.SignIn(s.Ailsa)
	return append(out, s.opened("erased", s.Ailsa, "/")...)
}

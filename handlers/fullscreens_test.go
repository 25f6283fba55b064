package handlers_test

import (
	"net/url"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// fullScreens is the screens of a world with something in it.
func fullScreens(s *server) []screen {
	early := s.SignIn(s.Ailsa)
	s.Clock.Forward(10 * time.Minute)
	s.Ailsa = s.SignIn(s.Ailsa)
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Morag, models.Practitioner)
	s.Accept(s.Pete, models.Peer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	at := writtenFull(s)
	out := s.opened("full", s.Ailsa, ownScreens(s, at)...)
	out = append(out, s.opened("full", s.Ailsa, movesFor(s)...)...)
	out = append(out, s.opened("full", s.Ailsa, paperScreens(s)...)...)
	out = append(out, s.opened("full", s.Ailsa, attachedScreens(s)...)...)
	room, ended := sessionsFor(s)
	working := room + "?section=warnings&entry=" + at.entry
	out = append(out, s.opened("full", s.Ailsa, plan+"/sessions", plan+"/sessions/sheet", room, working, ended)...)
	out = append(out, s.opened("full", s.Morag, plan+"/sessions", working, ended, ended+"/reflection", "/reflections", "/people", plan+"/goals", plan+"/suggestions")...)
	out = append(out, s.opened("full", s.Jamie, plan, plan+"/sections/warnings", plan+"/suggest?section=warnings", plan+"/suggest?section=warnings&entry="+at.entry, plan+"/suggestions",
		"/people", plan+"/print", plan+"/crisis", plan+"/tasks", plan+"/goals", plan+"/check-ins", plan+"/notes", plan+"/sections/strengths")...)
	out = append(out, s.opened("full", s.Leona, "/lead", "/lead/status")...)
	out = append(out, s.opened("full", apptest.Who{}, "/", "/start", "/sign-in", "/sign-up", "/recover", "/prove?token=x", "/help", "/phone", "/about-sharing", "/keep-closed?token=x",
		"/invitations", "/invitations/SOME-CODE", "/api/v1/docs")...)
	out = append(out, lockedScreens(s)...)
	out = append(out, sentScreens(s, early, at)...)
	return append(out, faultyScreens(s, at)...)
}

// places is where some things of the full world stand.
type places struct{ entry, named, own, suggestion, receipt string }

// writtenFull puts something into every section and gives some of it to others.
func writtenFull(s *server) places {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	_, err := s.App.AddReminder(ctx, s.Ailsa.Actor, app.AddReminder{Plan: plan, At: "08:30", Days: models.Weekdays(0).On(time.Monday).On(time.Saturday)})
	s.Must(err)
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			form := url.Values{}
			for _, f := range section.Fields {
				form.Set("f."+f.Key, fill(f, "Some words that stand"))
			}
			if w := s.page(s.Ailsa, "/plans/"+string(plan)+"/sections/"+string(section.Key), form); w.Code != 303 {
				s.T.Fatalf("%s: %d", section.Key, w.Code)
			}
		}
	}
	e := s.Write("warnings", "I wake before four and can't settle.")
	gone := s.Write("toolbox", "The film with the lighthouse.")
	s.Write("toolbox", "Sit on the back step with the radio on low.")
	s.Write("daily", "Curtains first, before the kettle.")
	s.Write(models.HelpLines, "This has passed before. Four times.")
	s.Write(models.HelpText, "Bad night. Can you ring?")
	own, err := s.App.AddSection(ctx, s.Ailsa.Actor, app.AddSection{Plan: plan, Title: "The allotment", Help: "What grows there."})
	s.Must(err)
	s.Write(own.Key, "Beans, and a bench.")
	given := s.Share(s.Jamie, models.RightSuggest, "warnings", "daily")
	s.Share(s.Jamie, models.RightSee, "goals", "check-ins", "notes", "strengths")
	s.Share(s.Morag, models.RightWork, "warnings", "goals")
	at := places{entry: string(e.ID), named: string(s.Write("crisis-not-involved", "My uncle").ID), own: string(own.Key), suggestion: s.suggested(), receipt: string(given[0].ID)}
	s.Must(s.App.RemoveEntry(ctx, s.Ailsa.Actor, plan, gone.ID))
	_, err = s.App.ReadPlan(ctx, s.Jamie.Actor, plan)
	s.Must(err)
	s.Must(s.App.AskToWork(ctx, s.Stranger.Actor, models.Practitioner))
	return at
}

// ownScreens is what the person opens in their own plan, but for what moves, is signed,
// or hangs on an entry.
func ownScreens(s *server, at places) []string {
	plan := "/plans/" + string(s.Ailsa.Plan)
	entry, jamie := plan+"/entries/"+at.entry, plan+"/people/"+string(s.Jamie.Account)
	out := []string{"/", "/?saved=hard", "/?saved=yes", "/help", "/help?next=1", "/help/lines", "/help/text", "/me", "/me/look", "/me/phone", "/me/sign-ins", "/me/reminders", "/me/take-out", "/me/hold", "/me/erase",
		"/about-sharing", "/people", "/invitations", "/me/pin", "/start/beside", "/start/helps", "/start/ring", "/start/ready", plan, plan + "?chapter=crisis", plan + "/removed",
		plan + "/own-sections", plan + "/sections/" + at.own, plan + "/sections/" + at.own + "/rename", entry, entry + "/about", entry + "/versions", plan + "/entries/" + at.named + "/named",
		plan + "/sharing", plan + "/sharing/table", plan + "/invitations", plan + "/invitations/new", plan + "/looks", plan + "/receipts", plan + "/receipts/" + at.receipt,
		jamie + "/share", plan + "/people/" + string(s.Pete.Account) + "/confirm", plan + "/suggestions", plan + "/suggestions/" + at.suggestion, plan + "/suggestions/" + at.suggestion + "?change=yes",
		"/nowhere"}
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			out = append(out, plan+"/sections/"+string(section.Key))
		}
	}
	return out
}

// lockedScreens is what somebody meets whose sign-in is locked, or shows a view.
func lockedScreens(s *server) []screen {
	ctx, plan := s.T.Context(), "/plans/"+string(s.Ailsa.Plan)
	own := s.SignIn(s.Ailsa)
	s.Must(s.App.SetPIN(ctx, own.Actor, "", "13579"))
	s.Must(s.App.Lock(ctx, own.Actor))
	shared, views, shows := s.SignIn(s.Ailsa), s.SignIn(s.Ailsa), s.SignIn(s.Ailsa)
	s.Must(s.App.Lock(ctx, shared.Actor))
	s.Must(s.App.BeginView(ctx, views.Actor, s.Ailsa.Plan, s.Jamie.Account))
	out := s.opened("view", views, plan, plan+"/sections/warnings", "/view/end", "/help")
	out = append(out, s.opened("locked", own, "/unlock", "/help")...)
	out = append(out, s.opened("shared", shared, "/unlock")...)
	return append(out, s.sent("view", views, "/view/end", url.Values{"password": {"wrong"}}), s.sent("locked", own, "/unlock", url.Values{"pin": {"24680"}}),
		s.sent("full", shows, "/help/show", url.Values{}))
}

// sentScreens is what stands behind a form that was sent. Early is a sign-in of which a
// password is asked once more.
func sentScreens(s *server, early apptest.Who, at places) []screen {
	ctx, plan := s.T.Context(), "/plans/"+string(s.Ailsa.Plan)
	share := url.Values{"s.daily": {"yes"}, "s.toolbox": {"yes"}, "right": {"see"}, "when": {"always"}, "purpose": {"So that he knows."}}
	shared := url.Values{"yes": {"yes"}}
	for k, v := range share {
		shared[k] = v
	}
	in, err := s.App.Invite(ctx, s.Ailsa.Actor, app.Invite{Plan: s.Ailsa.Plan, Role: models.Peer, Called: "my friend"})
	s.Must(err)
	e, err := s.App.ReadEntry(ctx, s.Ailsa.Actor, s.Ailsa.Plan, models.ID(at.entry))
	s.Must(err)
	_, err = s.App.EditEntry(ctx, s.Ailsa.Actor, app.EditEntry{Plan: s.Ailsa.Plan, Entry: e.ID, Version: e.Version, Fields: e.Fields.With("sign", "I wake before five and can't settle.")})
	s.Must(err)
	people := plan + "/people/" + string(s.Jamie.Account)
	out := []screen{
		s.sent("full", s.Ailsa, people+"/share", share),
		s.sent("stale", early, people+"/share", shared),
		s.sent("full", s.SignIn(s.Ailsa), "/me/recovery-code", url.Values{}),
		s.sent("full", s.Ailsa, plan+"/invitations", url.Values{"role": {"carer"}, "called": {"my brother"}}),
		s.sent("full", s.Ailsa, plan+"/entries/"+at.entry, url.Values{"version": {"1"}, "f.sign": {"I wake before three and can't settle."}}),
		s.sent("full", s.Ailsa, plan+"/notes", url.Values{"words": {"stand"}}),
		s.sent("full", s.Ailsa, plan+"/print", url.Values{"size": {"large"}}),
		s.sent("full", apptest.Who{}, plan+"/sections/warnings", url.Values{"f.sign": {"Words that wait."}}),
	}
	out = append(out, s.opened("asked", s.Stranger, "/invitations/"+in.Code)...)
	return append(out, s.sent("asked", s.Stranger, "/invitations/"+in.Code, url.Values{"answer": {"yes"}}))
}

// faultyScreens is forms that could not be taken, with what is wrong said at each field.
func faultyScreens(s *server, at places) []screen {
	plan, long := "/plans/"+string(s.Ailsa.Plan), strings.Repeat("word ", 1000)
	people := plan + "/people/" + string(s.Jamie.Account)
	var out []screen
	for _, f := range []struct {
		path string
		form url.Values
	}{
		{"/sign-in", url.Values{"email": {"ailsa@example.org"}, "password": {"wrong"}}}, {"/sign-up", url.Values{"email": {"x"}}}, {"/recover", url.Values{"email": {"x"}}},
		{"/invitations", url.Values{"code": {""}}},
	} {
		out = append(out, s.sent("wrong", apptest.Who{}, f.path, f.form))
	}
	for _, f := range []struct {
		path string
		form url.Values
	}{
		{plan + "/sections/warnings", url.Values{"f.sign": {""}, "f.do": {"x"}}}, {plan + "/sections/goals", url.Values{"f.goal": {""}, "f.matters": {"x"}}},
		{plan + "/entries/" + at.entry, url.Values{"version": {"2"}, "f.sign": {""}}}, {plan + "/own-sections", url.Values{"title": {""}}},
		{plan + "/invitations", url.Values{"role": {""}, "called": {""}, "s.daily": {"yes"}}}, {people + "/share", url.Values{"right": {""}}},
		{plan + "/measures", url.Values{"name": {""}}}, {"/me/password", url.Values{"old": {"x"}, "password": {"y"}}}, {"/me", url.Values{"name": {""}}},
		{"/me/pin", url.Values{"pin": {"1"}}}, {"/help/lines", url.Values{"f.line": {long}}}, {"/help/text", url.Values{"f.text": {long}}}, {"/start/helps", url.Values{"f.what": {""}, "f.how": {"x"}}},
		{"/me/reminders", url.Values{"at": {"x"}}}, {plan + "/suggestions/" + at.suggestion, url.Values{"answer": {"changed"}, "f.sign": {""}}},
	} {
		out = append(out, s.sent("wrong", s.Ailsa, f.path, f.form))
	}
	return append(out, s.sent("wrong", s.Jamie, plan+"/suggest", url.Values{"section": {"warnings"}, "f.sign": {""}, "note": {long}}))
}

package handlers_test

import (
	"net/url"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// roomScreens is the room in each state that a session goes through, on both sides, each in a
// copy of the world at that time. Without a script they are the same pages.
func roomScreens(s *server) []screen {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	e := s.Write("warnings", "I wake before four and can't settle.")
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightWork, "warnings")
	made, err := s.App.OpenSession(ctx, s.Morag.Actor, app.OpenSession{Plan: plan})
	s.Must(err)
	room := "/plans/" + string(plan) + "/sessions/" + string(made.ID)
	on := room + "?section=warnings&entry=" + string(e.ID)
	var out []screen
	now := func(when string, ailsa, morag []string) {
		here := serverOf(s.World.Copy(s.T))
		out = append(out, here.opened(when, s.Ailsa, ailsa...)...)
		out = append(out, here.opened(when, s.Morag, morag...)...)
	}
	sends := func(who apptest.Who, rest string, form url.Values) {
		if w := s.page(who, room+rest, form); w.Code != 303 {
			s.T.Fatalf("%s as %s: %d", rest, who.Name, w.Code)
		}
	}
	now("not joined", []string{room}, []string{room, on})
	sends(s.Ailsa, "/join", url.Values{})
	sends(s.Ailsa, "/pause", url.Values{})
	now("paused", []string{room}, []string{room})
	sends(s.Ailsa, "/resume", url.Values{})
	differ := func(words string) url.Values {
		return url.Values{"section": {"warnings"}, "entry": {string(e.ID)}, "version": {"1"}, "f.sign": {words}}
	}
	out = append(out, serverOf(s.World.Copy(s.T)).sent("wrong", s.Morag, room+"/differ", differ("")))
	sends(s.Morag, "/differ", differ("It begins with cancelled plans."))
	now("differing", []string{room, on, "/plans/" + string(plan) + "/sections/warnings"}, []string{room, "/plans/" + string(plan)})
	now("writing beside", nil, []string{on + "&differ=yes"}) // nobody goes out of this one
	s.Clock.Forward(time.Minute)
	sends(s.Ailsa, "/join", url.Values{})
	sends(s.Ailsa, "/summary", url.Values{"text": {"We talked about sleep."}, "version": {"0"}})
	sends(s.Ailsa, "/view", url.Values{"text": {"I sleep when nobody counts the hours."}})
	sends(s.Morag, "/view", url.Values{"text": {"I think the tablets matter."}})
	sends(s.Ailsa, "/agree", url.Values{})
	now("one agrees", []string{room}, []string{room})
	sends(s.Morag, "/agree", url.Values{})
	now("both agree", []string{room}, []string{room})
	sends(s.Ailsa, "/copy", url.Values{})
	sends(s.Ailsa, "/end", url.Values{})
	now("ended", []string{room}, []string{room})
	sends(s.Ailsa, "/afterwards", url.Values{"mark.heard": {"partly"}, "words": {"A bit fast."}, "shown": {"yes"}})
	now("looking after", []string{room}, []string{room, room + "/reflection"})
	return out
}

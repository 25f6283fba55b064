package handlers_test

import (
	"net/url"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// refusals is what the owner reads of refusals about the plan as a whole, once what was
// refused before is written down.
func (s *server) refusals(atLeast int) (out []obj) {
	s.T.Helper()
	s.Write("daily", "walk") // waits behind it; on PostgreSQL it may overtake
	late, again := time.After(10*time.Second), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for {
		if out = s.refusalsNow(); len(out) >= atLeast {
			return out
		}
		select {
		case <-again.C:
		case <-late:
			return out
		}
	}
}

func (s *server) refusalsNow() (out []obj) {
	s.T.Helper()
	for _, l := range list(s.T, s.call(s.Ailsa, "GET", "/plans/"+string(s.Ailsa.Plan)+"/access-records?limit=200", "")) {
		if l["allowed"] == false && l["section"] == "" {
			out = append(out, l)
		}
	}
	return out
}

// Whoever asks for what is the owner's alone names no section: the person sees it all the
// same, once a day, and whoever asked is told what a stranger is told.
func TestARefusalAboutThePlanAsAWholeIsOnRecord(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	days := 0
	for path, ask := range map[string]struct{ method, body, act string }{
		"/export":                            {"GET", "", "see"},
		"/people":                            {"GET", "", "see"},
		"/access-records":                    {"GET", "", "see"},
		"/grants":                            {"POST", `{"account":"x","sections":["daily"],"right":"see","when":"always"}`, "edit"},
		"/people/" + string(s.Jamie.Account): {"DELETE", "", "edit"},
	} {
		s.Clock.Forward(24 * time.Hour)
		s.Ailsa, s.Jamie, s.Stranger = s.SignIn(s.Ailsa), s.SignIn(s.Jamie), s.SignIn(s.Stranger)
		for range 2 {
			mine, none := s.call(s.Jamie, ask.method, plan+path, ask.body), s.call(s.Stranger, ask.method, plan+path, ask.body)
			if mine.Code != 404 || mine.Body.String() != none.Body.String() {
				t.Errorf("%s: %d %s, to a stranger %d %s", path, mine.Code, mine.Body, none.Code, none.Body)
			}
		}
		days++
		found := s.refusals(days)
		if len(found) != days || found[0]["name"] != "Jamie" || found[0]["act"] != ask.act || found[0]["how"] != "api" {
			t.Fatalf("%s %s, day %d: %v", ask.method, path, days, found)
		}
	}
}

// A page that is the owner's alone is no look at what they share: to whoever is in the plan it
// is the page that is not there, and the person sees that it was asked for.
func TestARefusalOfAPageOfTheOwnersIsOnRecord(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	own, err := s.App.AddSection(t.Context(), s.Ailsa.Actor, app.AddSection{Plan: s.Ailsa.Plan, Title: "The allotment"})
	s.Must(err)
	s.Share(s.Jamie, models.RightSee, own.Key, "crisis-signs", "crisis-help", "after-learned")
	plan := "/plans/" + string(s.Ailsa.Plan)
	days := 0
	for _, ask := range []struct {
		path string
		form url.Values
		act  string
	}{
		{"/crisis/guide", nil, "see"}, {"/crisis/guide/crisis-signs", nil, "see"}, {"/after/helped", nil, "see"}, {"/after/done", nil, "see"},
		{"/sections/" + string(own.Key) + "/rename", nil, "see"}, {"/after", url.Values{"answer": {"yes"}}, "edit"},
	} {
		s.Clock.Forward(24 * time.Hour)
		s.Ailsa, s.Jamie = s.SignIn(s.Ailsa), s.SignIn(s.Jamie)
		if w := s.page(s.Jamie, plan+ask.path, ask.form); w.Code != 404 {
			t.Errorf("%s: %d", ask.path, w.Code)
		}
		days++
		if found := s.refusals(days); len(found) != days || found[0]["name"] != "Jamie" || found[0]["act"] != ask.act || found[0]["how"] != string(models.ByPage) {
			t.Errorf("%s, day %d: %v", ask.path, days, found)
		}
	}
	if w := s.page(s.Jamie, plan+"/after/helped", url.Values{}); w.Code != 404 {
		t.Errorf("an empty answer: %d", w.Code)
	}
	if looks := s.looksOf(s.Jamie); looks != days {
		t.Errorf("%d are on record as looks too", looks-days)
	}
}

// The same address has another face for those who may say that something is wrong: that
// they open it, say it and take it back is no refusal, nor is what is not there.
func TestTheOtherFaceOfAnAddressIsNoRefusal(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, ask := range []struct {
		method, path string
		status       int
	}{{"GET", "/crisis", 404}, {"POST", "/crisis", 202}, {"DELETE", "/crisis", 204}, {"GET", "/entries/nothing", 404}, {"GET", "", 200}} {
		if w := s.call(s.Jamie, ask.method, plan+ask.path, ""); w.Code != ask.status {
			t.Errorf("%s %s: %d %s", ask.method, ask.path, w.Code, w.Body)
		}
	}
	if found := s.refusals(0); len(found) != 0 {
		t.Errorf("on record: %v", found)
	}
}

// Somebody who sees a row and may not change it is refused about the section that it stands in.
func TestARefusalOfWhatOneSeesNamesItsSection(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSuggest, "warnings")
	plan := "/plans/" + string(s.Ailsa.Plan)
	made := s.ok(s.Jamie, 201, "POST", plan+"/suggestions", `{"section":"warnings","fields":{"sign":"awake at four"}}`)
	s.ok(s.Jamie, 403, "POST", plan+"/suggestions/"+made["id"].(string)+"/accept", `{}`)
	for _, l := range list(t, s.call(s.Ailsa, "GET", plan+"/access-records", "")) {
		if l["allowed"] == false && l["section"] == "warnings" && l["act"] == "edit" {
			return
		}
	}
	t.Error("it is not on record")
}

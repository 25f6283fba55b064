package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/app"
	"handrail/models"
)

// By forms and by the API: the person ticks that somebody is told that there is a
// crisis plan; that one reads so and what to do, and nothing else of it.
func TestSomebodyIsToldThatThereIsACrisisPlan(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.Write("crisis-help", "Sit with me.")
	s.Tie(s.Jamie, models.Carer)
	const told = "has a crisis plan and wants you to know"
	if strings.Contains(s.page(s.Jamie, plan, nil).Body.String(), told) {
		t.Error("he is told unasked")
	}
	form := url.Values{"s.crisis-help": {"yes"}, "right": {"see"}, "when": {"crisis"}, "told": {"yes"}}
	asked := s.page(s.Ailsa, plan+"/people/"+string(s.Jamie.Account)+"/share", form).Body.String()
	if !strings.Contains(asked, "Jamie is told now that you have a crisis plan.") {
		t.Errorf("what she says yes to does not say so: %s", asked)
	}
	form.Set("yes", "yes")
	if w := s.page(s.Ailsa, plan+"/people/"+string(s.Jamie.Account)+"/share", form); w.Code != http.StatusSeeOther {
		t.Fatalf("sharing: %d", w.Code)
	}
	page := s.page(s.Jamie, plan, nil).Body.String()
	if !strings.Contains(page, told) || !strings.Contains(page, plan+"/crisis\"") || strings.Contains(page, "Sit with me.") || strings.Contains(page, "crisis-help") {
		t.Errorf("he reads %s", page)
	}
	if ties := s.ties(t); ties[0]["crisis_plan"] != true {
		t.Errorf("by the API: %v", ties)
	}
	given := s.many(s.Ailsa, plan+"/grants")
	if len(given) != 1 || given[0]["told"] != true {
		t.Errorf("the grants: %v", given)
	}
	s.ok(s.Ailsa, 204, "DELETE", plan+"/grants", "")
	if ties := s.ties(t); ties[0]["crisis_plan"] != nil || strings.Contains(s.page(s.Jamie, plan, nil).Body.String(), told) {
		t.Error("withdrawn, he is still told")
	}
	body := `{"account":"` + string(s.Jamie.Account) + `","sections":["crisis-help"],"right":"see","when":"WHEN","told":true}`
	s.ok(s.Ailsa, 422, "POST", plan+"/grants", strings.Replace(body, "WHEN", "always", 1))
	if w := s.call(s.Ailsa, "POST", plan+"/grants", strings.Replace(body, "WHEN", "crisis", 1)); w.Code != 201 {
		t.Errorf("by the API: %d %s", w.Code, w.Body)
	}
	if ties := s.ties(t); ties[0]["crisis_plan"] != true {
		t.Errorf("given by the API: %v", ties)
	}
}

// ties is what Jamie reads of the plans that he is in.
func (s *server) ties(t *testing.T) []obj {
	t.Helper()
	var me struct{ Relationships []obj }
	if err := json.Unmarshal(s.call(s.Jamie, "GET", "/me", "").Body.Bytes(), &me); err != nil || len(me.Relationships) != 1 {
		t.Fatalf("%v, %v", me, err)
	}
	return me.Relationships
}

// Without a script and by the API: a practitioner who sees the statement writes down
// what was done against it, and the person reads it.
func TestWhatWasDoneAgainstAStatementByFormsAndTheAPI(t *testing.T) {
	s := newServer(t)
	st := signed(s, s.Write("advance", "Talk to me first.").ID, "scotland")
	s.Tie(s.Morag, models.Practitioner)
	s.Tie(s.Jamie, models.Carer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	at := plan + "/statements/" + string(st.ID)
	if strings.Contains(s.page(s.Ailsa, at, nil).Body.String(), at+"/against") {
		t.Error("there is something to go against before it is witnessed")
	}
	_, err := s.App.WitnessStatement(t.Context(), s.Ailsa.Actor, app.WitnessStatement{Plan: s.Ailsa.Plan, Statement: st.ID,
		Name: "Una Bain", Class: "nurse", Address: "The clinic", Certify: []string{"capacity"}, On: "2026-11-23"})
	s.Must(err)
	if w := s.page(s.Morag, at+"/against", nil); w.Code != http.StatusNotFound {
		t.Errorf("before she sees it: %d", w.Code)
	}
	s.Share(s.Morag, models.RightSee, "advance")
	s.Share(s.Jamie, models.RightSee, "advance")
	if w := s.page(s.Jamie, at+"/against", nil); w.Code != http.StatusForbidden || strings.Contains(s.page(s.Jamie, at, nil).Body.String(), at+"/against") {
		t.Errorf("a carer gets the form: %d", w.Code)
	}
	if page := s.page(s.Morag, at, nil).Body.String(); !strings.Contains(page, at+"/against") {
		t.Error("nothing leads her there")
	}
	if page := s.page(s.Morag, at+"/against", nil).Body.String(); !strings.Contains(page, "s. 276(7) and (8)") || !strings.Contains(page, "Talk to me first.") {
		t.Error("the form says nothing of the law, or of what it is about")
	}
	form := url.Values{"on": {"2026-11-23"}, "measure": {"An injection at night"}, "reasons": {""}, "by": {"Dr Bain"}, "sent_commission": {"2026-11-23"}}
	w := s.page(s.Morag, at+"/against", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#reasons"`) || !strings.Contains(w.Body.String(), "An injection at night") {
		t.Errorf("without reasons: %d", w.Code)
	}
	form.Set("reasons", "She could not be kept safe.")
	if w := s.page(s.Morag, at+"/against", form); w.Code != http.StatusSeeOther {
		t.Errorf("writing it: %d", w.Code)
	}
	page := s.page(s.Ailsa, at, nil).Body.String()
	if !strings.Contains(page, "She could not be kept safe.") || !strings.Contains(page, "Morag wrote this down here on") || !strings.Contains(page, "The Mental Welfare Commission") {
		t.Error("Ailsa does not read it")
	}
	if strings.Contains(s.page(s.Jamie, at, nil).Body.String(), "kept safe") {
		t.Error("Jamie does")
	}
	api := "/plans/" + string(s.Ailsa.Plan) + "/statements/" + string(st.ID)
	got := s.ok(s.Morag, 201, "POST", api+"/against", `{"on":"2026-11-23","measure":"x","reasons":"y","by":"z","sent":[{"to":"records","on":"2026-11-23"}]}`)
	if mine := got["against"].([]any); len(mine) != 2 {
		t.Errorf("by the API: %v", mine)
	}
	if s.ok(s.Jamie, 200, "GET", api, "")["against"] != nil {
		t.Error("Jamie reads it by the API")
	}
	s.ok(s.Morag, 422, "POST", api+"/against", `{"on":"2026-11-23","measure":"x","reasons":"y","by":"z","sent":[{"to":"everybody","on":"2026-11-23"}]}`)
}

// What the rules of each place say can be read at any time, with where each stands.
func TestTheRulesOfEveryPlaceCanBeRead(t *testing.T) {
	s := newServer(t)
	for _, p := range models.Packs() {
		page := s.page(s.Ailsa, "/packs/"+p.Key, nil).Body.String()
		for _, r := range append(p.Rules, p.NamedPerson...) {
			if strings.Count(page, r.Source.Section) == 0 || r.Ask != "" && !strings.Contains(page, r.Ask) {
				t.Errorf("%s: where %s stands, or whom to ask, is not there", p.Key, r.Key)
			}
		}
		if !strings.Contains(page, "This is no legal advice") {
			t.Errorf("%s reads as advice", p.Key)
		}
	}
	if w := s.page(s.Ailsa, "/packs/nowhere", nil); w.Code != http.StatusNotFound {
		t.Errorf("a place that there is not: %d", w.Code)
	}
}

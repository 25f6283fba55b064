package handlers_test

import (
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

func TestSuggestionsOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightSuggest, "daily")
	e := s.Write("daily", "walk")
	all := "/plans/" + string(s.Ailsa.Plan) + "/suggestions"
	sent := s.ok(s.Morag, 201, "POST", all, `{"section":"daily","entry":"`+string(e.ID)+`","version":1,"fields":{"what":"walk far"},"note":"if you like"}`)
	has(t, "a suggestion", sent, "id section entry version fields note from state created_at")
	has(t, "its sender", sent["from"].(obj), "id name")
	fresh := s.ok(s.Morag, 201, "POST", all, `{"section":"daily","fields":{"what":"rest"}}`)
	away := s.ok(s.Morag, 201, "POST", all, `{"section":"daily","entry":"`+string(e.ID)+`","remove":true}`)
	back := s.ok(s.Morag, 201, "POST", all, `{"section":"daily","fields":{"what":"sleep"}}`)
	s.ok(s.Morag, 404, "POST", all, `{"section":"goals","fields":{"goal":"x"}}`)
	s.ok(s.Ailsa, 403, "POST", all, `{"section":"daily","fields":{"what":"x"}}`)

	yes := s.ok(s.Ailsa, 200, "POST", all+"/"+sent["id"].(string)+"/accept", "")
	if in := yes["entry"].(obj); in["fields"].(obj)["what"] != "walk far" || in["how"] != "suggestion" || in["author"].(obj)["name"] != "Morag" {
		t.Errorf("taken in %v", yes)
	}
	s.ok(s.Ailsa, 409, "POST", all+"/"+sent["id"].(string)+"/accept", "")
	yes = s.ok(s.Ailsa, 200, "POST", all+"/"+fresh["id"].(string)+"/accept", `{"fields":{"what":"rest a while"},"privacy":"section"}`)
	if in := yes["entry"].(obj); in["privacy"] != "section" || in["author"].(obj)["name"] != "Ailsa" {
		t.Errorf("taken in otherwise %v", yes)
	}
	s.ok(s.Ailsa, 204, "POST", all+"/"+away["id"].(string)+"/decline", "")
	if took := s.ok(s.Morag, 200, "POST", all+"/"+back["id"].(string)+"/withdraw", ""); took["state"] != "withdrawn" {
		t.Errorf("taken back %v", took)
	}
	states := func(who apptest.Who) (out []string) {
		for _, g := range s.many(who, all) {
			out = append(out, g["state"].(string))
		}
		return out
	}
	if got := strings.Join(states(s.Ailsa), " "); got != "declined accepted_changed accepted" {
		t.Errorf("to the owner: %s", got)
	}
	if got := strings.Join(states(s.Morag), " "); got != "withdrawn waiting accepted accepted" {
		t.Errorf("to the sender: %s", got)
	}
	if got := s.many(s.Jamie, "/plans/"+string(s.Jamie.Plan)+"/suggestions"); len(got) != 0 {
		t.Errorf("in another plan: %v", got)
	}
}

func TestInvitationsOverTheAPI(t *testing.T) {
	s := newServer(t)
	all := "/plans/" + string(s.Ailsa.Plan) + "/invitations"
	made := s.ok(s.Ailsa, 201, "POST", all, `{"role":"carer","called":"brother"}`)
	has(t, "an invitation", made, "id role called code url expires_at")
	open := s.many(s.Ailsa, all)
	if len(open) != 1 {
		t.Fatalf("open: %v", open)
	}
	has(t, "an open one", open[0], "id role called expires_at")
	s.ok(s.Ailsa, 422, "POST", all, `{"role":"nurse","called":"x"}`)
	s.ok(s.Ailsa, 422, "POST", all, `{"role":"carer","called":"x","grants":[{"sections":["daily"],"right":"work_together"}]}`)
	s.ok(s.Ailsa, 204, "DELETE", all+"/"+made["id"].(string), "")
	s.ok(s.Jamie, 404, "POST", "/invitations/accept", `{"code":"`+made["code"].(string)+`"}`)
	other := s.ok(s.Ailsa, 201, "POST", all, `{"role":"carer","called":"brother"}`)
	s.ok(s.Jamie, 204, "POST", "/invitations/decline", `{"code":"`+other["code"].(string)+`"}`)
	s.ok(s.Jamie, 404, "POST", "/invitations/accept", `{"code":"`+other["code"].(string)+`"}`)
	s.ok(s.Ailsa, 404, "POST", "/invitations/accept", `{"code":"`+s.ok(s.Ailsa, 201, "POST", all, `{"role":"peer","called":"x"}`)["code"].(string)+`"}`)
	if open := s.many(s.Ailsa, all); len(open) != 1 {
		t.Errorf("open: %v", open)
	}
}

func TestPeopleAndGrantsOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.Accept(s.Jamie, models.Carer)
	plan := "/plans/" + string(s.Ailsa.Plan)
	jamie := plan + "/people/" + string(s.Jamie.Account)
	has(t, "one who accepted", s.many(s.Ailsa, plan+"/people")[0], "account_id name email email_proved role called state service_confirmed muted words")
	s.ok(s.Ailsa, 409, "POST", jamie+"/pause", "")
	has(t, "one confirmed", s.ok(s.Ailsa, 200, "POST", jamie+"/confirm", ""), "account_id name email email_proved role called state service_confirmed muted")

	offer := `{"account":"` + string(s.Jamie.Account) + `","sections":["daily","goals"],"right":"see","when":"always","until":"2027-01-01T00:00:00Z","purpose":"so you know"}`
	given := s.call(s.Ailsa, "POST", plan+"/grants", offer)
	if given.Code != 201 || !strings.HasPrefix(given.Body.String(), "[") {
		t.Fatalf("given: %d %s", given.Code, given.Body)
	}
	grants := s.many(s.Ailsa, plan+"/grants")
	if len(grants) != 2 {
		t.Fatalf("grants %v", grants)
	}
	has(t, "a grant", grants[0], "id account section right when from until purpose wording given_at")
	s.ok(s.Ailsa, 204, "DELETE", plan+"/grants/"+grants[0]["id"].(string), "")
	s.ok(s.Ailsa, 404, "DELETE", plan+"/grants/NEVER", "")
	if left := s.many(s.Ailsa, plan+"/grants"); len(left) != 1 {
		t.Errorf("left %v", left)
	}
	if all := s.many(s.Ailsa, plan+"/receipts"); len(all) != 2 || all[0]["withdrawn_at"] == nil && all[1]["withdrawn_at"] == nil {
		t.Errorf("receipts %v", all)
	}
	for _, wrong := range []string{`"right":"own"`, `"right":"see","when":"never"`, `"right":"see","until":"yesterday"`, `"right":"see","sections":null`} {
		s.ok(s.Ailsa, 422, "POST", plan+"/grants", `{"account":"`+string(s.Jamie.Account)+`","sections":["daily"],`+wrong+`}`)
	}
	s.ok(s.Ailsa, 422, "POST", plan+"/grants", strings.Replace(offer, string(s.Jamie.Account), string(s.Stranger.Account), 1))

	s.ok(s.Ailsa, 200, "POST", jamie+"/pause", "")
	if seen := s.ok(s.Jamie, 200, "GET", plan, ""); len(seen["sections"].([]any)) != 0 {
		t.Errorf("paused, and sees %v", seen)
	}
	if tie := s.ok(s.Jamie, 200, "GET", "/me", "")["relationships"].([]any)[0].(obj); tie["state"] != "confirmed" {
		t.Errorf("paused, and told %v", tie)
	}
	s.ok(s.Ailsa, 200, "POST", jamie+"/resume", "")
	s.ok(s.Ailsa, 204, "DELETE", jamie, "")
	s.ok(s.Ailsa, 404, "POST", jamie+"/resume", "")
	if people := s.many(s.Ailsa, plan+"/people"); len(people) != 0 {
		t.Errorf("people %v", people)
	}
	s.ok(s.Jamie, 204, "DELETE", plan+"/me", "")
	s.ok(s.Jamie, 404, "GET", plan, "")
}

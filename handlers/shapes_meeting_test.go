package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"handrail/models"
)

// Access records come newest first, so many as are asked for; the id of the last leads to
// those before, and none is left out or comes twice (API.md).
func TestAccessRecordsComeInPages(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "warnings", "daily")
	for range 4 {
		s.ok(s.Jamie, 200, "GET", plan, "") // both parts each time
	}
	all := s.many(s.Ailsa, plan+"/access-records")
	if len(all) < 8 {
		t.Fatalf("%d records", len(all))
	}
	has(t, "an access record", all[0], "id at account_id name section act how allowed")
	if all[0]["account_id"] != string(s.Jamie.Account) || all[0]["name"] != "Jamie" || all[0]["how"] != "api" || all[0]["allowed"] != true {
		t.Errorf("the newest is %v", all[0])
	}
	for _, limit := range []int{1, 3, 200} {
		var paged []any
		before := ""
		for {
			page := s.many(s.Ailsa, fmt.Sprintf("%s/access-records?limit=%d&before=%s", plan, limit, before))
			if len(page) > limit {
				t.Fatalf("%d on a page of %d", len(page), limit)
			}
			if len(page) == 0 {
				break
			}
			for _, one := range page {
				paged = append(paged, one["id"])
			}
			before = page[len(page)-1]["id"].(string)
		}
		var ids []any
		for _, one := range all {
			ids = append(ids, one["id"])
		}
		if !slices.Equal(paged, ids) {
			t.Errorf("by %d: %v, not %v", limit, paged, ids)
		}
	}
	for _, wrong := range []string{"0", "201", "x"} {
		s.ok(s.Ailsa, 422, "GET", plan+"/access-records?limit="+wrong, "")
	}
}

// The names in what a session, what is to be talked about, a summary and the crisis
// answer with are as they were promised (API.md).
func TestSessionsAndCrisisHaveTheirNames(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.Tie(s.Morag, models.Practitioner)
	made := s.ok(s.Ailsa, 201, "POST", plan+"/sessions", `{"with":"`+string(s.Morag.Account)+`"}`)
	at := plan + "/sessions/" + made["id"].(string)
	s.ok(s.Morag, 200, "POST", at+"/join", "")
	item := s.ok(s.Ailsa, 201, "POST", at+"/agenda", `{"text":"Sleep"}`)
	has(t, "a thing to talk about", item, "id text by done")
	s.ok(s.Ailsa, 200, "PATCH", at+"/agenda/"+item["id"].(string), `{"done":true}`)
	summary := s.ok(s.Ailsa, 200, "PUT", at+"/summary", `{"text":"We talked about sleep."}`)
	has(t, "a summary", summary, "version text agreed fixed")
	has(t, "a session", s.ok(s.Ailsa, 200, "GET", at, ""), "id state owner with opened_by opened_at beside people agenda left_over summary notes put_forward")
	has(t, "a session of the list", s.many(s.Ailsa, plan+"/sessions")[0], "id state owner with opened_by opened_at beside people agenda left_over notes put_forward")

	has(t, "no crisis", s.ok(s.Ailsa, 200, "GET", plan+"/crisis", ""), "in_use by started")
	s.ok(s.Ailsa, 200, "POST", plan+"/crisis", `{"note":"I am not well."}`)
	has(t, "a crisis", s.ok(s.Ailsa, 200, "GET", plan+"/crisis", ""), "in_use since until by started")
}

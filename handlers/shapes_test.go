package handlers_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/handlers"
	"handrail/models"
)

// has fails unless an answer has just these names (API.md).
func has(t testing.TB, what string, got obj, names string) {
	t.Helper()
	want := strings.Fields(names)
	slices.Sort(want)
	if found := slices.Sorted(maps.Keys(got)); !slices.Equal(found, want) {
		t.Errorf("%s has %v, not %v", what, found, want)
	}
}

// many asks for a list.
func (s *server) many(who apptest.Who, path string) []obj {
	s.T.Helper()
	w := s.call(who, "GET", path, "")
	if strings.HasPrefix(w.Body.String(), "null") {
		s.T.Errorf("%s is null", path)
	}
	return list(s.T, w)
}

func TestSignInsOverTheAPI(t *testing.T) {
	s := newServer(t)
	none := apptest.Who{}
	s.Clock.Forward(time.Minute) // after the world's own
	in := s.ok(none, 200, "POST", "/sign-ins", `{"email":" Ailsa@Example.org","password":"`+apptest.Password+`"}`)
	has(t, "a sign-in", in, "access_token refresh_token token_type expires_in")
	first := in["refresh_token"].(string)
	again := s.ok(none, 200, "POST", "/sign-ins/refresh", `{"refresh_token":"`+first+`"}`)
	has(t, "a refresh", again, "access_token refresh_token token_type expires_in")
	ailsa := apptest.Who{Name: "Ailsa", Access: again["access_token"].(string)}
	at := s.many(ailsa, "/sign-ins")
	if len(at) != 2 || at[0]["current"] != true {
		t.Errorf("signed in at %v", at)
	}
	has(t, "where", at[0], "id device begun_at last_seen_at current")
	s.ok(none, 401, "POST", "/sign-ins/refresh", `{"refresh_token":"`+first+`"}`)
	s.ok(ailsa, 401, "GET", "/me", "") // a refresh token used twice ends its sign-in
	s.ok(s.Ailsa, 204, "DELETE", "/sign-ins/current", "")
	s.ok(s.Ailsa, 401, "GET", "/me", "")
}

func TestATokenLastsTenMinutes(t *testing.T) {
	s := newServer(t)
	s.Clock.Forward(9 * time.Minute)
	s.ok(s.Ailsa, 200, "GET", "/me", "")
	s.Clock.Forward(time.Minute)
	s.ok(s.Ailsa, 401, "GET", "/me", "")
}

func TestNobodyElsesSignInCanBeEnded(t *testing.T) {
	s := newServer(t)
	s.ok(s.Stranger, 404, "DELETE", "/sign-ins/"+string(s.Ailsa.SignIn), "")
	s.ok(s.Ailsa, 204, "DELETE", "/sign-ins/"+string(s.Ailsa.SignIn), "")
	s.ok(s.Ailsa, 401, "GET", "/me", "")
}

// With mail, signing up answers the same whether the address is taken or not.
func TestSigningUpWithMail(t *testing.T) {
	w := apptest.NewWithMail(t)
	s := serverOf(w)
	for _, email := range []string{"ailsa@example.org", "somebody@example.org"} {
		got := s.call(apptest.Who{}, "POST", "/accounts", `{"email":"`+email+`","password":"a quite long one","name":"x"}`)
		if got.Code != http.StatusAccepted || strings.TrimSpace(got.Body.String()) != "{}" {
			t.Errorf("%s: %d %s", email, got.Code, got.Body)
		}
	}
}

func TestMeAndMyPlans(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	me := s.ok(s.Jamie, 200, "GET", "/me", "")
	has(t, "me", me, "account plan_id relationships")
	has(t, "an account", me["account"].(obj), "id email name plan_id")
	tie := me["relationships"].([]any)[0].(obj)
	has(t, "a relationship", tie, "plan_id person_name role state")
	if tie["person_name"] != "Ailsa" || tie["state"] != "confirmed" || tie["role"] != "carer" {
		t.Errorf("tied as %v", tie)
	}
	plans := s.many(s.Jamie, "/plans")
	if len(plans) != 2 || plans[0]["id"] != string(s.Jamie.Plan) || plans[1]["id"] != string(s.Ailsa.Plan) {
		t.Errorf("plans %v", plans)
	}
	has(t, "a plan of the list", plans[1], "id owner")
	plan := s.ok(s.Ailsa, 200, "GET", "/plans/"+string(s.Ailsa.Plan), "")
	has(t, "a plan", plan, "id owner sections")
	first := plan["sections"].([]any)[0].(obj)
	has(t, "a section", first, "key title right entries")
	if first["key"] != "hopes" || first["right"] != "own" || first["title"] == "" || len(first["entries"].([]any)) != 0 {
		t.Errorf("a section %v", first)
	}
}

func TestTheCatalogueIsTheSameForEverybody(t *testing.T) {
	s := newServer(t)
	first := s.call(apptest.Who{}, "GET", "/catalogue", "").Body.String()
	s.ok(s.Ailsa, 201, "POST", "/plans/"+string(s.Ailsa.Plan)+"/sections", `{"title":"My garden"}`)
	if s.call(s.Ailsa, "GET", "/catalogue", "").Body.String() != first {
		t.Error("it is another for Ailsa")
	}
	chapters := s.ok(apptest.Who{}, 200, "GET", "/catalogue", "")["chapters"].([]any)
	if len(chapters) != len(models.Catalogue) {
		t.Errorf("%d chapters", len(chapters))
	}
	chapter := chapters[0].(obj)
	has(t, "a chapter", chapter, "key title sections")
	section := chapter["sections"].([]any)[2].(obj)
	has(t, "a section", section, "key title help fields many")
	has(t, "a choice", section["fields"].([]any)[1].(obj), "key label kind required max options")
	for _, no := range []string{`"section.`, `"chapter.`} {
		if strings.Contains(first, no) {
			t.Errorf("a key stands in place of a sentence: %s", no)
		}
	}
}

func TestSectionsOfOnesOwnOverTheAPI(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	made := s.ok(s.Ailsa, 201, "POST", plan+"/sections", `{"title":"My garden","help":"What grows"}`)
	has(t, "a section of one's own", made, "key title help right entries")
	path := plan + "/sections/" + made["key"].(string)
	s.ok(s.Ailsa, 422, "PUT", path, `{"title":" "}`)
	if got := s.ok(s.Ailsa, 200, "PUT", path, `{"title":"My allotment"}`); got["title"] != "My allotment" {
		t.Errorf("renamed %v", got)
	}
	e := s.ok(s.Ailsa, 201, "POST", path+"/entries", `{"fields":{"words":"leeks"}}`)
	s.ok(s.Ailsa, 409, "DELETE", path, "")
	s.ok(s.Ailsa, 204, "DELETE", plan+"/entries/"+e["id"].(string), "")
	s.ok(s.Ailsa, 204, "DELETE", path, "")
	s.ok(s.Ailsa, 404, "GET", path, "")
}

func TestAnEntrysWayThroughTheAPI(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	e := s.ok(s.Ailsa, 201, "POST", plan+"/sections/daily/entries", `{"fields":{"what":"walk 🙂 שלום e\u0301"},"privacy":"only_me","hidden_from":[],"position":1}`)
	has(t, "an entry", e, "id section version position fields privacy hidden_from author how created_at updated_at")
	if e["privacy"] != "only_me" || e["fields"].(obj)["what"] != "walk 🙂 שלום e\u0301" {
		t.Errorf("an entry %v", e)
	}
	path := plan + "/entries/" + e["id"].(string)
	put := s.ok(s.Ailsa, 200, "PUT", path, `{"version":1,"fields":{"what":"run"}}`)
	has(t, "a change", put, "id section version position fields privacy hidden_from author how created_at updated_at merged")
	if past := s.many(s.Ailsa, path+"/versions"); len(past) != 2 {
		t.Errorf("versions %v", past)
	} else {
		has(t, "a version", past[1], "version fields author how at")
	}
	back := s.ok(s.Ailsa, 200, "POST", path+"/versions/1/restore", "")
	if back["version"] != 3.0 || back["fields"].(obj)["what"] != e["fields"].(obj)["what"] {
		t.Errorf("restored %v", back)
	}
	s.ok(s.Ailsa, 404, "POST", path+"/versions/9/restore", "")
	s.ok(s.Ailsa, 404, "POST", path+"/versions/x/restore", "")
	s.ok(s.Ailsa, 204, "DELETE", path, "")
	s.ok(s.Ailsa, 404, "GET", path, "")
	gone := s.many(s.Ailsa, plan+"/removed")
	if len(gone) != 1 || gone[0]["removed_at"] == nil {
		t.Errorf("removed %v", gone)
	}
	s.ok(s.Ailsa, 200, "POST", path+"/bring-back", "")
	s.ok(s.Ailsa, 204, "DELETE", path, "")
	s.ok(s.Ailsa, 204, "POST", path+"/empty", "")
	if gone := s.many(s.Ailsa, plan+"/removed"); len(gone) != 0 {
		t.Errorf("still there: %v", gone)
	}
}

func TestWhatAnotherMaySayOfAnEntry(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightSuggest, "daily")
	e := s.Write("daily", "walk")
	plan := "/plans/" + string(s.Ailsa.Plan)
	path := plan + "/entries/" + string(e.ID)
	has(t, "to another", s.ok(s.Morag, 200, "GET", path, ""), "id section version fields author updated_at")
	s.ok(s.Morag, 403, "PUT", path, `{"version":1,"fields":{"what":"run"},"privacy":"only_me"}`)
	s.ok(s.Morag, 403, "PUT", path, `{"version":99,"fields":{"nothing":"run"}}`) // the right comes before the words
	s.ok(s.Morag, 404, "PUT", plan+"/entries/NEVER", `{"version":99,"fields":{"nothing":"run"}}`)
	s.ok(s.Morag, 403, "POST", plan+"/sections/daily/entries", `{"fields":{"nothing":"x"}}`)
	s.ok(s.Morag, 404, "POST", plan+"/sections/goals/entries", `{"fields":{"nothing":"x"}}`)
}

func TestDraftsOverTheAPI(t *testing.T) {
	s := newServer(t)
	e := s.Write("daily", "walk")
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.ok(s.Ailsa, 204, "PUT", plan+"/entries/"+string(e.ID)+"/draft", `{"version":1,"fields":{"what":"wal"}}`)
	s.ok(s.Ailsa, 204, "PUT", plan+"/sections/goals/draft", `{"fields":{"goal":"to"}}`)
	drafts := s.many(s.Ailsa, plan+"/drafts")
	if len(drafts) != 2 {
		t.Fatalf("drafts %v", drafts)
	}
	s.ok(s.Ailsa, 204, "DELETE", plan+"/entries/"+string(e.ID)+"/draft", "")
	s.ok(s.Ailsa, 204, "DELETE", plan+"/sections/goals/draft", "")
	if drafts := s.many(s.Ailsa, plan+"/drafts"); len(drafts) != 0 {
		t.Errorf("drafts %v", drafts)
	}
}

// A view as somebody else sees it is a state of the sign-in: whatever is not that
// view is not there, by page or by API.
func TestAViewIsAllThatASignInShows(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "daily")
	s.Write("daily", "walk")
	s.Write("goals", "not for Jamie")
	plan := "/plans/" + string(s.Ailsa.Plan)
	theirs := s.call(s.Jamie, "GET", plan, "").Body.String()
	s.Must(s.App.BeginView(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account))
	if got := s.call(s.Ailsa, "GET", plan, "").Body.String(); got != theirs {
		t.Errorf("the view is %s, not %s", got, theirs)
	}
	for _, path := range []string{"/me", "/plans", plan + "/people", plan + "/grants", plan + "/drafts", plan + "/events", "/sign-ins", "/nothing"} {
		s.ok(s.Ailsa, 404, "GET", path, "")
	}
	s.ok(s.Ailsa, 404, "DELETE", plan+"/grants", "")
	s.ok(s.Ailsa, 404, "GET", plan+"/sections/goals", "")
	for _, path := range []string{"/", "/me", "/people", plan + "/sharing", plan + "/looks"} {
		if w := s.page(s.Ailsa, path, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != plan {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestWhatIsWrongIsSaidFieldByField(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, c := range []struct{ path, body, field, key string }{
		{plan + "/sections/daily/entries", `{}`, "fields", "field.empty"},
		{plan + "/sections/daily/entries", ``, "body", "field.not_readable"},
		{plan + "/sections/daily/entries", `[]`, "body", "field.not_readable"},
		{plan + "/sections/daily/entries", `{"fields":null}`, "fields", "field.not_readable"},
		{plan + "/sections/daily/entries", `{"fields":{"what":5}}`, "what", "field.not_readable"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"x"},"owner":"me"}`, "owner", "field.unknown"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"x"},"Privacy":"only_me"}`, "Privacy", "field.unknown"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"x"},"privacy":"all"}`, "privacy", "field.not_an_option"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"x","where":"y"}}`, "where", "field.unknown"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"` + strings.Repeat("é", models.MaxWords+1) + `"}}`, "what", "field.too_long"},
		{plan + "/sections/daily/entries", `{"fields":{"what":"\ud800"}}`, "body", "field.not_readable"},
		{plan + "/sections", `{"title":""}`, "title", "field.empty"},
		{plan + "/invitations", `{"role":"carer","called":"x","grants":[{"sections":["nowhere"],"right":"see"}]}`, "sections", "grant.no_such_section"},
		{"/accounts", `{"email":"nonsense","name":"x","password":"a quite long one"}`, "email", "field.not_an_address"},
		{"/accounts", `{"email":"a@example.org","name":"x","password":"short"}`, "password", "password.too_short"},
	} {
		p := s.ok(s.Ailsa, 422, "POST", c.path, c.body)
		has(t, "a problem", p, "status title key detail fields")
		fault, _ := p["fields"].(obj)[c.field].(obj)
		if p["status"] != 422.0 || fault["key"] != c.key || fault["sentence"] == "" || fault["sentence"] == c.key {
			t.Errorf("%s %.60s: %v", c.path, c.body, p)
		}
	}
	var many strings.Builder
	for i := range 5000 {
		many.WriteString(`,"x` + strings.Repeat("y", i%50) + string(rune('a'+i%26)) + strings.Repeat("z", i/50) + `":1`)
	}
	if w := s.call(s.Ailsa, "POST", plan+"/sections/daily/entries", `{"fields":{}`+many.String()+`}`); w.Code != 422 || w.Body.Len() > 20_000 {
		t.Errorf("many faults: %d, %d bytes", w.Code, w.Body.Len())
	}
}

// An answer of the API is JSON whatever is asked for, and only JSON is read.
func TestOnlyJSONGoesInAndOut(t *testing.T) {
	s := behind(t, handlers.Settings{})
	for accept, kind := range map[string]string{"text/html": "application/json", "application/xml, */*;q=0.1": "application/json", "": "application/json"} {
		r := as(s.Ailsa, newRequest("GET", "/api/v1/me", ""))
		r.Header.Set("Accept", accept)
		if w := s.send(r); w.Code != 200 || w.Header().Get("Content-Type") != kind {
			t.Errorf("%q: %d %s", accept, w.Code, w.Header().Get("Content-Type"))
		}
	}
	r := as(s.Ailsa, newRequest("POST", "/api/v1/plans/"+string(s.Ailsa.Plan)+"/sections", `{"title":"x"}`))
	r.Header.Set("Content-Type", "text/plain")
	if w := s.send(r); w.Code != http.StatusUnsupportedMediaType || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("text: %d %s", w.Code, w.Body)
	}
}

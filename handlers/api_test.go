package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

type obj = map[string]any

// ok asks the API and reads the answer, which must have the status.
func (s *server) ok(who apptest.Who, status int, method, path, body string) obj {
	s.T.Helper()
	w := s.call(who, method, path, body)
	if w.Code != status {
		s.T.Fatalf("%s %s as %s: %d %s", method, path, who.Name, w.Code, w.Body)
	}
	out := obj{}
	if strings.HasPrefix(strings.TrimSpace(w.Body.String()), "{") {
		s.Must(json.Unmarshal(w.Body.Bytes(), &out))
	}
	return out
}

func list(t testing.TB, w *httptest.ResponseRecorder) (out []obj) {
	t.Helper()
	if w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &out) != nil {
		t.Fatalf("not a list: %d %s", w.Code, w.Body)
	}
	return out
}

// The main job through the API alone, as an outside client would do it.
func TestTheMainJobThroughTheAPI(t *testing.T) {
	s := newServer(t)
	made := s.ok(apptest.Who{}, 201, "POST", "/accounts", `{"email":"New@Example.org","password":"a quite long one","name":"Nell"}`)
	nell := apptest.Who{Name: "Nell", Access: made["access_token"].(string)}
	if made["token_type"] != "Bearer" || made["expires_in"] != 600.0 || made["refresh_token"] == "" {
		t.Errorf("signed up with %v", made)
	}
	s.ok(apptest.Who{}, 409, "POST", "/accounts", `{"email":"new@example.org","password":"a quite long one","name":"Nell"}`)
	account := made["account"].(obj)
	plan := "/plans/" + account["plan_id"].(string)

	e := s.ok(nell, 201, "POST", plan+"/sections/warnings/entries", `{"fields":{"sign":"awake at four"}}`)
	if e["version"] != 1.0 || e["privacy"] != "section" || e["how"] != "alone" || e["author"].(obj)["name"] != "Nell" {
		t.Errorf("an entry %v", e)
	}
	entry := plan + "/entries/" + e["id"].(string)
	put := s.ok(nell, 200, "PUT", entry, `{"version":1,"fields":{"sign":"awake at four, often"}}`)
	if put["version"] != 2.0 || put["merged"] != false {
		t.Errorf("changed %v", put)
	}
	merged := s.ok(nell, 200, "PUT", entry, `{"version":1,"fields":{"sign":"I am awake at four"}}`)
	if merged["merged"] != true || merged["fields"].(obj)["sign"] != "I am awake at four, often" {
		t.Errorf("merged %v", merged)
	}
	if vs := list(t, s.call(nell, "GET", entry+"/versions", "")); len(vs) != 3 || vs[0]["version"] != 3.0 {
		t.Errorf("versions %v", vs)
	}

	in := s.ok(nell, 201, "POST", plan+"/invitations", `{"role":"carer","called":"brother","grants":[{"sections":["warnings"],"right":"see","when":"always"}]}`)
	joined := s.ok(s.Jamie, 200, "POST", "/invitations/accept", `{"code":"`+in["code"].(string)+`"}`)
	if joined["relationship"].(obj)["state"] != "accepted" {
		t.Errorf("joined %v", joined)
	}
	s.ok(s.Stranger, 404, "POST", "/invitations/accept", `{"code":"`+in["code"].(string)+`"}`)
	s.ok(s.Jamie, 404, "GET", plan, "")
	people := list(t, s.call(nell, "GET", plan+"/people", ""))
	if len(people) != 1 || people[0]["state"] != "accepted" || people[0]["called"] != "brother" {
		t.Errorf("people %v", people)
	}
	s.ok(nell, 200, "POST", plan+"/people/"+string(s.Jamie.Account)+"/confirm", "")
	seen := s.ok(s.Jamie, 200, "GET", plan, "")
	section := seen["sections"].([]any)[0].(obj)
	theirs := section["entries"].([]any)[0].(obj)
	for _, key := range []string{"privacy", "hidden_from", "how", "created_at", "position"} {
		if _, there := theirs[key]; there {
			t.Errorf("a carer is told %s", key)
		}
	}
	if as := s.call(nell, "GET", plan+"/as/"+string(s.Jamie.Account), "").Body.String(); as != s.call(s.Jamie, "GET", plan, "").Body.String() {
		t.Error("what they see is not what the owner is shown")
	}
	looks := list(t, s.call(nell, "GET", plan+"/access-records?limit=1", ""))
	if len(looks) != 1 || looks[0]["name"] != "Jamie" || looks[0]["allowed"] != true || looks[0]["how"] != "api" {
		t.Errorf("looks %v", looks)
	}
	s.ok(nell, 204, "DELETE", plan+"/grants", "")
	if left := s.ok(s.Jamie, 200, "GET", plan, "")["sections"].([]any); len(left) != 0 {
		t.Errorf("after stopping all: %v", left)
	}
}

func TestTheSameKeyCreatesOnce(t *testing.T) {
	s := newServer(t)
	path := "/api/v1/plans/" + string(s.Ailsa.Plan) + "/sections/daily/entries"
	send := func(body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+s.Ailsa.Access)
		r.Header.Set("Idempotency-Key", "k1")
		w := httptest.NewRecorder()
		s.echo.ServeHTTP(w, r)
		return w
	}
	first, again := send(`{"fields":{"what":"walk"}}`), send(`{"fields":{"what":"walk"}}`)
	if first.Code != 201 || again.Code != 201 || first.Body.String() != again.Body.String() {
		t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if other := send(`{"fields":{"what":"run"}}`); other.Code != 422 {
		t.Errorf("another body under the same key: %d", other.Code)
	}
}

func TestWhatGoesWrongIsSaidTheSameWay(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for name, c := range map[string]struct {
		who          apptest.Who
		method, path string
		body         string
		status       int
		key          string
	}{
		"nobody":                {apptest.Who{}, "GET", plan, "", 401, "error.sign_in"},
		"nobody, a bad body":    {apptest.Who{}, "POST", plan + "/grants", "{", 401, "error.sign_in"},
		"a stranger":            {s.Stranger, "GET", plan, "", 404, "error.not_found"},
		"no such plan":          {s.Stranger, "GET", "/plans/NOWHERE", "", 404, "error.not_found"},
		"no such route":         {s.Stranger, "GET", "/nowhere", "", 404, "error.not_found"},
		"no such method":        {s.Stranger, "PATCH", "/me", "", 404, "error.not_found"},
		"an unknown field":      {s.Ailsa, "POST", plan + "/sections/daily/entries", `{"fields":{"what":"x"},"x":1}`, 422, "error.invalid"},
		"an unknown section":    {s.Ailsa, "GET", plan + "/sections/nothing", "", 404, "error.not_found"},
		"an empty entry":        {s.Ailsa, "POST", plan + "/sections/daily/entries", `{"fields":{}}`, 422, "error.invalid"},
		"half a body":           {s.Ailsa, "POST", plan + "/sections/daily/entries", `{"fields"`, 422, "error.invalid"},
		"a NUL":                 {s.Ailsa, "POST", plan + "/sections/daily/entries", `{"fields":{"what":"a\u0000b"}}`, 422, "error.invalid"},
		"too much":              {s.Ailsa, "POST", plan + "/sections/daily/entries", `{"fields":{"what":"` + strings.Repeat("x", 1<<20) + `"}}`, 413, "error.too_large"},
		"an address, no mail":   {s.Ailsa, "POST", plan + "/invitations", `{"role":"carer","called":"x","email":"a@b.org"}`, 422, "error.invalid"},
		"a carer working along": {s.Ailsa, "POST", plan + "/grants", `{"account":"` + string(s.Jamie.Account) + `","sections":["daily"],"right":"work_together","when":"always"}`, 422, "error.invalid"},
		"wrong password":        {apptest.Who{}, "POST", "/sign-ins", `{"email":"ailsa@example.org","password":"wrong"}`, 401, "signin.wrong"},
	} {
		w := s.call(c.who, c.method, c.path, c.body)
		var p obj
		_ = json.Unmarshal(w.Body.Bytes(), &p)
		if w.Code != c.status || p["key"] != c.key || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s", name, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
}

// What is not shared and what never was are the same bytes.
func TestNotFoundIsTheSameBytesWhateverTheReason(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "daily")
	hidden := s.Write("goals", "mine")
	plan := "/plans/" + string(s.Ailsa.Plan)
	var first string
	for _, path := range []string{
		plan + "/sections/goals", plan + "/sections/nothing", plan + "/sections/own-nothing", plan + "/entries/" + string(hidden.ID), plan + "/entries/NEVER",
		plan + "/people", plan + "/grants", plan + "/access-records", plan + "/entries/" + string(hidden.ID) + "/versions", plan + "/as/" + string(s.Jamie.Account),
		"/plans/NEVER", "/plans/NEVER/sections/daily", plan + "/nothing", "/plans/" + string(s.Stranger.Plan),
	} {
		w := s.call(s.Jamie, "GET", path, "")
		if first == "" {
			first = w.Body.String()
		}
		if w.Code != 404 || w.Body.String() != first {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestSharingMoreIsRefusedWithAStaleSignIn(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Clock.Forward(time.Hour)
	ailsa := s.SignIn(s.Ailsa)
	s.Clock.Forward(6 * time.Minute)
	body := `{"account":"` + string(s.Jamie.Account) + `","sections":["daily"],"right":"see","when":"always"}`
	path := "/plans/" + string(s.Ailsa.Plan) + "/grants"
	if p := s.ok(ailsa, 403, "POST", path, body); p["key"] != "error.step_up" {
		t.Errorf("refused as %v", p["key"])
	}
	stepped := s.ok(ailsa, 200, "POST", "/step-up", `{"password":"`+apptest.Password+`"}`)
	ailsa.Access = stepped["access_token"].(string)
	s.ok(ailsa, 201, "POST", path, body)
}

func TestIfMatchRefusesAnOlderVersion(t *testing.T) {
	s := newServer(t)
	e := s.Write("daily", "walk")
	path := "/plans/" + string(s.Ailsa.Plan) + "/entries/" + string(e.ID)
	s.ok(s.Ailsa, 200, "PUT", path, `{"version":1,"fields":{"what":"run"}}`)
	r := httptest.NewRequest("PUT", "/api/v1"+path, strings.NewReader(`{"fields":{"what":"swim"}}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.Ailsa.Access)
	r.Header.Set("If-Match", `"1"`)
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	if w.Code != http.StatusPreconditionFailed {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

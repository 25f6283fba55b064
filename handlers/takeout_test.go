package handlers_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// hard is a text of everything that could get lost or run on the way.
const hard = "<script>alert('x')</script> & \"quoted\" \\ 🙂👩‍👧 שלום مرحبا e\u0301 \u2028 line\nbreak\ttab =1+1 0001-01-01T00:00:00Z"

// aWholeLife puts something of each kind into Ailsa's plan, each text marked by a
// word of its own, and gives those words.
func aWholeLife(s *server) []string {
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSuggest, "warnings")
	e := s.Write("warnings", hard)
	s.Write("goals", "0001-01-01T00:00:00Z") // words that look like a time that never was
	_, err := s.App.EditEntry(s.T.Context(), s.Ailsa.Actor, app.EditEntry{Plan: s.Ailsa.Plan, Entry: e.ID, Version: 1, Fields: models.Fields{{Key: "sign", Text: hard + " later"}}})
	s.Must(err)
	gone := s.Write("toolbox", "taken-out")
	s.Must(s.App.RemoveEntry(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, gone.ID))
	own, err := s.App.AddSection(s.T.Context(), s.Ailsa.Actor, app.AddSection{Plan: s.Ailsa.Plan, Title: "own-title", Help: "own-help"})
	s.Must(err)
	s.Write(own.Key, "own-words")
	s.Write(models.HelpLines, "help-line")
	s.Must(s.App.SaveDraft(s.T.Context(), s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: s.Ailsa.Plan, Section: "notes"}, Fields: models.Fields{{Key: "note", Text: "draft-words"}}}))
	_, err = s.App.Suggest(s.T.Context(), s.Jamie.Actor, app.Suggest{Plan: s.Ailsa.Plan, Section: "warnings", Note: "sent-note", Fields: models.Fields{{Key: "sign", Text: "sent-words"}}})
	s.Must(err)
	_, err = s.App.ReadPlan(s.T.Context(), s.Jamie.Actor, s.Ailsa.Plan)
	s.Must(err)
	_, err = s.App.AddReminder(s.T.Context(), s.Ailsa.Actor, app.AddReminder{Plan: s.Ailsa.Plan, At: "21:45", Days: models.Weekdays(0).On(time.Tuesday)})
	s.Must(err)
	return []string{hard, hard + " later", "taken-out", "own-title", "own-words", "help-line", "draft-words", "sent-note", "sent-words"}
}

// leaves is every string in a piece of JSON.
func leaves(v any, into map[string]bool) {
	switch v := v.(type) {
	case string:
		into[v] = true
	case []any:
		for _, one := range v {
			leaves(one, into)
		}
	case map[string]any:
		for _, one := range v {
			leaves(one, into)
		}
	}
}

func TestEverythingCanBeTakenAlongAsData(t *testing.T) {
	s := newServer(t)
	words := append(aWholeLife(s), "own-help", "0001-01-01T00:00:00Z", "Jamie", "my carer", s.Ailsa.Email, "21:45", "tuesday")
	path := "/plans/" + string(s.Ailsa.Plan) + "/export"
	w := s.call(s.Ailsa, "GET", path, "")
	var all obj
	if err := json.Unmarshal(w.Body.Bytes(), &all); err != nil || w.Code != 200 {
		t.Fatalf("%d: %v\n%.300s", w.Code, err, w.Body)
	}
	found := map[string]bool{}
	leaves(all, found)
	for _, text := range words {
		if !found[text] {
			t.Errorf("%q was left behind", text)
		}
	}
	for name, n := range map[string]int{"entries": 5, "versions": 1, "own_sections": 1, "drafts": 1, "suggestions": 1, "people": 1, "grants": 1,
		"invitations": 1, "sessions": 0, "access_records": 2, "summaries": 0, "sign_ins": 1, "other_plans": 0, "reminders": 1} {
		list, _ := all[name].([]any)
		if len(list) != n {
			t.Errorf("%d of %d %s: %v", len(list), n, name, all[name])
		}
	}
	standing := slices.IndexFunc(all["entries"].([]any), func(e any) bool { _, gone := e.(obj)["removed_at"]; return !gone })
	has(t, "an entry taken along", all["entries"].([]any)[standing].(obj), "id section version position author how privacy created_at updated_at words")
	if all["complete"] != true || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %v", all["complete"], w.Header())
	}
	for _, key := range []string{`"Section"`, `"GivenAt"`, `"Called"`} {
		if strings.Contains(w.Body.String(), key) {
			t.Errorf("a name of Go's stands in it: %s", key)
		}
	}
	s.Clock.Forward(6 * time.Minute)
	s.ok(s.Ailsa, 403, "GET", path, "")
	for _, form := range []string{"data", "page"} {
		if w := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {form}}); w.Code != 403 || strings.Contains(w.Body.String(), "own-words") {
			t.Errorf("%s without a fresh sign-in: %d", form, w.Code)
		}
	}
}

// What somebody takes along to read holds every character, runs nothing and asks
// no other computer for anything.
func TestEverythingCanBeTakenAlongAsAPage(t *testing.T) {
	s := newServer(t)
	words := aWholeLife(s)
	w := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {"page"}})
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), ".html") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	for _, text := range words {
		if !strings.Contains(html.UnescapeString(body), text) || strings.Contains(text, "<") && strings.Contains(body, text) {
			t.Errorf("%q was left behind, or stands there as it is", text)
		}
	}
	for _, no := range []string{"<script", "<link", "src=", "href=", "@import", "url(", "http", "onclick", "<form", "<img"} {
		if strings.Contains(strings.ToLower(body), no) {
			t.Errorf("the page holds %s", no)
		}
	}
	if !strings.Contains(body, "Jamie") || !strings.Contains(body, "@media print") || !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
		t.Error("the page lacks who sees what, its style or its end")
	}
}

func TestTheWayToBeingErasedAndBackOnPages(t *testing.T) {
	s := newServer(t)
	aWholeLife(s)
	if w := s.page(s.Ailsa, "/me/erase", url.Values{}); w.Code != 422 {
		t.Errorf("nothing chosen: %d", w.Code)
	}
	if w := s.page(s.Ailsa, "/me/erase", url.Values{"account": {"stays"}}); w.Code != 303 {
		t.Fatalf("asking: %d %s", w.Code, w.Body)
	}
	if body := s.page(s.Ailsa, "/people", nil).Body.String(); !strings.Contains(body, `action="/me/keep"`) {
		t.Error("no band says so")
	}
	if body := s.page(s.Jamie, "/people", nil).Body.String(); strings.Contains(body, `action="/me/keep"`) {
		t.Error("the carer is told")
	}
	if w := s.page(s.Ailsa, "/me/keep", url.Values{}); w.Code != 303 || w.Header().Get("Location") != "/me/hold" {
		t.Fatalf("keeping: %d", w.Code)
	}
	if w := s.page(s.Ailsa, "/me/hold", url.Values{}); w.Code != 303 {
		t.Fatalf("going on: %d", w.Code)
	}
	if body := s.page(s.Ailsa, "/people", nil).Body.String(); strings.Contains(body, `class="band`) {
		t.Error("the band stays")
	}
	s.page(s.Ailsa, "/me/erase", url.Values{"account": {"stays"}})
	s.Clock.Forward(models.EraseWait)
	s.Must(s.App.EraseDue(s.T.Context()))
	ailsa := s.SignIn(s.Ailsa)
	if body := s.page(ailsa, "/", nil).Body.String(); !strings.Contains(body, `action="/me/erase/read"`) {
		t.Error("she is not told what was done")
	}
	s.page(ailsa, "/me/erase/read", url.Values{})
	if body := s.page(ailsa, "/", nil).Body.String(); strings.Contains(body, `action="/me/erase/read"`) {
		t.Error("she is told for ever")
	}
}

func TestHoldAndEraseOverTheAPI(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	has(t, "no hold", s.ok(s.Ailsa, 200, "GET", plan+"/hold", ""), "held")
	s.ok(s.Ailsa, 422, "POST", plan+"/erase", `{"account":"perhaps"}`)
	has(t, "a wait", s.ok(s.Ailsa, 202, "POST", plan+"/erase", `{"account":"goes"}`), "held since why erase_at account")
	s.ok(s.Ailsa, 409, "DELETE", plan+"/hold", "")
	has(t, "kept", s.ok(s.Ailsa, 200, "DELETE", plan+"/erase", ""), "held since why")
	s.Clock.Forward(6 * time.Minute)
	s.ok(s.Ailsa, 403, "POST", plan+"/erase", `{"account":"stays"}`)
	s.ok(s.Ailsa, 403, "DELETE", plan+"/hold", "")
	s.ok(s.SignIn(s.Ailsa), 204, "DELETE", plan+"/hold", "")
}

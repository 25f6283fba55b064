package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/models"
)

// A stream that is opened again with the id of an event that was heard brings nothing from
// before, whether it may still be seen or not (SAFETY.md 1); the description says so.
func TestAResumedStreamBringsNothingOld(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	given := s.Share(s.Jamie, models.RightSee, "daily")
	s.Share(s.Jamie, models.RightSee, "goals")
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	h := s.listenAt(server, s.Jamie, "")
	s.Write("daily", "walk")
	id, _, _ := strings.Cut(strings.TrimPrefix(h.next("event:"), "id: "), "\n")
	h.end()
	s.Write("daily", "missed, and no longer to be seen")
	s.Must(s.App.Withdraw(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, given[0].ID))
	s.Write("goals", "missed")
	h = s.resume(server, s.Jamie, "", id)
	e := s.Write("goals", "new")
	event := h.next("event:")
	if id == "" || !strings.Contains(event, string(e.ID)) || strings.Contains(event, id) {
		t.Errorf("resumed after %q: %q", id, event)
	}
	doc := s.call(s.Ailsa, "GET", "/openapi.json", "").Body.String()
	for _, words := range []string{`"Last-Event-ID"`, "brings nothing from before: read the plan anew"} {
		if !strings.Contains(doc, words) {
			t.Errorf("the description lacks %q", words)
		}
	}
}

// A time to be reminded at that is asked for twice with one key is kept once (RULES.md 13).
func TestAReminderIsKeptOnce(t *testing.T) {
	s := newServer(t)
	path := "/plans/" + string(s.Ailsa.Plan) + "/reminders"
	ask := func(at string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/api/v1"+path, strings.NewReader(fmt.Sprintf(`{"at":%q,"days":["monday"]}`, at)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+s.Ailsa.Access)
		r.Header.Set("Idempotency-Key", "k1")
		w := httptest.NewRecorder()
		s.echo.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	code, first := ask("08:30")
	again, second := ask("08:30")
	if code != 201 || again != 201 || first != second {
		t.Errorf("%d %s, and again %d %s", code, first, again, second)
	}
	if other, body := ask("09:30"); other != 422 {
		t.Errorf("another time by the same key: %d %s", other, body)
	}
	all := s.ok(s.Ailsa, 200, "GET", path, "")["reminders"].([]any)
	if len(all) != 1 {
		t.Fatalf("kept: %v", all)
	}
	s.ok(s.Ailsa, 204, "DELETE", path+"/"+all[0].(obj)["id"].(string), "")
	if code, body := ask("08:30"); code != 404 {
		t.Errorf("taken away meanwhile: %d %s", code, body)
	}
}

// The sign-in takes a code for a second step, which this server asks for of nobody.
func TestASignInTakesACode(t *testing.T) {
	s := newServer(t)
	s.ok(s.Ailsa, 200, "POST", "/sign-ins", `{"email":"ailsa@example.org","password":"a long enough phrase","code":"123456"}`)
	s.ok(s.Ailsa, 401, "POST", "/sign-ins", `{"email":"ailsa@example.org","password":"not the right one","code":"123456"}`)
	if doc := s.call(s.Ailsa, "GET", "/openapi.json", "").Body.String(); !strings.Contains(doc, "takes no notice of what stands here") {
		t.Error("the description says nothing of the code")
	}
}

package handlers_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// said is an answer as it stands.
func (r *room) said(who apptest.Who, status int, method, path, body string) string {
	r.T.Helper()
	w := r.call(who, method, path, body)
	if w.Code != status {
		r.T.Fatalf("%s %s as %s: %d %s", method, path, who.Name, w.Code, w.Body)
	}
	return w.Body.String()
}

// By the API what is written after the end says that it waits, stands under
// put_forward, and is the owner's to answer; its writer reads the same either way.
func TestWhatIsPutForwardByTheAPI(t *testing.T) {
	r := newRoom(t)
	r.ok(r.Morag, 200, "PUT", r.path("/summary"), `{"text":"Sleep."}`)
	r.ok(r.Ailsa, 200, "POST", r.path("/end"), "")
	if body := r.said(r.Morag, 200, "PUT", r.path("/summary"), `{"text":"Sleep. And more.","version":1}`); !strings.Contains(body, `"waits":true`) || !strings.Contains(body, `"text":"Sleep."`) {
		t.Errorf("the summary's answer: %s", body)
	}
	if body := r.said(r.Morag, 201, "POST", r.path("/notes"), `{"text":"A late thought."}`); !strings.Contains(body, `"waits":true`) {
		t.Errorf("the note's answer: %s", body)
	}
	var s struct {
		Summary    struct{ Text string }
		Notes      []struct{ Text string }
		PutForward []struct {
			ID, Text, For string
			Left          bool
		} `json:"put_forward"`
	}
	read := func() {
		t.Helper()
		s.PutForward, s.Notes = nil, nil
		r.Must(json.Unmarshal([]byte(r.said(r.Ailsa, 200, "GET", r.path(""), "")), &s))
	}
	read()
	if s.Summary.Text != "Sleep." || len(s.Notes) != 0 || len(s.PutForward) != 2 || s.PutForward[0].For != "summary" {
		t.Fatalf("the owner reads %+v", s)
	}
	words, note := s.PutForward[0].ID, s.PutForward[1].ID
	before := r.said(r.Morag, 200, "GET", r.path(""), "")
	r.ok(r.Ailsa, 200, "POST", r.path("/put-forward/"+words), `{"answer":"leave"}`)
	if after := r.said(r.Morag, 200, "GET", r.path(""), ""); after != before {
		t.Errorf("its writer can tell that it was left:\n%s\n%s", before, after)
	}
	if got := r.call(r.Morag, "POST", r.path("/put-forward/"+note), `{"answer":"take"}`).Code; got != 403 {
		t.Errorf("its writer takes it in: %d", got)
	}
	if got := r.call(r.Ailsa, "POST", r.path("/put-forward/"+note), `{"answer":"perhaps"}`).Code; got != 422 {
		t.Errorf("an answer that is none: %d", got)
	}
	r.ok(r.Ailsa, 200, "POST", r.path("/put-forward/"+note), `{"answer":"take"}`)
	if read(); len(s.Notes) != 1 || s.Notes[0].Text != "A late thought." || len(s.PutForward) != 1 || !s.PutForward[0].Left {
		t.Errorf("the owner reads %+v", s)
	}
	if got := r.call(r.Ailsa, "POST", r.path("/put-forward/"+string(models.NewID())), `{"answer":"take"}`).Code; got != 404 {
		t.Errorf("what never was: %d", got)
	}
}

// On pages the person is told at home, answers with one press, and the words that
// somebody typed are there still when they cannot be taken.
func TestWhatIsPutForwardOnPages(t *testing.T) {
	r := newRoom(t)
	r.ok(r.Morag, 200, "PUT", r.path("/summary"), `{"text":"Sleep."}`)
	r.ok(r.Ailsa, 200, "POST", r.path("/end"), "")
	long := strings.Repeat("word ", 2000)
	if page := r.page(r.Morag, r.path("/summary"), url.Values{"text": {long}, "version": {"1"}}); page.Code != 422 || !strings.Contains(page.Body.String(), "word word word") {
		t.Errorf("too long: %d %s", page.Code, page.Body)
	}
	if page := r.page(r.Morag, r.path("/summary"), url.Values{"text": {"Sleep. And more."}, "version": {"1"}}); page.Code != 303 {
		t.Fatalf("other words: %d", page.Code)
	}
	if home := r.page(r.Ailsa, "/", nil).Body.String(); !strings.Contains(home, "Morag wrote something about a session. It waits for your yes.") {
		t.Error("home does not say that something waits")
	}
	page := r.page(r.Ailsa, r.path(""), nil).Body.String()
	_, rest, found := strings.Cut(page, r.path("/put-forward/"))
	if !found || !strings.Contains(page, "Morag would say it like this.") {
		t.Fatalf("the session does not show it: %s", page)
	}
	id, _, _ := strings.Cut(rest, `"`)
	if theirs := r.page(r.Morag, r.path(""), nil).Body.String(); !strings.Contains(theirs, "You sent this. Ailsa has it.") || strings.Contains(theirs, "/put-forward/") {
		t.Error("its writer's page")
	}
	if done := r.page(r.Ailsa, r.path("/put-forward/"+id), url.Values{"answer": {"take"}}); done.Code != 303 {
		t.Errorf("taking it in: %d", done.Code)
	}
	if page := r.page(r.Ailsa, r.path(""), nil).Body.String(); !strings.Contains(page, "Sleep. And more.") || strings.Contains(page, "would say it like this") {
		t.Error("it was not taken in")
	}
	if home := r.page(r.Ailsa, "/", nil).Body.String(); strings.Contains(home, "It waits for your yes") {
		t.Error("home still says that something waits")
	}
}

package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A child's id under one's own plan's path is not found, whatever it is a child of
// (SAFETY.md 3).
func TestAnotherPlansChildrenAreNotFoundUnderOnesOwn(t *testing.T) {
	s := newServer(t)
	e := s.Write("daily", "hers")
	s.Tie(s.Jamie, models.Carer)
	grant := s.Share(s.Jamie, models.RightSuggest, "daily")[0]
	sent, err := s.App.Suggest(t.Context(), s.Jamie.Actor, app.Suggest{Plan: s.Ailsa.Plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: "x"}}})
	s.Must(err)
	in, err := s.App.Invite(t.Context(), s.Ailsa.Actor, app.Invite{Plan: s.Ailsa.Plan, Role: models.Carer})
	s.Must(err)
	mine := "/plans/" + string(s.Stranger.Plan)
	for _, c := range [][3]string{
		{"GET", "/entries/" + string(e.ID), ""}, {"PUT", "/entries/" + string(e.ID), `{"version":1,"fields":{"what":"x"}}`}, {"DELETE", "/entries/" + string(e.ID), ""},
		{"GET", "/entries/" + string(e.ID) + "/versions", ""}, {"POST", "/entries/" + string(e.ID) + "/bring-back", ""},
		{"POST", "/suggestions/" + string(sent.ID) + "/accept", ""}, {"POST", "/suggestions/" + string(sent.ID) + "/decline", ""},
		{"DELETE", "/grants/" + string(grant.ID), ""}, {"DELETE", "/invitations/" + string(in.Invitation.ID), ""},
		{"POST", "/people/" + string(s.Jamie.Account) + "/confirm", ""}, {"GET", "/as/" + string(s.Jamie.Account), ""},
	} {
		if w := s.call(s.Stranger, c[0], mine+c[1], c[2]); w.Code != http.StatusNotFound {
			t.Errorf("%s %s: %d", c[0], c[1], w.Code)
		}
	}
	if w := s.call(s.Ailsa, "GET", "/plans/"+string(s.Ailsa.Plan)+"/entries/"+string(e.ID), ""); w.Code != http.StatusOK {
		t.Errorf("hers is gone: %d", w.Code)
	}
}

// What was on the screen is not there to go back to once somebody signed out
// (SAFETY.md 12).
func TestNothingIsKeptByTheBrowser(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, path := range []string{"/", plan, plan + "/sharing", "/help", "/me"} {
		if got := s.page(s.Ailsa, path, nil).Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", path, got)
		}
	}
	if got := s.call(s.Ailsa, "GET", plan, "").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("the API's answer may be kept: %q", got)
	}
	out := s.page(s.Ailsa, "/sign-out", url.Values{})
	if got := out.Header().Get("Clear-Site-Data"); !strings.Contains(got, "cache") || !strings.Contains(got, "storage") {
		t.Errorf("signing out clears %q", got)
	}
	if w := s.page(s.Ailsa, plan, nil); w.Code != http.StatusSeeOther {
		t.Errorf("after signing out the plan answers %d", w.Code)
	}
}

// Script in any text is text (SAFETY.md 18).
func TestScriptIsJustWords(t *testing.T) {
	s := newServer(t)
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	mallory := s.Person("Mallory", app.NewAccount{})
	s.Must(s.App.Rename(t.Context(), mallory.Actor, evil))
	s.Write("warnings", evil)
	s.Tie(mallory, models.Carer)
	s.Share(mallory, models.RightSuggest, "warnings")
	_, err := s.App.AddSection(t.Context(), s.Ailsa.Actor, app.AddSection{Plan: s.Ailsa.Plan, Title: evil, Help: evil})
	s.Must(err)
	_, err = s.App.Suggest(t.Context(), mallory.Actor, app.Suggest{Plan: s.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: evil}}, Note: evil})
	s.Must(err)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, path := range []string{"/", plan, plan + "/sections/warnings", plan + "/sharing", plan + "/sharing/table", plan + "/suggestions", plan + "/looks", "/me", "/sign-in?next=" + url.QueryEscape(`/"><script>`)} {
		body := s.page(s.Ailsa, path, nil).Body.String()
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") || strings.Contains(body, `"><script>`) {
			t.Errorf("%s lets script through", path)
		}
	}
}

// Text of every kind goes round exactly, and what cannot be kept is refused in a
// sentence (SAFETY.md 24).
func TestTextGoesRoundExactly(t *testing.T) {
	s := newServer(t)
	for _, text := range []string{
		"👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "שלום עולם – مرحبا", "e\u0301 ≠ é", "a\tb", strings.Repeat("ß", models.MaxWords), "line one\nline two\n\nline four", `{"json":"inside"} \ "quoted"`,
	} {
		e, err := s.App.AddEntry(t.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "notes", Fields: models.Fields{{Key: "note", Text: text}}})
		s.Must(err)
		back, err := s.App.ReadEntry(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, e.ID)
		if err != nil || back.Fields.Get("note") != text {
			t.Errorf("%.40q came back as %.40q, %v", text, back.Fields.Get("note"), err)
		}
	}
	path := "/plans/" + string(s.Ailsa.Plan) + "/sections/notes/entries"
	for name, body := range map[string]string{
		"too long": `{"fields":{"note":"` + strings.Repeat("x", models.MaxWords+1) + `"}}`, "not UTF-8": "{\"fields\":{\"note\":\"\xff\xfe\"}}",
		"deep": `{"fields":` + strings.Repeat(`{"a":`, 5000) + `1` + strings.Repeat(`}`, 5001),
	} {
		if w := s.call(s.Ailsa, "POST", path, body); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// Nothing that a lead can open holds a word of a plan (SAFETY.md 25).
func TestNoRouteOfTheLeadsTouchesAPlan(t *testing.T) {
	s := newServer(t)
	s.Write("notes", "zebrawords")
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightSee, "notes")
	for _, path := range []string{"/lead", "/", "/people", "/plans/" + string(s.Ailsa.Plan), "/plans/" + string(s.Ailsa.Plan) + "/sections/notes", "/plans/" + string(s.Ailsa.Plan) + "/looks"} {
		if body := s.page(s.Leona, path, nil).Body.String(); strings.Contains(body, "zebrawords") {
			t.Errorf("the lead reads a plan at %s", path)
		}
	}
	if w := s.page(s.Leona, "/lead", nil); strings.Contains(w.Body.String(), "Ailsa") {
		t.Error("the lead's page names somebody who did not ask to be on it")
	}
	if w := s.page(s.Jamie, "/lead", nil); w.Code != http.StatusNotFound {
		t.Errorf("somebody else opens the lead's page: %d", w.Code)
	}
}

// A refresh token used twice ends its sign-in, and the person is told until they
// have read it (SAFETY.md 13).
func TestThePersonIsToldOfACopiedToken(t *testing.T) {
	s := newServer(t)
	in, err := s.App.SignIn(t.Context(), s.Ailsa.Email, apptest.Password, app.Device{Name: "Firefox"})
	s.Must(err)
	for range 2 {
		_, err = s.App.Refresh(t.Context(), in.Refresh)
	}
	if models.KindOf(err) != models.SignIn {
		t.Fatalf("a token used twice gave %v", err)
	}
	const says = "used a copy of one of your sign-ins (Firefox)"
	if !strings.Contains(s.page(s.Ailsa, "/", nil).Body.String(), says) {
		t.Error("the person is not told")
	}
	s.page(s.Ailsa, "/me/sign-ins/"+string(in.Actor.SignIn)+"/told", url.Values{})
	if strings.Contains(s.page(s.Ailsa, "/", nil).Body.String(), says) {
		t.Error("it is said again once it was read")
	}
}

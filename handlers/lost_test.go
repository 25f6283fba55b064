package handlers_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// A phone that was lost (SAFETY.md 12): its sign-in is ended from elsewhere, and
// at once it has no page, no API, no new tokens and no stream; what is elsewhere goes on.
func TestALostPhoneHasNothingAnyMore(t *testing.T) {
	s := newServer(t)
	s.Write("warnings", "I wake before four.")
	phone, err := s.App.SignIn(t.Context(), s.Ailsa.Email, "a long enough phrase", app.Device{Name: "phone", Own: true})
	s.Must(err)
	lost := s.Ailsa
	lost.Actor, lost.Cookie, lost.Access = phone.Actor, phone.Cookie, phone.Access
	plan := "/plans/" + string(s.Ailsa.Plan)
	if w := s.page(lost, plan, nil); w.Code != 200 {
		t.Fatalf("before: %d", w.Code)
	}
	stream := s.listen(lost)
	if w := s.page(s.Ailsa, "/me/sign-ins/"+string(phone.Actor.SignIn)+"/end", map[string][]string{}); w.Code != http.StatusSeeOther {
		t.Fatalf("ending it: %d", w.Code)
	}
	if w := s.page(lost, plan, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fplans%2F"+string(s.Ailsa.Plan) || w.Body.Len() > 0 {
		t.Errorf("a page: %d %s %q", w.Code, w.Header().Get("Location"), w.Body)
	}
	s.ok(lost, 401, "GET", plan, "")
	s.ok(lost, 401, "POST", plan+"/sections/warnings/entries", `{"fields":{"sign":"x"}}`)
	s.ok(lost, 401, "POST", "/step-up", `{"password":"a long enough phrase"}`)
	s.ok(lost, 401, "POST", "/sign-ins/refresh", `{"refresh_token":"`+phone.Refresh+`"}`)
	if event := stream.next("event:"); event != "" {
		t.Errorf("the stream goes on: %q", event)
	}
	s.ok(s.Ailsa, 200, "GET", plan, "")
}

// The time in which a request must have come whole does not end a stream.
func TestAStreamOutlastsTheTimeForReading(t *testing.T) {
	s := newServer(t)
	const short = 200 * time.Millisecond
	server := httptest.NewUnstartedServer(s.echo)
	server.Config.ReadTimeout = short
	server.Start()
	t.Cleanup(server.Close)
	h := s.listenAt(server, s.Ailsa, "")
	half := halfARequest(t, server)
	_, _ = io.Copy(io.Discard, half) // until the server gives up on it
	e := s.Write("daily", "walk")
	if event := h.next("event: entry"); event == "" {
		t.Errorf("the stream ended before %s", e.ID)
	}
}

// A suggestion too many says when the next one may come: once the one that counts
// longest is a week old.
func TestHowLongToWaitWithASuggestion(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSuggest, "warnings")
	send := func() *httptest.ResponseRecorder {
		s.Jamie = s.SignIn(s.Jamie)
		return s.call(s.Jamie, "POST", "/plans/"+string(s.Ailsa.Plan)+"/suggestions", `{"section":"warnings","fields":{"sign":"x"}}`)
	}
	for range 3 {
		if w := send(); w.Code != 201 {
			t.Fatalf("%d", w.Code)
		}
		s.Clock.Forward(24 * time.Hour)
	}
	w := send()
	if w.Code != 429 || w.Header().Get("Retry-After") != "345600" { // four days: sent three days ago
		t.Errorf("%d, wait %s", w.Code, w.Header().Get("Retry-After"))
	}
	s.Clock.Forward(4*24*time.Hour - time.Second)
	if w := send(); w.Code != 429 || w.Header().Get("Retry-After") != "1" {
		t.Errorf("%d, wait %s", w.Code, w.Header().Get("Retry-After"))
	}
	s.Clock.Forward(time.Second)
	if w := send(); w.Code != 201 {
		t.Errorf("after a week: %d", w.Code)
	}
}

// halfARequest is a connection on which only the head of a request has come.
func halfARequest(t *testing.T, server *httptest.Server) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.Write([]byte("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-")); err != nil {
		t.Fatal(err)
	}
	return c
}

package main_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What is under way when the server is told to stop is answered, all of it, and a new request
// meets nobody. Saves, a withdrawn grant and sign-ins are surely inside: they have been begun with,
// and wait for a database that somebody else holds until nobody is let in any more.
func TestDrillStoppingLetsAnswersFinish(t *testing.T) {
	drill(t)
	data := t.TempDir()
	w := settled(t, data)
	letGo := occupied(t, data)
	var under []<-chan int
	for n := range 3 {
		under = append(under, w.s.inside(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", fmt.Sprintf(`{"fields":{"helps":"number %d"}}`, n)))
	}
	for range 2 { // a password takes its time to be compared, too
		under = append(under, w.s.inside("", "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":"ailsa@example.org","password":%q}`, password)))
	}
	ended := w.s.stops(t)
	w.s.turnsAway(t)
	for n, answer := range under {
		select {
		case status := <-answer:
			t.Errorf("request %d was answered %d before it could be", n, status)
		default:
		}
	}
	letGo()
	for n, answer := range under {
		if status := <-answer; status != 200 && status != 201 {
			t.Errorf("request %d, which was under way, was answered %d", n, status)
		}
	}
	if code := <-ended; code != 0 {
		t.Errorf("exit %d\n%s", code, w.s.errs)
	}
	w.rouse(data, 25)
	if n := len(w.listed()); n != 3 {
		t.Errorf("of 3 entries that were answered %d are there", n)
	}
	w.s.ends()
}

// turnsAway waits until nobody is let in any more.
func (s *server) turnsAway(t *testing.T) {
	t.Helper()
	late, look := time.After(patience), time.NewTicker(5*time.Millisecond)
	defer look.Stop()
	for {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
		if err != nil {
			return
		}
		_ = answer.Body.Close()
		select {
		case <-late:
			t.Fatal("it lets people in for ever")
		case <-look.C:
		}
	}
}

// Whoever never ends what they ask for keeps a server that is told to stop waiting for twenty
// seconds, and no longer.
func TestDrillStoppingDoesNotWaitForEver(t *testing.T) {
	drill(t)
	t.Parallel() // it waits
	s := start(t, nil, "serve", "--data", t.TempDir())
	body, more := io.Pipe()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.url+"/sign-in", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {s.url}, "Sec-Fetch-Site": {"same-origin"}}
	answered := make(chan int, 1)
	go func() {
		answer, err := (&http.Transport{}).RoundTrip(r)
		if err != nil {
			answered <- 0
			return
		}
		_ = answer.Body.Close()
		answered <- answer.StatusCode
	}()
	if _, err := io.Copy(more, strings.NewReader("email=ailsa@exam")); err != nil { // it is being read
		t.Fatal(err)
	}
	s.call("", "GET", "/healthz", "", 200, nil)
	told := time.Now()
	code, _ := s.stop(syscall.SIGTERM)
	if took := time.Since(told); code != 0 || took < 15*time.Second || took > 25*time.Second {
		t.Errorf("it ended after %v with exit %d\n%s", took, code, s.errs)
	}
	_ = more.Close()
	if status := <-answered; status != 0 {
		t.Errorf("what never came to its end was answered %d", status)
	}
}

package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// While the database is away a stream is answered 503, after which a browser gives up on it. The
// page of a session asks again by itself, and then shows what happened meanwhile.
func TestAStreamComesBackAfterTheDatabaseDoes(t *testing.T) {
	chromium(t)
	s := newServer(t)
	e := s.Write("warnings", "I wake before four.")
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightWork, "warnings")
	opened, err := s.App.OpenSession(t.Context(), s.Ailsa.Actor, app.OpenSession{Plan: s.Ailsa.Plan, With: s.Morag.Account})
	s.Must(err)
	_, err = s.App.JoinSession(t.Context(), s.Morag.Actor, s.Ailsa.Plan, opened.ID)
	s.Must(err)
	var turnedAway atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") && turnedAway.Add(1) <= 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		s.echo.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(s.App.EndStreams)
	b := window(t, server, wide)
	b.signsIn(&s.Morag)
	b.goes("/plans/" + string(s.Ailsa.Plan) + "/sessions/" + string(opened.ID) + "?section=warnings")
	for late := time.Now().Add(20 * time.Second); turnedAway.Load() < 3; { // it asks again by itself
		if b.until("true"); time.Now().After(late) {
			t.Fatal("the page has given up")
		}
	}
	_, err = s.App.EditEntry(t.Context(), s.Ailsa.Actor, app.EditEntry{Plan: s.Ailsa.Plan, Entry: e.ID, Version: 1, Fields: models.Fields{{Key: "sign", Text: "I wake before five."}}})
	s.Must(err)
	b.until(`document.body.innerText.includes("before five")`)
}

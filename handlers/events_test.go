package handlers_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// heard is one open stream of a plan, read line by line.
type heard struct {
	t     testing.TB
	lines *bufio.Scanner
	end   func() // cuts the connection
}

// listen opens Ailsa's stream as somebody on a real connection.
func (s *server) listen(who apptest.Who) *heard { return s.listenIn(who, "") }

// listenIn opens the stream that belongs to a session's page.
func (s *server) listenIn(who apptest.Who, session models.ID) *heard {
	s.T.Helper()
	server := httptest.NewServer(s.echo)
	s.T.Cleanup(server.Close)
	return s.listenAt(server, who, session)
}

// listenAt is listen on a server that runs already, which is closed after.
func (s *server) listenAt(server *httptest.Server, who apptest.Who, session models.ID) *heard {
	s.T.Helper()
	return s.resume(server, who, session, "ANOTHER")
}

// resume is listenAt by somebody who has heard an event of that id before.
func (s *server) resume(server *httptest.Server, who apptest.Who, session models.ID, last string) *heard {
	s.T.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/v1/plans/"+string(s.Ailsa.Plan)+"/events?session="+string(session), nil)
	s.Must(err)
	r.Header.Set("Authorization", "Bearer "+who.Access)
	r.Header.Set("Last-Event-ID", last)
	w, err := server.Client().Do(r)
	s.Must(err)
	end := sync.OnceFunc(func() {
		cancel()
		_ = w.Body.Close()
	})
	s.T.Cleanup(end)
	if w.StatusCode != 200 || w.Header.Get("Content-Type") != "text/event-stream" || w.Header.Get("Cache-Control") != "no-store" || w.Header.Get("Content-Encoding") != "" {
		s.T.Fatalf("the stream: %d %v", w.StatusCode, w.Header)
	}
	h := &heard{t: s.T, lines: bufio.NewScanner(w.Body), end: end}
	h.lines.Buffer(nil, 1<<20)
	h.next(": beat") // it listens before it says so
	return h
}

// next is the next block that begins with the line, "" when the stream ends.
func (h *heard) next(first string) string {
	var block []string
	for h.lines.Scan() {
		line := h.lines.Text()
		if line != "" {
			block = append(block, line)
			continue
		}
		if text := strings.Join(block, "\n"); strings.Contains(text, first) {
			return text
		}
		block = nil
	}
	return ""
}

func TestAListenerHearsWhatTheyMaySee(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "daily")
	h := s.listen(s.Jamie)
	s.Write("goals", "not for Jamie")
	e := s.Write("daily", "walk")
	event := h.next("event:")
	if !strings.Contains(event, "event: entry") || !strings.Contains(event, string(e.ID)) || !strings.Contains(event, `"section":"daily"`) || !strings.Contains(event, `"version":1`) {
		t.Errorf("heard %q", event)
	}
	if strings.Contains(event, "walk") || !strings.HasPrefix(event, "id: ") {
		t.Errorf("an event of %q", event)
	}
}

func TestTheOwnerHearsThatSharingChanged(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	h := s.listen(s.Ailsa)
	s.Share(s.Jamie, models.RightSee, "daily")
	if event := h.next("event:"); !strings.Contains(event, "event: grant") {
		t.Errorf("heard %q", event)
	}
}

// After a withdrawal nothing more comes, though the stream itself says nothing of it.
func TestAListenerHearsNothingAfterAWithdrawal(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	given := s.Share(s.Jamie, models.RightSee, "daily")
	s.Share(s.Jamie, models.RightSee, "goals")
	h := s.listen(s.Jamie)
	s.Must(s.App.Withdraw(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, given[0].ID))
	s.Write("daily", "no longer for Jamie")
	e := s.Write("goals", "for Jamie")
	if event := h.next("event:"); !strings.Contains(event, string(e.ID)) {
		t.Errorf("heard %q", event)
	}
}

func TestAStreamEndsWithItsSignIn(t *testing.T) {
	s := newServer(t)
	h := s.listen(s.Ailsa)
	s.Must(s.App.SignOut(t.Context(), s.Ailsa.Actor))
	if event := h.next("event:"); event != "" {
		t.Errorf("heard %q", event)
	}
}

func TestAStreamIsOpenedByThoseConfirmedAlone(t *testing.T) {
	s := newServer(t)
	s.Accept(s.Jamie, models.Carer)
	path := "/plans/" + string(s.Ailsa.Plan) + "/events"
	s.ok(apptest.Who{}, 401, "GET", path, "")
	s.ok(s.Jamie, 404, "GET", path, "")
	s.ok(s.Stranger, 404, "GET", path, "")
	s.ok(s.Stranger, 404, "GET", "/plans/NEVER/events", "")
}

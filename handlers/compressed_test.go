package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// asks is a request of somebody whose browser takes what is compressed, or does not.
func asks(who apptest.Who, path, encoding string) *http.Request {
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "handrail", Value: who.Cookie})
	r.Header.Set("Authorization", "Bearer "+who.Access)
	r.Header.Set("Accept-Encoding", encoding)
	return r
}

// plain is what somebody is sent at an address without compression.
func (s *server) plain(who apptest.Who, path string) string {
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, asks(who, path, "identity"))
	return w.Body.String()
}

// gzipped is the same as it comes compressed, unpacked.
func (s *server) gzipped(who apptest.Who, path string) string {
	s.T.Helper()
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, asks(who, path, "gzip"))
	if w.Header().Get("Content-Encoding") != "gzip" {
		s.T.Errorf("%s does not come compressed", path)
	}
	return unzipped(s, w)
}

// slow is a line on which nothing moves for now.
type slow struct {
	*httptest.ResponseRecorder
	reached chan struct{}
	moves   chan struct{}
}

func (s *slow) Write(p []byte) (int, error) {
	s.reached <- struct{}{}
	<-s.moves
	return s.ResponseRecorder.Write(p)
}

// There are few compressors, and whoever takes long to receive an answer holds none: others
// are answered meanwhile, and each is sent their own words.
func TestWhoHasASlowLineHoldsUpNobody(t *testing.T) {
	s := newServer(t)
	s.Write("toolbox", "The back step.")
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "warnings")
	path := "/plans/" + string(s.Ailsa.Plan)
	people := []apptest.Who{s.Ailsa, s.Jamie}
	want := []string{s.plain(s.Ailsa, path), s.plain(s.Jamie, path)}
	var answered sync.WaitGroup
	reached, moves := make(chan struct{}, 1), make(chan struct{})
	var late []*slow
	for i := range 2 * (runtime.GOMAXPROCS(0) + 2) { // one after another, so that each is given what the last has let go of
		one := &slow{httptest.NewRecorder(), reached, moves}
		late = append(late, one)
		answered.Go(func() { s.echo.ServeHTTP(one, asks(people[i%2], path, "gzip")) })
		<-reached
	}
	if s.gzipped(s.Jamie, path) != want[1] {
		t.Error("beside the slow others are not sent what is theirs")
	}
	close(moves)
	answered.Wait()
	for i, one := range late {
		if got := unzipped(s, one.ResponseRecorder); got != want[i%2] || !strings.Contains(want[0], "The back step.") {
			t.Errorf("the slow are sent %q", got)
		}
	}
}

// A plan of more than a megabyte comes whole, and compressed.
func TestALongAnswerComesWhole(t *testing.T) {
	s := newServer(t)
	for i := range 150 {
		s.Write("toolbox", fmt.Sprintf("Number %d. ", i)+strings.Repeat("The radio on low. ", 500))
	}
	path := "/api/v1/plans/" + string(s.Ailsa.Plan)
	if want, got := s.plain(s.Ailsa, path), s.gzipped(s.Ailsa, path); got != want || len(got) < 1<<20 {
		t.Errorf("%d bytes instead of %d", len(got), len(want))
	}
}

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
)

// asksForGzip is a request of somebody whose browser takes what is compressed.
func asksForGzip(who apptest.Who, path string) *http.Request {
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "handrail", Value: who.Cookie})
	r.Header.Set("Authorization", "Bearer "+who.Access)
	r.Header.Set("Accept-Encoding", "gzip")
	return r
}

// slow is a line on which nothing moves for now.
type slow struct {
	http.ResponseWriter
	reached *sync.WaitGroup
	moves   chan struct{}
	once    sync.Once
}

func (s *slow) Write(p []byte) (int, error) {
	s.once.Do(s.reached.Done)
	<-s.moves
	return s.ResponseWriter.Write(p)
}

// There are few compressors, and whoever takes long to receive an answer holds none: others
// are answered meanwhile.
func TestWhoHasASlowLineHoldsUpNobody(t *testing.T) {
	s := newServer(t)
	s.Write("toolbox", "The back step.")
	path := "/plans/" + string(s.Ailsa.Plan) + "/sections/toolbox"
	var reached, answered sync.WaitGroup
	moves := make(chan struct{})
	for range runtime.GOMAXPROCS(0) + 2 {
		reached.Add(1)
		w := httptest.NewRecorder()
		answered.Go(func() {
			s.echo.ServeHTTP(&slow{ResponseWriter: w, reached: &reached, moves: moves}, asksForGzip(s.Ailsa, path))
			if text := unzipped(s, w); !strings.Contains(text, "The back step.") {
				t.Errorf("the slow are sent %q", text)
			}
		})
	}
	reached.Wait()
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, asksForGzip(s.Ailsa, path))
	if text := unzipped(s, w); w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(text, "The back step.") {
		t.Errorf("beside the slow: %q", text)
	}
	close(moves)
	answered.Wait()
}

// A plan of more than a megabyte comes whole, and compressed.
func TestALongAnswerComesWhole(t *testing.T) {
	s := newServer(t)
	for i := range 150 {
		s.Write("toolbox", fmt.Sprintf("Number %d. ", i)+strings.Repeat("The radio on low. ", 500))
	}
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, asksForGzip(s.Ailsa, "/api/v1/plans/"+string(s.Ailsa.Plan)))
	text := unzipped(s, w)
	if w.Header().Get("Content-Encoding") != "gzip" || len(text) < 1<<20 || !strings.Contains(text, "Number 149. ") || !strings.HasSuffix(strings.TrimSpace(text), "}") {
		t.Errorf("%s, %d bytes", w.Header().Get("Content-Encoding"), len(text))
	}
}

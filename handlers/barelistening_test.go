package handlers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

// newListenedBare is newListened without rights and sessions: a handler that checks the token,
// keeps the entry as the bare counterpart of a save does, leaves the event to a goroutine for each
// listener and answers.
func newListenedBare(b *testing.B, listeners int) *listened {
	s := newServer(b)
	p := &pair{person: s.Ailsa, entry: s.walk(s.Ailsa), version: 1}
	s.Tie(s.Morag, models.Practitioner)
	bare := &bareEvents{bare: newBare(b, s), plan: string(s.Ailsa.Plan), entry: string(p.entry), to: map[chan []byte]struct{}{}}
	p.person.Access = bare.token
	server := httptest.NewServer(bare)
	b.Cleanup(func() { bare.end(); server.Close() })
	out := &listened{pair: p, key: func() time.Duration { return p.key(b, http.DefaultClient, server.URL) }}
	for range listeners {
		out.lines = append(out.lines, p.listen(b, server.URL, apptest.Who{}))
	}
	return out
}

// bareEvents is a bare server that tells all who listen what was kept.
type bareEvents struct {
	*bare
	plan, entry string

	mu sync.Mutex
	to map[chan []byte]struct{}
}

func (x *bareEvents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		x.stream(w, r)
		return
	}
	var in struct {
		Version int               `json:"version"`
		Fields  map[string]string `json:"fields"`
	}
	body, _ := io.ReadAll(r.Body)
	if err := json.Unmarshal(body, &in); err != nil {
		http.Error(w, "", http.StatusUnprocessableEntity)
		return
	}
	if _, err := x.known(r); err != nil {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	if err := x.keep(x.plan, x.entry, in.Version, in.Fields); err != nil {
		answerBare(w, nil, err)
		return
	}
	in.Version++
	data, _ := json.Marshal(in)
	x.tell(fmt.Appendf(nil, "id: %d\nevent: entry\ndata: %s\n\n", in.Version, data))
	answerBare(w, data, nil)
}

func (x *bareEvents) tell(event []byte) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for c := range x.to {
		c <- event
	}
}

func (x *bareEvents) stream(w http.ResponseWriter, r *http.Request) {
	c := make(chan []byte, 8)
	x.mu.Lock()
	x.to[c] = struct{}{}
	x.mu.Unlock()
	flush := http.NewResponseController(w)
	for event := []byte(": beat\n\n"); event != nil; {
		_, _ = io.Copy(w, bytes.NewReader(event))
		_ = flush.Flush()
		select {
		case event = <-c:
		case <-r.Context().Done():
			event = nil
		}
	}
}

func (x *bareEvents) end() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for c := range x.to {
		close(c)
	}
	x.to = nil
}

package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

// drills is how often a drill is done: few times with the other tests, as often as
// HANDRAIL_DRILLS says by make drills.
func drills(few int) int {
	if n, err := strconv.Atoi(os.Getenv("HANDRAIL_DRILLS")); err == nil {
		return n
	}
	return few
}

// world is a person, a carer, and what the server has acknowledged of what they did.
type world struct {
	t            *testing.T
	s            *server
	env          []string // that the server is started with
	owner, carer person
	carerID      string

	mu      sync.Mutex
	entries map[string]string // id → words, as last acknowledged
	pending map[string]string // id → words on their way
	sharing sharing
	looks   looks
	held    int           // times that sharing stood still after a start
	slowest time.Duration // from start to the first answer
}

func newWorld(t *testing.T) *world {
	return &world{t: t, entries: map[string]string{}, pending: map[string]string{}, sharing: sharing{stands: withdrawn}}
}

// settled is a world with a server on a data folder, a carer who may be shared with, and nothing
// shared any more.
func settled(t *testing.T, data string, env ...string) *world {
	t.Helper()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.env = env
	w.s = start(t, env, "serve", "--data", data)
	w.owner, w.carer = w.s.signUp("ailsa@example.org"), w.s.signUp("jamie@example.org")
	w.carerID, _ = shared(w.s, w.owner, w.carer)
	w.s.call(w.owner.Access, "POST", w.plan()+"/sections/warnings/entries", `{"fields":{"sign":"x"}}`, 201, nil)
	w.s.call(w.owner.Access, "DELETE", w.plan()+"/grants", "", 204, nil)
	return w
}

// try is call for a server that may be gone at any moment: 0 when it was.
func (w *world) try(token, method, path, body string, into any) int {
	return w.ask(http.Header{"Authorization": {"Bearer " + token}}, method, path, body, into)
}

// tryFrom is try for somebody who is not signed in, from a network of their own.
func (w *world) tryFrom(network, method, path, body string) int {
	return w.ask(http.Header{"X-Forwarded-For": {network}}, method, path, body, nil)
}

func (w *world) ask(head http.Header, method, path, body string, into any) int {
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.s.url+path, bytes.NewBufferString(body))
	if err != nil {
		return 0
	}
	r.Header = head
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0
	}
	if into != nil && answer.StatusCode < 300 {
		_ = json.Unmarshal(text, into)
	}
	return answer.StatusCode
}

func (w *world) plan() string { return "/api/v1/plans/" + w.owner.Account.PlanID }

type kept struct {
	ID      string
	Version int
	Fields  map[string]string
}

// mostNew is how many entries a writer adds in one round, before it changes the last.
const mostNew = 5

// write adds entries and changes them, until the server is gone.
func (w *world) write(n int) {
	var e kept
	for i := 0; ; i++ {
		words := fmt.Sprintf("writer %d, %d, %s", n, i, time.Now())
		if i < mostNew {
			body := fmt.Sprintf(`{"fields":{"helps":%q}}`, words)
			if w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", body, &e) != 201 {
				return
			}
			w.acknowledged(e.ID, words)
			continue
		}
		w.mu.Lock()
		w.pending[e.ID] = words
		w.mu.Unlock()
		body := fmt.Sprintf(`{"version":%d,"fields":{"helps":%q}}`, e.Version, words)
		if w.try(w.owner.Access, "PUT", w.plan()+"/entries/"+e.ID, body, &e) != 200 {
			return
		}
		w.acknowledged(e.ID, words)
	}
}

func (w *world) acknowledged(id, words string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.entries[id] = words
	delete(w.pending, id)
}

// load is what people do until they are not served, or told to stop.
func (w *world) load() *sync.WaitGroup {
	var all sync.WaitGroup
	for n := range 3 {
		all.Go(func() { w.write(n) })
	}
	all.Go(w.share)
	all.Go(w.look)
	return &all
}

// rouse starts the server, and signs in anew when the tokens grow old.
func (w *world) rouse(data string, round int) {
	began := time.Now()
	w.s = start(w.t, w.env, "serve", "--data", data)
	w.s.call("", "GET", "/readyz", "", 200, nil)
	w.slowest = max(w.slowest, time.Since(began))
	if round%25 == 0 {
		w.owner.Access, w.carer.Access = w.s.signIn("ailsa@example.org", password), w.s.signIn("jamie@example.org", password)
	}
}

// holds checks that everything that was acknowledged is there.
func (w *world) holds() {
	w.t.Helper()
	w.sharingHolds()
	w.entriesHold()
	w.looksHold()
}

func (w *world) entriesHold() {
	w.t.Helper()
	have := make(map[string]string)
	for _, e := range w.listed() {
		have[e.ID] = e.Fields["helps"]
	}
	for id, words := range w.entries {
		if got := have[id]; got != words && (got == "" || got != w.pending[id]) {
			w.t.Errorf("entry %s: acknowledged %q, kept %q", id, words, got)
		}
		w.entries[id] = have[id]
	}
	clear(w.pending)
}

// kills kills the server again and again under load, and looks each time.
func (w *world) kills(data string, times int) {
	for round := range times {
		all := w.load()
		<-time.After(time.Duration(20+rand.IntN(180)) * time.Millisecond) // a moment of the drill's own choosing
		if err := w.s.cmd.Process.Kill(); err != nil {
			w.t.Fatal(err)
		}
		_ = w.s.cmd.Wait()
		all.Wait()
		w.rouse(data, round+1)
		if w.holds(); w.t.Failed() {
			w.t.FailNow()
		}
	}
	w.s.ends()
	if d := run(w.t, w.env, "doctor", "--data", data); d.code != 0 {
		w.t.Errorf("%+v", d)
	}
	if w.slowest > 5*time.Second {
		w.t.Errorf("a start took %v", w.slowest)
	}
	w.t.Logf("%d kills: %d entries, %d looks acknowledged and there; %d times sharing stood still afterwards; slowest start %v",
		times, len(w.entries), w.looks.all, w.held, w.slowest)
}

// The server is killed again and again under mixed load. Each write, grant,
// withdrawal and access record that was acknowledged is there afterwards, the file is
// whole, and it starts in less than five seconds.
func TestDrillKilledUnderLoad(t *testing.T) {
	drill(t)
	data := t.TempDir()
	settled(t, data).kills(data, drills(8))
}

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
	owner, carer person
	carerID      string

	mu      sync.Mutex
	entries map[string]string // id → words, as last acknowledged
	pending map[string]string // id → words on their way
	grant   string            // acknowledged: "given" or "withdrawn"; "" while one is on its way
	looks   int               // reads of the carer's that were answered
	held    int               // times that sharing stood still after a start
	slowest time.Duration     // from start to the first answer
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

// share gives and withdraws, until the server is gone.
func (w *world) share() {
	body := fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"see","when":"always"}`, w.carerID)
	for i := 0; ; i++ {
		w.granted("")
		if w.try(w.owner.Access, "POST", w.plan()+"/grants", body, nil) != 201 {
			return
		}
		w.granted("given")
		w.granted("")
		if w.try(w.owner.Access, "DELETE", w.plan()+"/grants", "", nil) != 204 {
			return
		}
		w.granted("withdrawn")
		if i%3 == 2 {
			return // so that a kill also meets a server whose last word was a withdrawal
		}
	}
}

func (w *world) granted(state string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.grant = state
}

// look reads as the carer, until the server is gone.
func (w *world) look() {
	for {
		var seen struct{ Sections []any }
		if w.try(w.carer.Access, "GET", w.plan(), "", &seen) != 200 {
			return
		}
		if len(seen.Sections) > 0 {
			w.mu.Lock()
			w.looks += len(seen.Sections)
			w.mu.Unlock()
		}
	}
}

// rouse starts the server, and signs in anew when the tokens grow old.
func (w *world) rouse(data string, round int) {
	began := time.Now()
	w.s = start(w.t, nil, "serve", "--data", data)
	w.s.call("", "GET", "/readyz", "", 200, nil)
	w.slowest = max(w.slowest, time.Since(began))
	if round%25 == 0 {
		w.owner.Access, w.carer.Access = w.s.signIn("ailsa@example.org", password), w.s.signIn("jamie@example.org", password)
	}
}

// holds checks that everything that was acknowledged is there.
func (w *world) holds() {
	t := w.t
	var hold struct{ Held bool }
	w.s.call(w.owner.Access, "GET", w.plan()+"/hold", "", 200, &hold)
	var seen struct{ Sections []any }
	w.s.call(w.carer.Access, "GET", w.plan(), "", 200, &seen)
	if w.looks += len(seen.Sections); w.grant == "withdrawn" && len(seen.Sections) > 0 || hold.Held && len(seen.Sections) > 0 {
		t.Errorf("the carer sees what was withdrawn (held: %v)", hold.Held)
	}
	if w.grant == "given" && len(seen.Sections) != 1 && !hold.Held {
		t.Error("a grant that was acknowledged is gone")
	}
	if hold.Held {
		w.held++
		fresh := w.s.signIn("ailsa@example.org", password)
		w.s.call(fresh, "DELETE", w.plan()+"/hold", "", 204, nil)
	}
	var section struct{ Entries []kept }
	w.s.call(w.owner.Access, "GET", w.plan()+"/sections/toolbox", "", 200, &section)
	have := make(map[string]string, len(section.Entries))
	for _, e := range section.Entries {
		have[e.ID] = e.Fields["helps"]
	}
	for id, words := range w.entries {
		if got := have[id]; got != words && got != w.pending[id] {
			t.Errorf("entry %s: acknowledged %q, kept %q", id, words, got)
		}
		w.entries[id] = have[id]
	}
	clear(w.pending)
}

// looksOnRecord counts what stands in the list of who has looked.
func (w *world) looksOnRecord() (n int) {
	for before := ""; ; {
		var page []struct {
			ID  string
			Act string
		}
		w.s.call(w.owner.Access, "GET", w.plan()+"/access-records?limit=200&before="+before, "", 200, &page)
		n += len(page)
		if len(page) == 0 {
			return n
		}
		before = page[len(page)-1].ID
	}
}

// The server is killed again and again under mixed load. Each write, grant,
// withdrawal and access record that was acknowledged is there afterwards, the file is
// whole, and it starts in less than five seconds.
func TestDrillKilledUnderLoad(t *testing.T) {
	data := t.TempDir()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, entries: map[string]string{}, pending: map[string]string{}}
	w.s = start(t, nil, "serve", "--data", data)
	w.owner, w.carer = w.s.signUp("ailsa@example.org"), w.s.signUp("jamie@example.org")
	w.carerID, _ = shared(w.s, w.owner, w.carer)
	w.s.call(w.owner.Access, "POST", w.plan()+"/sections/warnings/entries", `{"fields":{"sign":"x"}}`, 201, nil)
	w.s.call(w.owner.Access, "DELETE", w.plan()+"/grants", "", 204, nil)
	kills := drills(8)
	for round := range kills {
		var all sync.WaitGroup
		for n := range 3 {
			all.Go(func() { w.write(n) })
		}
		all.Go(w.share)
		all.Go(w.look)
		<-time.After(time.Duration(20+rand.IntN(180)) * time.Millisecond) // a moment of the drill's own choosing
		if err := w.s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = w.s.cmd.Wait()
		all.Wait()
		w.rouse(data, round+1)
		w.holds()
		if t.Failed() {
			return
		}
	}
	if n := w.looksOnRecord(); n < w.looks {
		t.Errorf("%d looks were answered, %d are on record", w.looks, n)
	}
	w.s.ends()
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Errorf("%+v", d)
	}
	if w.slowest > 5*time.Second {
		t.Errorf("a start took %v", w.slowest)
	}
	t.Logf("%d kills: %d entries, %d looks acknowledged and there; %d times sharing stood still afterwards; slowest start %v",
		kills, len(w.entries), w.looks, w.held, w.slowest)
}

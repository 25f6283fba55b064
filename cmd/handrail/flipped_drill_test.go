package main_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"handrail/app/apptest"
)

// begins starts a server that may rather not; then it is nil and says why.
func begins(t *testing.T, data string) (s *server, why string) {
	t.Helper()
	cmd := command(t, nil, "serve", "--data", data, "--addr", "127.0.0.1:0")
	s = &server{t: t, cmd: cmd, errs: &quiet{}}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = s.errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	s.out = bufio.NewReader(out)
	if s.first, err = s.out.ReadString('\n'); err != nil {
		_ = cmd.Wait()
		return nil, s.errs.String()
	}
	s.url = strings.TrimPrefix(strings.TrimSpace(s.first), "listening on ")
	return s, ""
}

// Bytes in the database file have changed by themselves. The server may not start, with a
// sentence, or may not show something; it never shows other words, it never falls over, and where the
// doctor finds nothing everything is there.
func TestDrillFlippedBytes(t *testing.T) {
	drill(t)
	const entries = 40
	whole := t.TempDir()
	if err := os.Chmod(whole, 0o700); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.s = start(t, nil, "serve", "--data", whole)
	w.owner, w.carer = w.s.signUp("ailsa@example.org"), w.s.signUp("jamie@example.org")
	w.carerID, _ = shared(w.s, w.owner, w.carer) // the part that is written in below
	var alone kept
	w.s.call(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"for me alone"},"privacy":"only_me"}`, 201, &alone)
	w.s.call(w.owner.Access, "POST", w.plan()+"/sections/warnings/entries", `{"fields":{"sign":"not shared"}}`, 201, nil)
	w.entries["only me"] = "for me alone"
	for n := range entries {
		w.add(t, fmt.Sprintf("%d: the canal, %s", n, strings.Repeat("slowly ", 30)))
	}
	w.s.ends()
	if d := run(t, nil, "doctor", "--data", freshFor(t, whole, "handrail.db", "handrail.key", "handrail.ledger")); d.code != 0 {
		t.Fatalf("before: %+v", d)
	}
	before := granted(t, whole)
	aims := [][]byte{nil, []byte(w.carerID), []byte(alone.ID)} // anywhere; where the carer is named: grants, ties, looks; what is for the owner alone
	var refused, shown, hidden, found, silent, opened int
	rounds := min(drills(4), 100)
	for round := range rounds {
		data := freshFor(t, whole, "handrail.db", "handrail.key", "handrail.ledger")
		file := filepath.Join(data, "handrail.db")
		flip(t, file, aims[round%len(aims)])
		d := run(t, nil, "doctor", "--data", data)
		if strings.Contains(d.errs, "goroutine") || d.code > 2 {
			t.Errorf("the doctor fell over: %+v", d)
		}
		if d.code != 0 {
			found++
		}
		s, why := begins(t, data)
		if s == nil {
			refused++
			if !strings.Contains(why, "handrail: ") || strings.Contains(why, "goroutine") {
				t.Errorf("it did not start, and said %q", why)
			}
			continue
		}
		w.s = s
		if more := w.seesMore(); more != "" {
			opened++
			if granted(t, data) == before {
				t.Errorf("the carer sees %q, and no grant has changed", more)
			}
		}
		n, status := w.known()
		if status == 200 && n == entries+1 {
			shown++
		} else {
			hidden++
			if d.code == 0 {
				silent++
				t.Errorf("%d of %d entries, answered %d, and the doctor said %q; the server: %s", n, entries, status, d.out, s.errs)
			}
		}
		w.s.call("", "GET", "/healthz", "", 200, nil)
		w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, nil)
		w.s.call("", "GET", "/healthz", "", 200, nil)
		if code, _ := s.stop(syscall.SIGTERM); code < 0 || strings.Contains(s.errs.String(), "goroutine ") {
			t.Errorf("it fell over: %d %s", code, s.errs)
		}
	}
	t.Logf("a bit flipped %d times: %d times it did not start and said why, %d times all was there, %d times something was not shown; the doctor found it %d times; %d times a grant had become another",
		rounds, refused, shown, hidden, found, opened)
}

// flip changes one bit of a file: anywhere, or near one of the places where something stands.
func flip(t *testing.T, path string, near []byte) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := rand.IntN(len(text))
	if near != nil {
		var places []int
		for from := 0; ; {
			i := bytes.Index(text[from:], near)
			if i < 0 {
				break
			}
			places = append(places, from+i)
			from += i + 1
		}
		if len(places) == 0 {
			t.Fatalf("%s stands nowhere", near)
		}
		at = max(0, min(len(text)-1, places[rand.IntN(len(places))]+rand.IntN(160)-80))
	}
	text[at] ^= 1 << rand.IntN(8)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// granted is what stands in the clear about who may see what. No key binds it: a bit of it that
// changes by itself may give what was not given, as the README says.
func granted(t *testing.T, data string) string {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), `SELECT quote(plan)||quote(account)||quote(section)||quote(gives)||quote(circumstance)||quote(from_at)||quote(until_at)||quote(withdrawn_at) FROM grants
		UNION ALL SELECT quote(plan)||quote(account)||quote(role)||quote(state)||quote(left_at) FROM relationships`)
	said, err := column(rows, err)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(said)
}

// seesMore is what the carer is shown that they were not shown before.
func (w *world) seesMore() string {
	for _, path := range []string{w.plan(), w.plan() + "/sections/warnings", w.plan() + "/sections/toolbox"} {
		var shown json.RawMessage
		w.try(w.carer.Access, "GET", path, "", &shown)
		for _, words := range []string{"for me alone", "not shared"} {
			if bytes.Contains(shown, []byte(words)) {
				return words
			}
		}
	}
	return ""
}

// known is how many entries are shown; none may have other words than were written.
func (w *world) known() (n, status int) {
	var section struct{ Entries []json.RawMessage }
	status = w.try(w.owner.Access, "GET", w.plan()+"/sections/toolbox", "", &section)
	wrote := make(map[string]bool)
	for _, words := range w.entries {
		wrote[words] = true
	}
	for _, text := range section.Entries {
		var e kept
		if err := json.Unmarshal(text, &e); err != nil || !wrote[e.Fields["helps"]] {
			w.t.Errorf("nobody wrote %s", text)
		}
	}
	return len(section.Entries), status
}

package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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
	const entries, flips = 40, 1
	whole := t.TempDir()
	if err := os.Chmod(whole, 0o700); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.s = start(t, nil, "serve", "--data", whole)
	w.owner = w.s.signUp("ailsa@example.org")
	for n := range entries {
		w.add(t, fmt.Sprintf("%d: the canal, %s", n, strings.Repeat("slowly ", 30)))
	}
	w.s.ends()
	if d := run(t, nil, "doctor", "--data", freshFor(t, whole, "handrail.db", "handrail.key", "handrail.ledger")); d.code != 0 {
		t.Fatalf("before: %+v", d)
	}
	var refused, shown, hidden, found, silent int
	rounds := min(drills(4), 100)
	for range rounds {
		data := freshFor(t, whole, "handrail.db", "handrail.key", "handrail.ledger")
		flip(t, filepath.Join(data, "handrail.db"), flips)
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
		n, status := w.known()
		if status == 200 && n == entries {
			shown++
		} else {
			hidden++
			if d.code == 0 {
				silent++
				t.Errorf("%d of %d entries, answered %d, and the doctor said %q", n, entries, status, d.out)
			}
		}
		w.s.call("", "GET", "/healthz", "", 200, nil)
		w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, nil)
		w.s.call("", "GET", "/healthz", "", 200, nil)
		if code, _ := s.stop(syscall.SIGTERM); code < 0 || strings.Contains(s.errs.String(), "goroutine ") {
			t.Errorf("it fell over: %d %s", code, s.errs)
		}
	}
	t.Logf("%d bytes flipped %d times: %d times it did not start and said why, %d times all was there, %d times something was not shown; the doctor found it %d times",
		flips, rounds, refused, shown, hidden, found)
}

// flip changes some bits of a file.
func flip(t *testing.T, path string, n int) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		text[rand.IntN(len(text))] ^= 1 << rand.IntN(8)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
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

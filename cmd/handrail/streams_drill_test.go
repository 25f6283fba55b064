package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"handrail/app"
)

// stream is an open stream of what changes.
type stream struct {
	lines *bufio.Scanner
	body  io.Closer
}

// crowd reaches a server from many places, each connection by itself.
type crowd struct {
	s      *server
	client *http.Client
	from   int
}

func newCrowd(s *server) *crowd {
	dialer := &net.Dialer{}
	return &crowd{s: s, client: &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 1, DialContext: dialer.DialContext}}}
}

// signUp makes an account from a network of its own: many from one would be too many.
func (c *crowd) signUp() (person, error) {
	c.from++
	var p person
	body := fmt.Sprintf(`{"email":"p%d@example.org","password":%q,"name":"Somebody"}`, c.from, password)
	r, err := http.NewRequestWithContext(c.s.t.Context(), http.MethodPost, c.s.url+"/api/v1/accounts", strings.NewReader(body))
	if err != nil {
		return p, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.1", c.from/250, c.from%250))
	answer, err := c.client.Do(r)
	if err != nil {
		return p, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusCreated {
		return p, fmt.Errorf("an account: %d", answer.StatusCode)
	}
	return p, json.NewDecoder(answer.Body).Decode(&p)
}

// listen opens a stream; where it is not let in, status and the answer's text say why.
func (c *crowd) listen(who person, more string) (st *stream, status int, text string) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, c.s.url+"/api/v1/plans/"+who.Account.PlanID+"/events"+more, nil)
	if err != nil {
		return nil, 0, err.Error()
	}
	r.Header.Set("Authorization", "Bearer "+who.Access)
	answer, err := c.client.Do(r)
	if err != nil {
		return nil, 0, err.Error()
	}
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		return nil, answer.StatusCode, string(said)
	}
	st = &stream{lines: bufio.NewScanner(answer.Body), body: answer.Body}
	st.hears(": beat")
	return st, answer.StatusCode, ""
}

// hears reads until a line that begins so, and reports whether one came before the end.
func (st *stream) hears(line string) bool {
	for st.lines.Scan() {
		if strings.HasPrefix(st.lines.Text(), line) {
			return true
		}
	}
	return false
}

// rss is how much memory a process holds, and the most that it ever did, in bytes.
func rss(t *testing.T, pid int) (now, peak int64) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(line, ":")
		kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			now = kib << 10
		case "VmHWM":
			peak = kib << 10
		}
	}
	return now, peak
}

// mostPerStream is how much memory one open stream may take, in bytes.
const mostPerStream = 96 << 10

// mayOpen lets this process and the servers that it starts have so many files open.
func mayOpen(t *testing.T, n uint64) {
	t.Helper()
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	if files.Cur >= n {
		return
	}
	before := files
	files.Cur, files.Max = n, max(n, files.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		missing(t, "this drill needs %d open files, and may have %d (root raises that by itself): %v", n, before.Max, err)
	}
	t.Cleanup(func() { _ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before) })
}

// Very many streams are open on one server: each takes little, a save is answered and heard
// meanwhile, and one more than there is room for is told so.
func TestDrillManyStreams(t *testing.T) {
	drill(t)
	want := min(400*drills(1), app.MostStreams)
	mayOpen(t, uint64(want)*5/4)
	data, env := t.TempDir(), []string{"HANDRAIL_TRUSTED_PROXIES=127.0.0.1"}
	s := start(t, env, "serve", "--data", data)
	c := newCrowd(s)
	people := make([]person, want/app.MostStreamsEach+1)
	for i := range people {
		var err error
		if people[i], err = c.signUp(); err != nil {
			t.Fatal(err)
		}
	}
	s.ends() // what it took to make accounts is gone, and who is signed in is not
	s = start(t, env, "serve", "--data", data)
	c.s = s
	if st, status, said := c.listen(people[len(people)-1], ""); st == nil {
		t.Fatalf("%d %s", status, said)
	} else {
		_ = st.body.Close()
	}
	before, _ := rss(t, s.cmd.Process.Pid)
	began := time.Now()
	all := make([]*stream, want)
	var opening sync.WaitGroup
	for n := range 8 {
		opening.Go(func() {
			for i := n; i < want; i += 8 {
				var status int
				var said string
				if all[i], status, said = c.listen(people[i/app.MostStreamsEach], ""); all[i] == nil {
					t.Errorf("stream %d: %d %s", i, status, said)
					return
				}
			}
		})
	}
	opening.Wait()
	if t.Failed() {
		return
	}
	opened := time.Since(began)
	after, peak := rss(t, s.cmd.Process.Pid)
	each := (after - before) / int64(want)
	if each > mostPerStream {
		t.Errorf("a stream takes %d bytes", each)
	}
	if _, status, said := c.listen(people[0], ""); status != http.StatusTooManyRequests || !strings.Contains(said, "stream.too_many") {
		t.Errorf("one more of the same person: %d %s", status, said)
	}
	first := people[0]
	began = time.Now()
	s.call(first.Access, "POST", "/api/v1/plans/"+first.Account.PlanID+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, 201, nil)
	saved := time.Since(began)
	for i := range app.MostStreamsEach {
		if !all[i].hears("event: entry") {
			t.Errorf("stream %d heard nothing", i)
		}
	}
	if want == app.MostStreams {
		late, err := c.signUp()
		if err != nil {
			t.Fatal(err)
		}
		if _, status, said := c.listen(late, ""); status != http.StatusServiceUnavailable || !strings.Contains(said, "stream.full") {
			t.Errorf("one more than there is room for: %d %s", status, said)
		}
		s.call(late.Access, "GET", "/api/v1/plans/"+late.Account.PlanID, "", 200, nil)
	}
	used := processor(t, s.cmd.Process.Pid)
	<-time.After(2 * time.Second) // of rest, to see what open streams alone cost
	busy := (processor(t, s.cmd.Process.Pid) - used) / 2
	began = time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for i, st := range all {
		if st.hears("event:") {
			t.Errorf("stream %d goes on", i)
		}
		_ = st.body.Close()
	}
	_ = s.cmd.Wait()
	t.Logf("%d streams opened in %v: %d KiB of memory each (%d MiB before, %d after, %d at most); a save took %v, heard by all %d listeners; at rest they take %v of a processor in a second; all ended in %v",
		want, opened.Round(time.Millisecond), each>>10, before>>20, after>>20, peak>>20, saved.Round(time.Millisecond), app.MostStreamsEach, busy.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}

// processor is how much time of the processors a process has used.
func processor(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	parts := strings.Fields(rest)
	user, _ := strconv.Atoi(parts[11])
	system, _ := strconv.Atoi(parts[12])
	return time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100 (proc(5))
}

// A server that may open few files lets in fewer streams, and goes on serving.
func TestDrillFewOpenFiles(t *testing.T) {
	drill(t)
	cmd := command(t, []string{"HANDRAIL_TRUSTED_PROXIES=127.0.0.1"}, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0")
	cmd.Args = append([]string{"sh", "-c", `ulimit -n 150; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	shell, err := exec.LookPath("sh")
	if err != nil {
		missing(t, "no shell here")
	}
	cmd.Path = shell
	s := begin(t, cmd)
	c := newCrowd(s)
	var open, full int
	for range 5 {
		p, err := c.signUp()
		if err != nil {
			t.Fatal(err)
		}
		for range app.MostStreamsEach {
			st, status, said := c.listen(p, "")
			switch {
			case st != nil:
				defer func() { _ = st.body.Close() }()
				open++
			case status == http.StatusServiceUnavailable && strings.Contains(said, "stream.full"):
				full++
			default:
				t.Fatalf("%d %s", status, said)
			}
		}
		s.call(p.Access, "POST", "/api/v1/plans/"+p.Account.PlanID+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, 201, nil)
	}
	if open != 68 || full != 32 {
		t.Errorf("%d streams were let in, %d not", open, full)
	}
	s.ends()
}

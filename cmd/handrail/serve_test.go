package main_test

import (
	"bufio"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestServeMakesWhatItNeedsForItsOwnerAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "deep", "data")
	s := start(t, nil, "serve", "--data", data)
	if !strings.HasPrefix(s.first, "listening on http://127.0.0.1:") {
		t.Errorf("the first line is %q", s.first)
	}
	s.call("", "GET", "/healthz", "", 200, nil)
	s.call("", "GET", "/readyz", "", 200, nil)
	for name, want := range map[string]fs.FileMode{"": 0o700, "handrail.key": 0o600, "handrail.db": 0o600, "handrail.db-wal": 0o600} {
		info, err := os.Stat(filepath.Join(data, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%q has the rights %v, %v", name, info.Mode(), err)
		}
	}
	if code, rest := s.stop(syscall.SIGTERM); code != 0 || rest != "" {
		t.Errorf("exit %d, and it printed %q", code, rest)
	}
}

func TestInterruptEndsItToo(t *testing.T) {
	s := start(t, nil, "serve", "--data", t.TempDir())
	if code, _ := s.stop(os.Interrupt); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
}

func TestStreamsEndWhenTheServerStops(t *testing.T) {
	s := start(t, nil, "serve", "--data", t.TempDir())
	p := s.signUp("ailsa@example.org")
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/plans/"+p.Account.PlanID+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.Access)
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("%v, %v", answer, err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := bufio.NewReader(answer.Body).ReadByte(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	s.ends()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}

func TestARestartKeepsEverything(t *testing.T) {
	for name, signal := range map[string]os.Signal{"told to stop": syscall.SIGTERM, "killed": os.Kill} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			s := start(t, nil, "serve", "--data", data)
			p := s.signUp("ailsa@example.org")
			section := "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
			s.call(p.Access, "POST", section+"/entries", `{"fields":{"helps":"Peel tatties slowly."}}`, 201, nil)
			s.stop(signal)
			s = start(t, nil, "serve", "--data", data)
			var kept struct {
				Entries []struct{ Fields map[string]string }
			}
			s.call(s.signIn("ailsa@example.org", password), "GET", section, "", 200, &kept)
			if len(kept.Entries) != 1 || kept.Entries[0].Fields["helps"] != "Peel tatties slowly." {
				t.Errorf("kept %+v", kept)
			}
			s.ends()
		})
	}
}

// What is asked of a start and of memory. make bench prints the medians beside it.
const (
	soon       = 100 * time.Millisecond
	mostAtRest = 35_000_000 / 1024 // kB
	mostAtPeak = 100_000_000 / 1024
)

// Start to first answer on an existing database: one of some tries is as soon as asked. Other tests
// share the machine, so not all are.
func TestItAnswersSoonAfterItStarts(t *testing.T) {
	drill(t)
	data := used(t)
	best := time.Hour
	for range 20 {
		began := time.Now()
		s := start(t, nil, "serve", "--data", data)
		s.call("", "GET", "/readyz", "", 200, nil)
		best = min(best, time.Since(began))
		if s.ends(); best <= soon {
			t.Logf("start to first answer: %v", best)
			return
		}
	}
	t.Errorf("the best start took %v", best)
}

// Idle memory: 35 MB resident in all once the server has come to rest, and no more than
// 10 MiB of it for itself. The rest are pages of the program's own file, which the kernel maps
// generously when they are used and drops when it needs them (proc(5), RssFile).
func TestIdleMemory(t *testing.T) {
	drill(t)
	t.Parallel() // it waits
	data := used(t)
	s := start(t, nil, "serve", "--data", data)
	s.call("", "GET", "/readyz", "", 200, nil)
	fallsTo(t, s, "VmRSS:", mostAtRest)
	resident(t, s, map[string]int{"VmRSS:": mostAtRest, "RssAnon:": 10 << 10})
	s.ends()
}

func TestItListensBeforeItMakesAnything(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	data := filepath.Join(t.TempDir(), "data")
	run(t, nil, "serve", "--data", data, "--addr", l.Addr().String()).refused(t, "something else listens")
	if _, err := os.Stat(data); err == nil {
		t.Error("it made a folder")
	}
}

func TestTheLogSaysNothingAboutAnybody(t *testing.T) {
	s := start(t, []string{"HANDRAIL_LOG_LEVEL=debug"}, "serve", "--data", t.TempDir())
	p := s.signUp("ailsa@example.org")
	s.call(p.Access, "GET", "/api/v1/plans/"+p.Account.PlanID, "", 200, nil)
	s.ends()
	log := s.errs.String()
	if !strings.Contains(log, "/api/v1/plans/") {
		t.Errorf("nothing was logged: %q", log)
	}
	for _, word := range []string{"ailsa", "Somebody", password, p.Access, p.Account.PlanID} {
		if strings.Contains(log, word) {
			t.Errorf("%q stands in the log\n%s", word, log)
		}
	}
}

// fallsTo waits until one line of what the kernel says of a server's memory is no more than
// so many kB.
func fallsTo(t *testing.T, s *server, name string, most int) {
	t.Helper()
	late, look := time.After(20*time.Second), time.NewTicker(time.Second/4)
	defer look.Stop()
	for memory(t, s, name) > most {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("%s %d kB, at most %d should be", name, memory(t, s, name), most)
		}
	}
}

// resident holds what the kernel says of a server's memory to the most it may be, in kB.
func resident(t *testing.T, s *server, most map[string]int) {
	t.Helper()
	for name, most := range most {
		kB := memory(t, s, name)
		t.Logf("%s %d kB", name, kB)
		if kB > most {
			t.Errorf("%s %d kB, at most %d should be", name, kB, most)
		}
	}
}

// memory is one line of what the kernel says of a server, in kB (proc(5)).
func memory(t testing.TB, s *server, name string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		missing(t, "this system does not say how much memory a process has")
	}
	_, after, _ := strings.Cut(string(status), name)
	var kB int
	if _, err := fmt.Sscan(after, &kB); err != nil {
		t.Fatal(err)
	}
	return kB
}

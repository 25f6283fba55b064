package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"handrail/app/apptest"
)

// binary is Handrail, built once for all tests here.
var binary string

func TestMain(m *testing.M) {
	if !drilling() {
		apptest.InMemory()
	}
	folder, err := os.MkdirTemp("", "handrail-test-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "handrail")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

const patience = 30 * time.Second

// command is a call of the binary in an environment without settings of the
// machine's; env adds some, NAME=value.
func command(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "TMPDIR=" + cmd.Dir}, env...)
	return cmd
}

// done is a call that has ended.
type done struct {
	code      int
	out, errs string
}

func run(t *testing.T, env []string, args ...string) done {
	t.Helper()
	cmd := command(t, env, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit, is := errors.AsType[*exec.ExitError](err); err != nil && !is {
		t.Fatal(err)
	} else if err != nil && exit.ExitCode() < 0 {
		t.Fatalf("it did not end by itself: %v", err)
	}
	return done{code: cmd.ProcessState.ExitCode(), out: out.String(), errs: errs.String()}
}

// refused fails the test unless the call ended with 2, one sentence that has
// says in it, and nothing on standard output.
func (d done) refused(t *testing.T, says string) {
	t.Helper()
	if d.code != 2 || d.out != "" || strings.Count(d.errs, "\n") != 1 || !strings.HasPrefix(d.errs, "handrail: ") || !strings.Contains(d.errs, says) {
		t.Errorf("want one sentence with %q and exit 2; got exit %d, out %q, errs %q", says, d.code, d.out, d.errs)
	}
}

// server is a Handrail that runs.
type server struct {
	t     testing.TB
	cmd   *exec.Cmd
	url   string
	first string // the first line that it printed
	out   *bufio.Reader
	errs  *quiet
}

// quiet collects what is logged.
type quiet struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (q *quiet) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.text.Write(b)
}

func (q *quiet) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.text.String()
}

// start starts a server on a free port and waits for its first line.
func start(t testing.TB, env []string, args ...string) *server {
	t.Helper()
	return begin(t, command(t, env, append(args, "--addr", "127.0.0.1:0")...))
}

// begin is start for a call that was made ready.
func begin(t testing.TB, cmd *exec.Cmd) *server {
	t.Helper()
	s := &server{t: t, cmd: cmd, errs: &quiet{}}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = s.errs
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	s.out = bufio.NewReader(out)
	s.first, err = s.out.ReadString('\n')
	if err != nil {
		t.Fatalf("it said nothing: %v\n%s", err, s.errs)
	}
	s.url = strings.TrimPrefix(strings.TrimSpace(s.first), "listening on ")
	return s
}

// stop tells the server to stop and gives its exit code and what else it printed.
func (s *server) stop(signal os.Signal) (code int, rest string) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	killer := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	defer killer.Stop()
	text, err := io.ReadAll(s.out)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode(), string(text)
}

func (s *server) ends() {
	s.t.Helper()
	if code, _ := s.stop(syscall.SIGTERM); code != 0 {
		s.t.Errorf("exit %d\n%s", code, s.errs)
	}
}

// call sends JSON and reads the answer's into into, where it is not nil.
func (s *server) call(token, method, path, body string, want int, into any) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != want {
		s.t.Fatalf("%s %s: %d, want %d\n%s %v", method, path, answer.StatusCode, want, text, err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			s.t.Fatal(err)
		}
	}
}

const password = "a long enough phrase"

// person is somebody signed in by the API.
type person struct {
	Access  string `json:"access_token"`
	Account struct {
		PlanID string `json:"plan_id"`
	} `json:"account"`
}

func (s *server) signUp(email string) person {
	s.t.Helper()
	var p person
	s.call("", "POST", "/api/v1/accounts", fmt.Sprintf(`{"email":%q,"password":%q,"name":"Somebody"}`, email, password), 201, &p)
	return p
}

func (s *server) signIn(email, password string) string {
	s.t.Helper()
	var p person
	s.call("", "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password), 200, &p)
	return p.Access
}

// data is the data folder that the server was started with.
func (s *server) data() string {
	for i, arg := range s.cmd.Args {
		if arg == "--data" {
			return s.cmd.Args[i+1]
		}
	}
	return ""
}

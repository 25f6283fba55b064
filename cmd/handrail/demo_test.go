package main_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"handrail/app/demo"
)

func TestTheDemoLetsEverybodyInAndLeavesNothing(t *testing.T) {
	began := time.Now()
	s := start(t, nil, "demo")
	took := time.Since(began)
	t.Logf("the demo starts in %v", took)
	if took > 10*time.Second { // under 2 s by itself; other tests share the machine
		t.Errorf("it took %v", took)
	}
	for _, p := range demo.Cast() {
		s.signIn(p.Email, demo.Password)
	}
	tmp := s.cmd.Dir
	if left, _ := filepath.Glob(filepath.Join(tmp, "handrail-demo-*")); len(left) != 1 {
		t.Errorf("its folder: %v", left)
	}
	code, rest := s.stop(syscall.SIGTERM)
	if code != 0 || !strings.Contains(rest, demo.Password) {
		t.Errorf("exit %d, %q\n%s", code, rest, s.errs)
	}
	for _, p := range demo.Cast() {
		if strings.Contains(rest, p.Email) == p.Unlisted {
			t.Errorf("%s: listed %v", p.Email, !p.Unlisted)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(tmp, "handrail-demo-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTheDemoKeepsTheFolderThatWasNamed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "world")
	for range 2 {
		s := start(t, nil, "demo", "--data", data)
		s.signIn("ailsa@demo.example", demo.Password)
		s.ends()
	}
	if _, err := os.Stat(filepath.Join(data, "handrail.db")); err != nil {
		t.Error(err)
	}
}

func TestTheDemoLeavesRealPeopleAlone(t *testing.T) {
	data := used(t)
	run(t, nil, "demo", "--addr", "127.0.0.1:0", "--data", data).refused(t, "real accounts")
	s := start(t, []string{"HANDRAIL_DATA=" + data, "HANDRAIL_KEY=nonsense"}, "demo") // takes neither
	s.ends()
	s = start(t, nil, "serve", "--data", data)
	s.signIn("ailsa@example.org", password)
	s.ends()
}

func TestTheDemoGoesWhenNobodyReadsWhatItPrints(t *testing.T) {
	s := &server{t: t, cmd: command(t, nil, "demo", "--addr", "127.0.0.1:0"), errs: &quiet{}}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdout, s.cmd.Stderr = w, s.errs
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if _, err := io.ReadFull(r, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
	if left, _ := filepath.Glob(filepath.Join(s.cmd.Dir, "handrail-demo-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

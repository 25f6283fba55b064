package main_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// files are what a server writes to.
func (s *server) files() []string {
	var out []string
	for _, name := range []string{"handrail.db", "handrail.db-wal", "handrail.db-shm", "handrail.ledger"} {
		out = append(out, filepath.Join(s.data(), name))
	}
	return out
}

// spoil makes system calls on the server's files go wrong, or slow, until mend is called; how is
// what strace calls an injection.
func (s *server) spoil(t *testing.T, calls, how string) (mend func()) {
	t.Helper()
	args := []string{"-f", "-p", strconv.Itoa(s.cmd.Process.Pid), "-o", "/dev/null", "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + how}
	for _, f := range s.files() {
		args = append(args, "-P", f)
	}
	cmd := exec.CommandContext(context.Background(), strace(t), args...)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(said)
	var before []string
	for lines.Scan() && !strings.Contains(lines.Text(), "attached") {
		before = append(before, lines.Text())
	}
	if !strings.Contains(lines.Text(), "attached") {
		_ = cmd.Wait()
		missing(t, "strace may not trace a server that runs already; a container needs CAP_SYS_PTRACE for it: %v", before)
	}
	go func() {
		for lines.Scan() {
		}
	}()
	mend = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it lets go
		_ = cmd.Wait()
	})
	t.Cleanup(mend)
	return mend
}

// Nothing can be written any more, in one of several ways. Each write is answered 503 with a
// sentence, and so is what may not be shown without a record of it; the person reads on. Then it
// heals by itself, and after a kill everything that was acknowledged is there.
func TestDrillTheDiskFails(t *testing.T) {
	drill(t)
	for name, fault := range map[string]struct{ calls, how string }{
		"read-only":      {"pwrite64,write,ftruncate,fallocate,fsync,fdatasync", "error=EROFS"},
		"failing writes": {"pwrite64,write", "error=EIO"},
		"failing syncs":  {"fsync,fdatasync", "error=EIO"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			if err := os.Chmod(data, 0o700); err != nil {
				t.Fatal(err)
			}
			w := newWorld(t)
			w.s = start(t, nil, "serve", "--data", data)
			w.owner, w.carer = w.s.signUp("ailsa@example.org"), w.s.signUp("jamie@example.org")
			w.carerID, _ = shared(w.s, w.owner, w.carer) // and withdrawn below
			w.add(t, "before")
			mend := w.s.spoil(t, fault.calls, fault.how)
			for range 5 {
				unavailable(t, w.s.url, w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`)
				unavailable(t, w.s.url, w.owner.Access, "DELETE", w.plan()+"/grants", "")
				unavailable(t, w.s.url, w.carer.Access, "GET", w.plan(), "")
				w.s.call(w.owner.Access, "GET", w.plan()+"/sections/toolbox", "", 200, nil)
				w.s.call("", "GET", "/healthz", "", 200, nil)
				w.s.call("", "GET", "/readyz", "", 503, nil)
			}
			mend()
			w.s.isReady()
			w.looks.cut = 5 // of those that were not answered some may have got as far as the record
			if _, status := w.glance(); status != 200 {
				t.Errorf("the carer's look afterwards: %d", status)
			}
			w.add(t, "after")
			w.s.call(w.owner.Access, "DELETE", w.plan()+"/grants", "", 204, nil)
			w.holds()
			if err := w.s.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = w.s.cmd.Wait()
			w.rouse(data, 1)
			w.holds()
			w.s.ends()
			if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
				t.Errorf("%+v", d)
			}
		})
	}
}

// add writes one entry that must be there from now on.
func (w *world) add(t *testing.T, words string) {
	t.Helper()
	var e kept
	w.s.call(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", fmt.Sprintf(`{"fields":{"helps":%q}}`, words), 201, &e)
	w.acknowledged(e.ID, words)
}

// The disk takes a fifth of a second for each sync. Nothing goes wrong: many who save at once
// wait for few syncs together, and reading does not wait.
func TestDrillTheDiskIsSlow(t *testing.T) {
	drill(t)
	const slow, people, saves = 200 * time.Millisecond, 16, 3
	w := newWorld(t)
	w.s = start(t, nil, "serve", "--data", t.TempDir())
	w.owner = w.s.signUp("ailsa@example.org")
	mend := w.s.spoil(t, "fsync,fdatasync", fmt.Sprintf("delay_enter=%d", slow.Microseconds()))
	began := time.Now()
	var saving sync.WaitGroup
	var mu sync.Mutex
	var waits []time.Duration
	for n := range people {
		saving.Go(func() {
			for i := range saves {
				var e kept
				words, asked := fmt.Sprintf("%d, %d", n, i), time.Now()
				if status := w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", fmt.Sprintf(`{"fields":{"helps":%q}}`, words), &e); status != 201 {
					t.Errorf("a save: %d", status)
				}
				w.acknowledged(e.ID, words)
				mu.Lock()
				waits = append(waits, time.Since(asked))
				mu.Unlock()
			}
		})
	}
	var reads []time.Duration
	for all := false; !all; {
		asked := time.Now()
		w.s.call(w.owner.Access, "GET", w.plan()+"/sections/toolbox", "", 200, nil)
		reads = append(reads, time.Since(asked))
		mu.Lock()
		all = len(waits) == people*saves || t.Failed()
		mu.Unlock()
	}
	saving.Wait()
	took := time.Since(began)
	mend()
	slices.Sort(reads)
	slices.Sort(waits)
	if waits[0] < slow {
		t.Errorf("a save was answered after %v, before the disk had it", waits[0])
	}
	if most := people * saves * slow / 2; took > most {
		t.Errorf("%d saves took %v: they did not wait together", people*saves, took)
	}
	if median := reads[len(reads)/2]; median > slow/2 {
		t.Errorf("reading waits: %v", median)
	}
	if n := len(w.listed()); n != people*saves {
		t.Errorf("%d of %d entries", n, people*saves)
	}
	w.s.ends()
	t.Logf("each sync takes %v: %d saves of %d people in %v, each %v (median); %d reads meanwhile, each %v (median)",
		slow, people*saves, people, took.Round(time.Millisecond), waits[len(waits)/2].Round(time.Millisecond), len(reads), reads[len(reads)/2].Round(10*time.Microsecond))
}

// listed is the entries of the part that the drills write in.
func (w *world) listed() []kept {
	w.t.Helper()
	var section struct{ Entries []kept }
	w.s.call(w.owner.Access, "GET", w.plan()+"/sections/toolbox", "", 200, &section)
	return section.Entries
}

package main_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// group is a cgroup that may hold so much memory and no more.
type group struct{ folder, peak string }

// newGroup makes one, of version 2 or 1, where the kernel lets us.
func newGroup(t *testing.T, bytes int) *group {
	t.Helper()
	for _, g := range []struct{ root, limit, peak string }{
		{"/sys/fs/cgroup", "memory.max", "memory.peak"},
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes"},
	} {
		folder := filepath.Join(g.root, fmt.Sprintf("handrail-drill-%d", os.Getpid()))
		if _, err := os.Stat(filepath.Join(g.root, "cgroup.procs")); err != nil || os.Mkdir(folder, 0o755) != nil {
			continue
		}
		t.Cleanup(func() { _ = os.Remove(folder) })
		if err := os.WriteFile(filepath.Join(folder, g.limit), []byte(strconv.Itoa(bytes)), 0o644); err == nil {
			_ = os.WriteFile(filepath.Join(folder, "memory.swap.max"), []byte("0"), 0o644)
			return &group{folder: folder, peak: filepath.Join(folder, g.peak)}
		}
		_ = os.Remove(folder)
	}
	missing(t, "nobody here may make a cgroup with a limit of memory: root may on a machine of its own, but not in a container whose /sys/fs/cgroup is read-only")
	return nil
}

// start starts a server that is in the group from its first moment.
func (g *group) start(t *testing.T, env []string, args ...string) *server {
	t.Helper()
	cmd := command(t, env, append(args, "--addr", "127.0.0.1:0")...)
	cmd.Args = append([]string{"sh", "-c", `echo $$ >` + g.folder + `/cgroup.procs && exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	cmd.Path = "/bin/sh"
	return begin(t, cmd)
}

func (g *group) most(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(g.peak)
	if errors.Is(err, os.ErrNotExist) { // version 2 before Linux 5.19
		return 0
	}
	n, bad := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || bad != nil {
		t.Fatal(err, bad)
	}
	return n
}

// storm is very many who sign in at once, each from a network of their own.
func (w *world) storm(people int) (served, busy, gone int64) {
	var all sync.WaitGroup
	var answers [3]atomic.Int64
	for n := range people {
		all.Go(func() {
			status := w.tryFrom(fmt.Sprintf("10.1.%d.1", n), "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":"p%d@example.org","password":"a wrong phrase, and long"}`, n))
			switch status {
			case 401:
				answers[0].Add(1)
			case 429, 503:
				answers[1].Add(1)
			case 0:
				answers[2].Add(1)
			default:
				w.t.Errorf("a sign-in: %d", status)
			}
		})
	}
	all.Wait()
	return answers[0].Load(), answers[1].Load(), answers[2].Load()
}

// A server in a small cgroup meets a storm of sign-ins: passwords are compared in as many slots as
// cores, so it is not killed, and whoever reads meanwhile is served.
func TestDrillAStormOfSignIns(t *testing.T) {
	drill(t)
	const limit = 128 << 20
	g := newGroup(t, limit)
	s := g.start(t, []string{"HANDRAIL_TRUSTED_PROXIES=127.0.0.1"}, "serve", "--data", t.TempDir())
	w := newWorld(t)
	w.s, w.owner = s, s.signUp("ailsa@example.org")
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reads := 0
	reading.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if status := w.try(w.owner.Access, "GET", w.plan(), "", nil); status != 200 {
				t.Errorf("a read during the storm: %d", status)
				return
			}
			reads++
		}
	})
	served, busy, gone := w.storm(250)
	close(stop)
	reading.Wait()
	if gone > 0 || served == 0 || reads == 0 {
		t.Errorf("%d were told that the password is wrong, %d to come again, %d nothing; %d reads", served, busy, gone, reads)
	}
	w.add(t, "after the storm")
	if code, _ := s.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
	t.Logf("within %d MiB: 250 sign-ins at once, %d compared, %d told to come again; %d reads meanwhile; %d MiB at most", limit>>20, served, busy, reads, g.most(t)>>20)
}

// A server that has too little memory is killed by the kernel under load. Nothing that it
// acknowledged is lost, and with room it starts again.
func TestDrillKilledByTheKernel(t *testing.T) {
	drill(t)
	const limit = 48 << 20
	g := newGroup(t, limit)
	data := t.TempDir()
	w := settled(t, data, "HANDRAIL_TRUSTED_PROXIES=127.0.0.1")
	w.s.ends()
	w.s = g.start(t, w.env, "serve", "--data", data)
	all := w.load()
	<-time.After(200 * time.Millisecond) // a while in which all goes well
	w.storm(100)
	all.Wait() // they go on until the server is gone
	err := w.s.cmd.Wait()
	if status, is := w.s.cmd.ProcessState.Sys().(syscall.WaitStatus); !is || status.Signal() != syscall.SIGKILL {
		t.Fatalf("it was not killed: %v", err)
	}
	w.rouse(data, 25)
	w.holds()
	w.s.ends()
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Errorf("%+v", d)
	}
	t.Logf("killed for want of memory at %d MiB; %d entries and %d looks acknowledged and there", limit>>20, len(w.entries), w.looks.all)
}

package main_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk is a folder that holds so many bytes and no more.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", size)); err != nil {
		missing(t, "this drill needs the right to mount, which root has on a machine of its own, but not in a container without CAP_SYS_ADMIN: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

// A full disk: what is asked to be written is answered 503 and is not there; reading
// goes on, and so the server says that it is ready; a withdrawal is refused, or holds. With room
// again all goes on, and nothing that was acknowledged is lost.
func TestDrillTheDiskIsFull(t *testing.T) {
	drill(t)
	data := smallDisk(t, 8<<20)
	ballast := filepath.Join(data, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	w := settled(t, data)
	w.changes(given)
	w.answers(given)
	if w.fills(); len(w.entries) < 50 {
		t.Fatalf("the disk was full with %d entries", len(w.entries))
	}
	w.entriesHold()
	for range 5 {
		unavailable(t, w.s.url, w.owner.Access, "DELETE", w.plan()+"/grants", "")
	}
	unavailable(t, w.s.url, w.carer.Access, "GET", w.plan(), "") // there is no room for a record of it
	w.s.call("", "GET", "/healthz", "", 200, nil)
	w.s.call("", "GET", "/readyz", "", 503, nil)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	w.s.isReady()
	w.holds()
	w.add(t, "room again")
	w.asks(withdrawn)
	if !w.changes(withdrawn) {
		t.Error("with room again nothing can be withdrawn")
	}
	w.answers(withdrawn)
	w.holds()
	w.s.ends()
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Errorf("%+v", d)
	}
	w.rouse(data, 25)
	w.holds()
	w.s.ends()
}

// fills writes until the disk is full, and ten times more.
func (w *world) fills() {
	w.t.Helper()
	long := strings.Repeat("x", 3900)
	for n, refused := 0, 0; refused < 10; n++ {
		var e kept
		words := fmt.Sprintf("%d %s", n, long)
		switch status := w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", fmt.Sprintf(`{"fields":{"helps":%q}}`, words), &e); status {
		case 201:
			w.acknowledged(e.ID, words)
		case 503:
			refused++
		default:
			w.t.Fatalf("a write to a full disk is answered %d", status)
		}
		if n > 2000 {
			w.t.Fatal("the disk never filled")
		}
	}
}

// Another process holds the database: writes are answered 503 in a bounded time,
// reading goes on, and afterwards everything does.
func TestDrillTheDatabaseIsLocked(t *testing.T) {
	drill(t)
	t.Parallel() // it waits
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	path := "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
	letGo := occupied(t, data)
	began := time.Now()
	s.call(p.Access, "POST", path+"/entries", `{"fields":{"helps":"x"}}`, 503, nil)
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("to be told so took %v", took)
	}
	s.call(p.Access, "GET", path, "", 200, nil)
	s.call("", "GET", "/readyz", "", 503, nil)
	letGo()
	s.isReady()
	s.call(p.Access, "POST", path+"/entries", `{"fields":{"helps":"x"}}`, 201, nil)
	s.ends()
}

// A disk that can be read alone: starting is refused in a sentence.
func TestDrillTheDiskIsReadOnly(t *testing.T) {
	drill(t)
	data := smallDisk(t, 8<<20)
	s := start(t, nil, "serve", "--data", data)
	s.signUp("ailsa@example.org")
	s.ends()
	if err := syscall.Mount("tmpfs", data, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		missing(t, "this drill needs the right to mount, which root has on a machine of its own, but not in a container without CAP_SYS_ADMIN: %v", err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "data folder cannot be written to")
}

func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		missing(t, "no strace here (make setup installs it): what needs one was left out")
	}
	if err := exec.CommandContext(context.Background(), path, "-o", "/dev/null", "true").Run(); err != nil {
		missing(t, "strace may not trace here; a container needs CAP_SYS_PTRACE for it: %v", err)
	}
	return path
}

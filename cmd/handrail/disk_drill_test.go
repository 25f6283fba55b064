package main_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// smallDisk is a folder that holds so many bytes and no more.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", size)); err != nil {
		t.Skipf("this drill needs the right to mount: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

// A full disk: what is asked to be written is answered 503 and is not there; reading
// goes on; with room again all goes on, and nothing that was acknowledged is lost.
func TestDrillTheDiskIsFull(t *testing.T) {
	data := smallDisk(t, 8<<20)
	ballast := filepath.Join(data, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	w := newWorld(t)
	w.s, w.owner = s, p
	words := string(make([]byte, 0, 4000))
	for range 3900 {
		words += "x"
	}
	path := w.plan() + "/sections/toolbox/entries"
	kept, refused := 0, 0
	for n := range 2000 {
		status := w.try(p.Access, "POST", path, fmt.Sprintf(`{"fields":{"helps":"%d %s"}}`, n, words), nil)
		switch status {
		case 201:
			kept++
		case 503:
			refused++
		default:
			t.Fatalf("a write to a full disk is answered %d", status)
		}
		if refused == 10 {
			break
		}
	}
	if refused < 10 || kept < 100 {
		t.Fatalf("the disk never filled: %d kept, %d refused", kept, refused)
	}
	there := func() int {
		var section struct{ Entries []struct{ ID string } }
		s.call(p.Access, "GET", w.plan()+"/sections/toolbox", "", 200, &section)
		return len(section.Entries)
	}
	if n := there(); n != kept {
		t.Errorf("%d were acknowledged, %d are there", kept, n)
	}
	s.call("", "GET", "/healthz", "", 200, nil)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	s.call(p.Access, "POST", path, `{"fields":{"helps":"room again"}}`, 201, nil)
	s.ends()
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Errorf("%+v", d)
	}
	s = start(t, nil, "serve", "--data", data)
	p.Access = s.signIn("ailsa@example.org", password)
	if n := there(); n != kept+1 {
		t.Errorf("started again: %d were acknowledged, %d are there", kept+1, n)
	}
	s.ends()
}

// Another process holds the database: writes are answered 503 in a bounded time,
// reading goes on, and afterwards everything does.
func TestDrillTheDatabaseIsLocked(t *testing.T) {
	t.Parallel() // it waits
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	path := "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
	db, err := sql.Open("sqlite3", filepath.Join(data, "handrail.db")+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	s.call(p.Access, "POST", path+"/entries", `{"fields":{"helps":"x"}}`, 503, nil)
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("to be told so took %v", took)
	}
	s.call(p.Access, "GET", path, "", 200, nil)
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	s.call(p.Access, "POST", path+"/entries", `{"fields":{"helps":"x"}}`, 201, nil)
	s.ends()
}

// A disk that can be read alone: starting is refused in a sentence.
func TestDrillTheDiskIsReadOnly(t *testing.T) {
	data := smallDisk(t, 8<<20)
	s := start(t, nil, "serve", "--data", data)
	s.signUp("ailsa@example.org")
	s.ends()
	if err := syscall.Mount("tmpfs", data, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("this drill needs the right to mount: %v", err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "data folder cannot be written to")
}

// What is under way when the server is told to stop is answered, and a new request
// meets nobody.
func TestDrillStoppingLetsAnswersFinish(t *testing.T) {
	s := start(t, nil, "serve", "--data", t.TempDir())
	p := s.signUp("ailsa@example.org")
	w := newWorld(t)
	w.s, w.owner = s, p
	finished := make(chan int, 1)
	go func() { // a password takes its time to be compared
		finished <- w.try("", "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":"ailsa@example.org","password":%q}`, password), nil)
	}()
	go w.write(1)
	s.call("", "GET", "/readyz", "", 200, nil)
	if code, _ := s.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
	if status := <-finished; status != 200 && status != 0 { // answered, or it came too late to be heard
		t.Errorf("the one under way was answered %d", status)
	}
	if status := w.try(p.Access, "GET", "/readyz", "", nil); status != 0 {
		t.Errorf("it still answers: %d", status)
	}
}

func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace here: that every answer waits for the disk was not traced (apt install strace)")
	}
	if err := exec.CommandContext(context.Background(), path, "-o", "/dev/null", "true").Run(); err != nil {
		t.Skipf("strace may not trace here: %v", err)
	}
	return path
}

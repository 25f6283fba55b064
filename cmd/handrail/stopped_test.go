package main_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Somebody who stops a check of a backup half way leaves no copy of the database behind.
func TestACheckThatIsStoppedLeavesNoCopy(t *testing.T) {
	data := used(t)
	secret, public := keys(t)
	text, err := os.ReadFile(backedUp(t, data, public))
	if err != nil {
		t.Fatal(err)
	}
	slow, scratch := filepath.Join(t.TempDir(), "slow"), t.TempDir()
	if err := syscall.Mkfifo(slow, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, []string{"TMPDIR=" + scratch}, "backup", "verify", slow, "--identity", secret, "--data", data)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	into, err := os.OpenFile(slow, os.O_WRONLY, 0) // it has begun to read
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = into.Close() }()
	if _, err := into.Write(text[:len(text)*3/4]); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) != 1 {
		t.Fatalf("no copy was begun: %v, %v", left, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = into.Write(text[len(text)*3/4:]) // it may be gone
	_ = into.Close()
	_ = cmd.Wait()
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

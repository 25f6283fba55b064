package databasetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Cluster is a PostgreSQL that one test has for itself, to be stopped hard. It waits for
// the disk as a real one does.
type Cluster struct {
	Place  string
	t      testing.TB
	folder string
}

// NewCluster starts one; where there is no PostgreSQL for tests it is left out like they are.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	named(t)
	folder, err := os.MkdirTemp("", "handrail-postgres-") // a test's own folder is closed to others
	if err != nil || os.Chmod(folder, 0o755) != nil {
		t.Fatalf("no folder: %v", err)
	}
	c := &Cluster{t: t, folder: folder}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	c.Place = c.control("start")
	t.Cleanup(func() { c.control("stop") })
	return c
}

// Kill stops it as a loss of power does.
func (c *Cluster) Kill() { c.control("kill") }

// Again starts it again.
func (c *Cluster) Again() { c.control("again") }

// Do runs a statement there.
func (c *Cluster) Do(statement string) {
	c.t.Helper()
	do(c.t, c.Place, statement)
}

func (c *Cluster) control(what string) string {
	c.t.Helper()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.Command(filepath.Join(filepath.Dir(here), "../../../.ci/postgres"), what, c.folder)
	cmd.Env = append(cmd.Environ(), "FSYNC=on")
	said, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("%s: %v", what, err)
	}
	return strings.TrimSpace(string(said))
}

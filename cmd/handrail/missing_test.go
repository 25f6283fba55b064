package main_test

import (
	"fmt"
	"os"
	"testing"
)

// drilling is true in CI and in the long drills: nothing is left out, and what is kept is kept on the disk.
func drilling() bool {
	return os.Getenv("CI") == "true" || os.Getenv("HANDRAIL_DRILLS") != ""
}

// missing leaves out a test that lacks something on this machine. In CI and in the long drills
// it fails, and says what is lacking.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	what := fmt.Sprintf(format, args...)
	if drilling() {
		t.Fatal(what)
	}
	t.Skip(what)
}

// drill leaves out, in the quick loop, what takes its time: servers that are killed, disks that fail, memory that is measured.
func drill(t *testing.T) {
	t.Helper()
	if !drilling() {
		t.Skip("it takes its time: make test runs it")
	}
}

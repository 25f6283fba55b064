package main_test

import (
	"fmt"
	"os"
	"testing"
)

// missing leaves out a test that lacks something on this machine. In CI and in the long drills
// nothing may be left out: there it fails, and says what is lacking.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	what := fmt.Sprintf(format, args...)
	if os.Getenv("CI") == "true" || os.Getenv("HANDRAIL_DRILLS") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

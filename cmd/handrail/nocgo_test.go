package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A build without a C compiler says so first, in words that tell what to do.
func TestABuildWithoutACompilerSaysWhatIsMissing(t *testing.T) {
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(t.TempDir(), "handrail"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	lines := strings.Split(string(out), "\n")
	if err == nil || len(lines) < 2 || !strings.Contains(lines[1], "install_gcc_and_build_with_CGO_ENABLED_1") {
		t.Errorf("%v\n%s", err, out)
	}
}

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// blocks are the parts of the README that stand in as they would in a file.
func blocks(t *testing.T) (out []string) {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(string(text), "\n\n") {
		if strings.HasPrefix(part, "    ") {
			out = append(out, strings.ReplaceAll("\n"+part, "\n    ", "\n")+"\n")
		}
	}
	return out
}

// What the README says of systemd is a unit that systemd understands.
func TestTheUnitOfTheReadmeHolds(t *testing.T) {
	systemd, err := exec.LookPath("systemd-analyze")
	if err != nil {
		missing(t, "no systemd-analyze here (make setup installs it): the README's units were not checked")
	}
	folder := t.TempDir()
	units := map[string]string{"\n[Unit]": "handrail.service", "\n[Socket]": "handrail.socket"}
	for _, b := range blocks(t) {
		for begins, name := range units {
			if !strings.HasPrefix(b, begins) {
				continue
			}
			delete(units, begins)
			b = strings.ReplaceAll(strings.ReplaceAll(b, "/usr/local/bin/handrail", binary), "User=handrail", "User=root") // those of this machine
			if err := os.WriteFile(filepath.Join(folder, name), []byte(b), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(units) > 0 {
		t.Fatalf("not in the README: %v", units)
	}
	for _, name := range []string{"handrail.service", "handrail.socket"} {
		out, err := exec.CommandContext(t.Context(), systemd, "verify", "--man=no", filepath.Join(folder, name)).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, "handrail") {
				t.Errorf("%s: %s %v", name, line, err)
			}
		}
	}
}

// Every setting that the README names can be set.
func TestTheSettingsOfTheReadmeAreThere(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../../app/config/config.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`HANDRAIL_[A-Z_]+`).FindAllString(string(text), -1) {
		if !strings.Contains(string(source), `"`+name+`"`) && !strings.Contains(string(source), `"`+name+`,`) {
			t.Errorf("%s is no setting", name)
		}
	}
	for _, found := range regexp.MustCompile(`env:"(HANDRAIL_[A-Z_]+)`).FindAllStringSubmatch(string(source), -1) {
		if !strings.Contains(string(text), "`"+found[1]+"`") {
			t.Errorf("%s is not in the README", found[1])
		}
	}
}

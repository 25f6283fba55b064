package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// findings fails the test unless the doctor found exactly these, one a line.
func findings(t *testing.T, data string, want ...string) {
	t.Helper()
	d := run(t, nil, "doctor", "--data", data)
	lines := strings.Split(strings.TrimSpace(d.out), "\n")
	if d.code != 1 || len(lines) != len(want) || d.errs != "" {
		t.Fatalf("%+v", d)
	}
	for i, says := range want {
		if !strings.Contains(lines[i], says) {
			t.Errorf("%q is not in %q", says, lines[i])
		}
	}
}

func TestDoctorFindsNothingWhenAllIsWell(t *testing.T) {
	data := used(t)
	s := start(t, nil, "serve", "--data", data) // also while the server runs
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 || d.out != "all is well\n" || d.errs != "" {
		t.Errorf("%+v", d)
	}
	s.ends()
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	data := used(t)
	if err := os.Chmod(data, 0o755); err != nil {
		t.Fatal(err)
	}
	findings(t, data, "others on this machine")
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(data, "handrail.key"), 0o644); err != nil {
		t.Fatal(err)
	}
	findings(t, data, "handrail.key")
	meddle(t, data, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, 1)")
	findings(t, data, "newer handrail")
	if err := os.Remove(filepath.Join(data, "handrail.key")); err != nil {
		t.Fatal(err)
	}
	findings(t, data, "no key")
}

func TestDoctorMakesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	findings(t, data, "no database")
	if _, err := os.Stat(data); err == nil {
		t.Error("it made a folder")
	}
}

func TestDoctorFindsAChangedListOfLooks(t *testing.T) {
	data := filepath.Join(t.TempDir(), "world")
	s := start(t, nil, "demo", "--data", data)
	s.ends()
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	meddle(t, data, "UPDATE access_records SET at = at - 1 WHERE number = 7")
	findings(t, data, "from record 7")
}

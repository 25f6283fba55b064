package main_test

import (
	"database/sql"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"handrail/app/apptest"
)

// Where there is no C compiler Go builds without one. What comes out begins on an empty folder,
// and leaves one that the other build, whichever has made this test, opens and writes, and back again.
func TestABuildWithoutACompilerKeepsTheSameFile(t *testing.T) {
	drill(t)
	folder := t.TempDir()
	without := filepath.Join(folder, "handrail")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", without, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(folder, "data")
	section := startedBy(t, without, data).writes("without a compiler")
	if n := entriesIn(t, data); n != 1 {
		t.Errorf("%d entries in the file", n)
	}
	for _, program := range []string{binary, without} {
		startedBy(t, program, data).reads(section, "without a compiler")
	}
}

// startedBy is start for another program; its first page is there.
func startedBy(t *testing.T, program, data string) *server {
	t.Helper()
	cmd := command(t, nil, "serve", "--data", data, "--addr", "127.0.0.1:0")
	cmd.Path = program
	s := begin(t, cmd)
	s.call("", http.MethodGet, "/sign-in", "", 200, nil)
	return s
}

// writes has somebody write, and says in which section it stands.
func (s *server) writes(words string) (section string) {
	p := s.signUp("ailsa@example.org")
	section = "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
	s.call(p.Access, "POST", section+"/entries", `{"fields":{"helps":"`+words+`"}}`, 201, nil)
	s.ends()
	return section
}

// reads has the same person read every word of it, and write them once more.
func (s *server) reads(section, words string) {
	s.t.Helper()
	var kept struct {
		Entries []struct{ Fields map[string]string }
	}
	token := s.signIn("ailsa@example.org", password)
	s.call(token, "GET", section, "", 200, &kept)
	if len(kept.Entries) == 0 || kept.Entries[0].Fields["helps"] != words {
		s.t.Errorf("kept %+v", kept)
	}
	s.call(token, "POST", section+"/entries", `{"fields":{"helps":"more"}}`, 201, nil)
	if d := run(s.t.(*testing.T), nil, "doctor", "--data", s.data()); d.code != 0 {
		s.t.Errorf("%+v", d)
	}
	s.ends()
}

func entriesIn(t *testing.T, data string) (n int) {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM entries").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

package main_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
)

func TestADataFolderMovesToPostgreSQL(t *testing.T) {
	cluster, data := apptest.NewCluster(t), used(t)
	there := []string{"HANDRAIL_DATABASE=" + cluster.Place}
	run(t, nil, "move", "--data", data).refused(t, "HANDRAIL_DATABASE")
	run(t, there, "move", "--data", filepath.Join(data, "nothing")).refused(t, "no database")
	still := start(t, nil, "serve", "--data", data)
	run(t, there, "move", "--data", data).refused(t, "stop the server")
	still.ends()
	d := run(t, there, "move", "--data", data)
	if d.code != 0 || !strings.Contains("\n"+d.out, "\naccounts: 1 of 1\n") || !strings.Contains(d.out, "comparing accounts: 1 of 1\n") || !strings.HasSuffix(d.out, "all is well\n") || d.errs != "" {
		t.Fatalf("%+v", d)
	}
	run(t, nil, "serve", "--data", data).refused(t, "was moved to PostgreSQL")
	run(t, there, "move", "--data", data).refused(t, "there are accounts")

	one := start(t, there, "serve", "--data", data)
	two := start(t, there, "serve", "--data", data)
	one.signUp("morag@example.org")
	two.signIn("morag@example.org", password)
	two.signIn("ailsa@example.org", password)
	if d := run(t, there, "doctor", "--data", data); d.code != 0 || d.out != "all is well\n" {
		t.Errorf("%+v", d)
	}
	run(t, there, "serve", "--data", t.TempDir()).refused(t, "no key")
	apart := append(there, "HANDRAIL_KEY_FILE="+filepath.Join(data, "handrail.key"))
	run(t, apart, "serve", "--data", t.TempDir()).refused(t, "the ledger is not where it should be")
	cluster.Kill()
	one.call("", "GET", "/readyz", "", 503, nil)
	cluster.Again()
	one.isReady()
	one.signIn("ailsa@example.org", password)
	one.ends()
	two.ends()
}

// isReady waits until the server says that it can serve.
func (s *server) isReady() { s.says(200) }

// says waits until the server says so of whether it can serve.
func (s *server) says(status int) {
	s.t.Helper()
	late := time.After(patience)
	for {
		if s.answers("/readyz") == status {
			return
		}
		select {
		case <-late:
			s.t.Fatalf("it does not say %d\n%s", status, s.errs)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// answers is the status of an answer.
func (s *server) answers(path string) int {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = a.Body.Close()
	return a.StatusCode
}

func TestAPostgreSQLThatCannotBeUsed(t *testing.T) {
	serve := func(where string) done {
		return run(t, []string{"HANDRAIL_DATABASE=" + where}, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0")
	}
	d := serve("postgres://handrail:secret@127.0.0.1:1/handrail")
	d.refused(t, "cannot be reached")
	if strings.Contains(d.errs, "secret") {
		t.Error(d.errs)
	}
	serve("mysql://127.0.0.1/handrail").refused(t, "HANDRAIL_DATABASE")
}

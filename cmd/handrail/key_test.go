package main_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
)

// wrappedBy counts plans by the number of the master key that their keys are under.
func wrappedBy(t *testing.T, data string, number byte) (n int) {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM plans WHERE substr(key, 1, 1) = ?", []byte{number}).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheMasterKeyIsRotatedAndEverythingStillOpens(t *testing.T) {
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	section := "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
	s.call(p.Access, "POST", section+"/entries", `{"fields":{"helps":"`+tatties+`"}}`, 201, nil)
	s.ends()
	file := filepath.Join(data, "handrail.key")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := run(t, nil, "key", "rotate", "--data", data); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	after, err := os.ReadFile(file)
	info, bad := os.Stat(file)
	if err != nil || bad != nil || !bytes.HasPrefix(after, before) || bytes.Count(after, []byte("\n")) != 2 || info.Mode().Perm() != 0o600 {
		t.Fatalf("the key file: %d lines, %v", bytes.Count(after, []byte("\n")), err)
	}
	s = start(t, nil, "serve", "--data", data)
	for deadline := time.Now().Add(patience); wrappedBy(t, data, 1) == 0 && time.Now().Before(deadline); {
		s.call("", "GET", "/readyz", "", 200, nil)
	}
	if old, now := wrappedBy(t, data, 0), wrappedBy(t, data, 1); old != 0 || now != 1 {
		t.Errorf("%d plans under the old key, %d under the new", old, now)
	}
	var kept struct {
		Entries []struct{ Fields map[string]string }
	}
	s.call(p.Access, "GET", section, "", 200, nil) // a token from before holds until it runs out
	s.call(s.signIn("ailsa@example.org", password), "GET", section, "", 200, &kept)
	if len(kept.Entries) != 1 || kept.Entries[0].Fields["helps"] != tatties {
		t.Errorf("kept %+v", kept)
	}
	s.ends()
	if err := os.WriteFile(file, before, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "this key does not open") // the old key alone
	run(t, []string{"HANDRAIL_KEY=" + string(bytes.TrimSpace(after))}, "key", "rotate", "--data", data).refused(t, "HANDRAIL_KEY")
}

// A key that was made beforehand is the one that a new installation is sealed with.
func TestAKeyCanBeMadeBeforehand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if d := run(t, nil, "key", "new", "--out", path); d.code != 0 || !strings.Contains(d.out, "without it everything is lost") {
		t.Fatalf("%+v", d)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	run(t, nil, "key", "new", "--out", path).refused(t, "there already")
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data, "--key-file", path)
	s.signUp("ailsa@example.org")
	s.ends()
	if _, err := os.Stat(filepath.Join(data, "handrail.key")); err == nil {
		t.Error("another key was made in the data folder")
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "no key")
}

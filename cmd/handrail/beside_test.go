package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"handrail/app/apptest"
)

// A backup is not put into a folder in which a server is still at work, also where its
// database was put aside.
func TestNothingIsPutBackBesideAServer(t *testing.T) {
	data := used(t)
	secret, public := keys(t)
	kept := backedUp(t, data, public)
	s := start(t, nil, "serve", "--data", data)
	if err := os.Rename(filepath.Join(data, "handrail.db"), filepath.Join(data, "aside.db")); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "restore", kept, "--identity", secret, "--data", data).refused(t, "stop the server")
	s.ends()
	if d := run(t, nil, "restore", kept, "--identity", secret, "--data", data); d.code != 0 {
		t.Errorf("once it has ended: %+v", d)
	}
}

// On PostgreSQL, too, a server that runs would write its own time again.
func TestTheClockIsNotTakenBesideAServerOnPostgreSQL(t *testing.T) {
	place, data := apptest.NewCluster(t).Place, t.TempDir()
	there := []string{"HANDRAIL_DATABASE=" + place}
	start(t, there, "serve", "--data", data).ends()
	ahead(t, place)
	s := start(t, there, "serve", "--data", data)
	if d := run(t, there, "clock", "--accept", "--data", data); d.code != 2 || !strings.Contains(d.errs, "stop the server") {
		t.Errorf("beside a server: %+v", d)
	}
	s.ends()
	if d := run(t, there, "clock", "--accept", "--data", data); d.code != 0 {
		t.Errorf("once it has ended: %+v", d)
	}
}

// ahead has the database remember a time in 2099.
func ahead(t *testing.T, place string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if _, err := conn.Exec(t.Context(), `UPDATE settings SET value = '\x000e767850efe000' WHERE name = 'time seen'`); err != nil {
		t.Fatal(err)
	}
}

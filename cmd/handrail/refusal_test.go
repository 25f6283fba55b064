package main_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/apptest"
)

// used is a data folder that has been served once.
func used(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	s := start(t, nil, "serve", "--data", data)
	s.signUp("ailsa@example.org")
	s.ends()
	return data
}

// meddle changes the database behind Handrail's back.
func meddle(t *testing.T, data, statement string) {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestABadSettingIsRefused(t *testing.T) {
	run(t, nil, "serve", "--addr", "nonsense").refused(t, "nonsense")
	run(t, []string{"HANDRAIL_ADDR=nonsense"}, "serve").refused(t, "nonsense")
	run(t, nil, "serve", "--port", "80").refused(t, "-port")
	run(t, nil, "serve", "extra").refused(t, "extra")
	run(t, nil, "serve", "--key-file", "nowhere").refused(t, "nowhere")
	run(t, []string{"HANDRAIL_SMTP_URL=nonsense"}, "serve").refused(t, "HANDRAIL_SMTP_URL")
	run(t, []string{"HANDRAIL_KEY=nonsense"}, "serve", "--addr", "127.0.0.1:0").refused(t, "key")
	run(t, nil, "demo", "--addr", "nonsense").refused(t, "nonsense")
	run(t, nil, "doctor", "--log-level", "loud").refused(t, "loud")
}

func TestAFolderThatCannotBeMadeIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(file, "data")).refused(t, "data folder cannot be written to")
}

func TestAReadOnlyFolderIsRefused(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere; TestAFolderThatCannotBeMadeIsRefused holds the sentence")
	}
	data := t.TempDir()
	if err := os.Chmod(data, 0o500); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "data folder cannot be written to")
}

func TestANewerSchemaIsRefused(t *testing.T) {
	data := used(t)
	meddle(t, data, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, 1)")
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "newer handrail")
}

func TestAnotherKeyIsRefused(t *testing.T) {
	data, other := used(t), used(t)
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data, "--key-file", filepath.Join(other, "handrail.key")).refused(t, "this key does not open")
	if err := os.Remove(filepath.Join(data, "handrail.key")); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data).refused(t, "no key")
	if _, err := os.Stat(filepath.Join(data, "handrail.key")); err == nil {
		t.Error("it made a new key beside old data")
	}
}

func TestTheKeyCanBeKeptElsewhere(t *testing.T) {
	data := used(t)
	key, err := os.ReadFile(filepath.Join(data, "handrail.key"))
	if err != nil {
		t.Fatal(err)
	}
	away := filepath.Join(t.TempDir(), "key")
	if err := os.Rename(filepath.Join(data, "handrail.key"), away); err != nil {
		t.Fatal(err)
	}
	for _, env := range []string{"HANDRAIL_KEY=" + strings.TrimSpace(string(key)), "HANDRAIL_KEY_FILE=" + away} {
		s := start(t, []string{env}, "serve", "--data", data)
		s.signIn("ailsa@example.org", password)
		s.ends()
	}
	if _, err := os.Stat(filepath.Join(data, "handrail.key")); err == nil {
		t.Error("a key came to stand in the folder")
	}
}

func TestNoCommandAndAnUnknownOne(t *testing.T) {
	for _, args := range [][]string{nil, {"help"}, {"--help"}, {"serve", "--help"}, {"demo", "--help"}, {"account", "--help"}, {"account", "add", "--help"}, {"doctor", "-h"}, {"version"}} {
		if d := run(t, nil, args...); d.code != 0 || !strings.Contains(d.out, "handrail") || d.errs != "" {
			t.Errorf("%q: exit %d, %q, %q", args, d.code, d.out, d.errs)
		}
	}
	if d := run(t, nil, "dance"); d.code != 2 || !strings.Contains(d.errs, `"dance"`) {
		t.Errorf("exit %d, %q", d.code, d.errs)
	}
}

// What cannot be written to is named: the folder for backups, the ledger, the place where a
// backup is unpacked. None of them is the data folder.
func TestWhatCannotBeWrittenToIsNamed(t *testing.T) {
	data := used(t)
	secret, public := keys(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "backup", "--data", data, "--backup-to", filepath.Join(file, "backups"), "--backup-recipient", public).refused(t, "--backup-to")
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--ledger", filepath.Join(file, "ledger")).refused(t, "--ledger")
	path := backedUp(t, data, public)
	run(t, []string{"TMPDIR=" + filepath.Join(file, "tmp")}, "backup", "verify", path, "--identity", secret, "--data", data).refused(t, "TMPDIR")
}

// A full disk is said to be that, and not that the backup is damaged.
func TestAFullDiskIsNoDamagedBackup(t *testing.T) {
	data := used(t)
	secret, public := keys(t)
	path := backedUp(t, data, public)
	run(t, []string{"TMPDIR=" + smallDisk(t, 64<<10)}, "backup", "verify", path, "--identity", secret, "--data", data).saysIn(t, "TMPDIR")
}

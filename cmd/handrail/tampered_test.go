package main_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"handrail/app/apptest"
)

// opened is what is in a backup.
type opened struct {
	manifest map[string]any
	database []byte
}

// open opens a backup with its secret.
func openBackup(t *testing.T, path, secret string) opened {
	t.Helper()
	id, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(id))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), ids...)
	if err != nil {
		t.Fatal(err)
	}
	var o opened
	in := tar.NewReader(plain)
	for _, into := range []any{&o.manifest, &o.database} {
		if _, err := in.Next(); err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if database, is := into.(*[]byte); is {
			*database = text
		} else if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// seal puts it into a file that opens well: age finds nothing wrong with it.
func (o opened) seal(t *testing.T, public string) string {
	t.Helper()
	to, err := age.ParseX25519Recipient(public)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	sealed, err := age.Encrypt(&file, to)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := json.Marshal(o.manifest)
	if err != nil {
		t.Fatal(err)
	}
	out := tar.NewWriter(sealed)
	for _, part := range []struct {
		name string
		text []byte
	}{{"manifest.json", manifest}, {"handrail.db", o.database}} {
		if err := out.WriteHeader(&tar.Header{Name: part.name, Mode: 0o600, Size: int64(len(part.text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(part.text); err != nil {
			t.Fatal(err)
		}
	}
	if out.Close() != nil || sealed.Close() != nil {
		t.Fatal("it cannot be sealed")
	}
	path := filepath.Join(t.TempDir(), "changed.backup.age")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// meddle changes the database in it, and has the manifest agree.
func (o *opened) meddle(t *testing.T, statement string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "handrail.db")
	if err := os.WriteFile(path, o.database, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(apptest.SQLite, path)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.ExecContext(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if o.database, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(o.database)
	o.manifest["sha256"], o.manifest["size"] = hex.EncodeToString(sum[:]), len(o.database)
}

// A backup that opens well and is not what it says is found by each of the checks by itself: how
// many rows there are, the hash, and the chain of who has looked.
func TestVerifyFindsWhatTheSealDoesNot(t *testing.T) {
	secret, public := keys(t)
	data := t.TempDir()
	w := settled(t, data)
	w.changes(given)
	for range 3 {
		w.glance()
	}
	path := backedUp(t, data, public)
	w.s.ends()
	verify := func(path string) done {
		return run(t, nil, "backup", "verify", path, "--identity", secret, "--data", data, "--log-level", "error")
	}
	if d := verify(openBackup(t, path, secret).seal(t, public)); d.code != 0 || !strings.Contains(d.out, "is whole") {
		t.Fatalf("sealed anew as it was: %+v", d)
	}
	for name, try := range map[string]struct {
		change func(*opened)
		code   int
		says   string
	}{
		"another count":   {func(o *opened) { o.manifest["rows"].(map[string]any)["grants"] = 7 }, 2, "damaged"},
		"a table missing": {func(o *opened) { delete(o.manifest["rows"].(map[string]any), "grants") }, 2, "damaged"},
		"another schema":  {func(o *opened) { o.manifest["schema"] = o.manifest["schema"].(float64) - 1 }, 2, "damaged"},
		"another hash":    {func(o *opened) { o.manifest["sha256"] = strings.Repeat("0", 64) }, 2, "damaged"},
		"a byte changed":  {func(o *opened) { o.database[len(o.database)-1] ^= 1 }, 2, "damaged"},
		"a record changed": {func(o *opened) {
			o.meddle(t, "UPDATE access_records SET act = 'write' WHERE number = 2")
		}, 1, "who has looked"},
		"the newest record taken out": {func(o *opened) {
			o.meddle(t, "DELETE FROM access_records WHERE number = (SELECT max(number) FROM access_records)")
			rows := o.manifest["rows"].(map[string]any)
			rows["access_records"] = rows["access_records"].(float64) - 1
		}, 1, "who has looked"},
	} {
		o := openBackup(t, path, secret)
		try.change(&o)
		if d := verify(o.seal(t, public)); d.code != try.code || !strings.Contains(d.out+d.errs, try.says) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

package app_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/app/internal/databasetest"
)

// SAFETY.md 16: an address that is taken and one that is not wait for the disk as often.
func TestSignUpByMailWaitsForTheDiskOnceWhetherOrNotTheAddressIsTaken(t *testing.T) {
	databasetest.SQLiteAlone(t)
	w := apptest.NewWithMail(t)
	for _, email := range []string{"isla@example.org", w.Ailsa.Email} {
		before := commits(t, w.Folder)
		_, err := w.App.SignUp(t.Context(), app.SignUp{Email: email, Name: "Isla", Password: apptest.Password})
		w.Must(err)
		if n := commits(t, w.Folder) - before; n != 1 {
			t.Errorf("%s: %d commits", email, n)
		}
	}
}

// commits counts them in SQLite's log: the frame that ends one gives the size of the
// database (SQLite's file format, section 4.1). Frames of an earlier round have other salts.
func commits(t *testing.T, folder string) (n int) {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(folder, app.DatabaseName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	const head, frameHead = 32, 24 // bytes
	page := int(binary.BigEndian.Uint32(log[8:]))
	for at := head; at+frameHead <= len(log); at += frameHead + page {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 && bytes.Equal(log[at+8:at+16], log[16:24]) {
			n++
		}
	}
	return n
}

package app_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/app/internal/databasetest"
)

// SAFETY.md 16: an address that is taken and one that is not wait for the disk as often.
func TestWithMailATakenAddressWaitsForTheDiskAsOftenAsAnother(t *testing.T) {
	databasetest.SQLiteAlone(t)
	w := apptest.NewWithMail(t)
	for name, do := range map[string]func(email string) error{
		"signing up": func(email string) error {
			_, err := w.App.SignUp(t.Context(), app.SignUp{Email: email, Name: "Isla", Password: apptest.Password})
			return err
		},
		"moving": func(email string) error { return w.App.ChangeEmail(t.Context(), w.Ailsa.Actor, email) },
	} {
		for _, email := range []string{"isla@example.org", w.Morag.Email} {
			before := commits(t, w.Folder)
			w.Must(do(email))
			if n := commits(t, w.Folder) - before; n != 1 {
				t.Errorf("%s as %s: %d commits", name, email, n)
			}
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

// unproved is Isla, who has signed up by mail; the token that was mailed to her proves her address.
func unproved(w *apptest.World) (isla apptest.Who, token string) {
	w.T.Helper()
	const email = "isla@example.org"
	_, err := w.App.SignUp(w.T.Context(), app.SignUp{Email: email, Name: "Isla", Password: apptest.Password})
	w.Must(err)
	isla = w.SignIn(apptest.Who{Name: "Isla", Email: email})
	return isla, tokenIn(w.Mail.Next())
}

func tokenIn(m apptest.Mail) string {
	_, token, _ := strings.Cut(m.Body, "token=")
	return token
}

package pages_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// The lead reads the version, how old the newest backup is, how much room there is, and
// whether mail goes out. Nobody else finds the page.
func TestTheLeadSeesHowTheServiceIs(t *testing.T) {
	w := apptest.NewWithMail(t)
	_, public, err := app.NewBackupKey()
	w.Must(err)
	w.Version, w.Backups = "v9.8.7", app.Backups{Folder: filepath.Join(t.TempDir(), "backups"), Recipients: public, Every: 24 * time.Hour}
	w.Restart(func(string) {})
	at(w, w.Morag).get("/lead/status").is(404)
	leona := at(w, w.Leona)
	leona.get("/lead/status").is(200).has("v9.8.7", "None yet.", "The database takes ", "Nothing was sent since the start.").lacks("The database takes 0 MB")
	_, err = w.App.Backup(t.Context(), w.Backups.Folder, public, func(string, int64, int64) {})
	w.Must(err)
	leona.get("/lead/status").has("The newest is from 23 November", "There is 1.")
	invite := func(email string) {
		_, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Email: email})
		w.Must(err)
	}
	invite("rory@example.org")
	leona.waitsFor("/lead/status", "The last one went out on")
	w.Mail.Break()
	w.Clock.Forward(time.Minute)
	w.Ailsa = w.SignIn(w.Ailsa)
	invite("isla@example.org")
	leona.waitsFor("/lead/status", "The last one could not be sent")
}

// A folder for backups that cannot be read is said in words, and the page has all else.
func TestTheLeadIsToldThatBackupsCannotBeRead(t *testing.T) {
	w := apptest.New(t)
	folder := filepath.Join(t.TempDir(), "backups")
	w.Must(os.WriteFile(folder, nil, 0o600)) // no folder at all
	w.Backups = app.Backups{Folder: folder, Every: 24 * time.Hour}
	w.Restart(func(string) {})
	at(w, w.Leona).get("/lead/status").is(200).has("The folder that they go to cannot be read.", "The database takes ")
}

// waitsFor looks again until what happens in the background has happened.
func (b *browser) waitsFor(path, words string) {
	b.t.Helper()
	for late := time.After(10 * time.Second); ; {
		if strings.Contains(b.get(path).text, words) {
			return
		}
		select {
		case <-late:
			b.get(path).has(words)
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

package pages_test

import (
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A day on which the last backup goes is promised only where the server throws it away itself.
func TestOnlyBackupsThatGoByThemselvesArePromisedToGo(t *testing.T) {
	for name, c := range map[string]struct {
		backups                            app.Backups
		before, after, notBefore, notAfter string
	}{
		"by themselves": {app.Backups{Folder: filepath.Join(t.TempDir(), "backups"), Every: 24 * time.Hour},
			"after 30 days more", "thrown away on 30 December", "kept by hand", "kept by hand"},
		"by hand": {app.Backups{}, "kept by hand", "kept by hand", "days more", "thrown away on"},
	} {
		t.Run(name, func(t *testing.T) {
			w := apptest.New(t)
			w.Backups = c.backups
			w.Restart(func(string) {})
			ailsa := at(w, w.Ailsa)
			ailsa.get("/me/erase").is(200).has(c.before).lacks(c.notBefore)
			ailsa.post("/me/erase", "account", "stays").is(303)
			w.Clock.Forward(models.EraseWait)
			w.Must(w.App.EraseDue(t.Context()))
			at(w, w.SignIn(w.Ailsa)).get("/").is(200).has(c.after).lacks(c.notAfter)
		})
	}
}

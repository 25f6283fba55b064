package main

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"handrail/app"
)

// Where rights are missing, the sentence is about the place that they are missing for.
func TestMissingRightsAreNamedAfterTheirPlace(t *testing.T) {
	for says, err := range map[string]error{
		"--data":      fs.ErrPermission,
		"--ledger":    app.ErrLedger,
		"--backup-to": app.ErrBackupFolder,
		"TMPDIR":      app.ErrNotTaken,
		"no room":     app.ErrNoRoom,
	} {
		if got := sentence(fmt.Errorf("%w: %w", err, fs.ErrPermission)); !strings.Contains(got, says) {
			t.Errorf("%v: %q", err, got)
		}
	}
}

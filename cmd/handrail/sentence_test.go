package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/handlers/say"
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

// The language is looked for where other programs look, and a language that nobody has put
// Handrail into is English.
func TestTheLanguageIsTheSystems(t *testing.T) {
	for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	t.Setenv("LANG", "de_AT.UTF-8@euro")
	if got := asked(); !slices.Equal(got, []string{"", "de_AT"}) {
		t.Errorf("%q", got)
	}
	t.Setenv("LC_MESSAGES", "cy_GB")
	t.Setenv("LANGUAGE", "gd:cy")
	if got := asked(); !slices.Equal(got, []string{"gd", "cy", "cy_GB"}) {
		t.Errorf("%q", got)
	}
	t.Setenv("LC_ALL", "C.UTF-8") // as scripts set it, which read what is said
	if got := asked(); len(got) > 0 {
		t.Errorf("%q", got)
	}
	if got := sentence(app.ErrNothing); got != "there is no database in the data folder" {
		t.Errorf("%q", got)
	}
}

// Each fault that has a sentence has one in the catalogue.
func TestEveryFaultIsSaid(t *testing.T) {
	for _, f := range faults {
		if !say.Known(f.key) || sentence(f.is) == f.key {
			t.Errorf("%v is said as %q", f.is, sentence(f.is))
		}
	}
}

// A path is written so that it can be copied, whatever letters are in it.
func TestAPathIsSaidAsItIs(t *testing.T) {
	const path = "/srv/نسخ/copy.age"
	if got := words("command.backup.wrote", "File", path); !strings.HasSuffix(got, " "+path) {
		t.Errorf("%q", got)
	}
}

package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// written is a backup of a small database, and the secret that opens it.
func written(t *testing.T) (path string, secret []byte) {
	t.Helper()
	folder := t.TempDir()
	from := filepath.Join(folder, "from")
	text, public, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(from, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder, "backup")
	if err := Write(path, from, public, Manifest{}, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	return path, []byte(text)
}

// A place that cannot take what is in a backup is no fault of the backup's, and neither is
// somebody who stops; a backup that was cut short is.
func TestOnlyABackupThatIsDamagedIsSaidToBe(t *testing.T) {
	path, secret := written(t)
	nothing := func(string, int64, int64) {}
	stopped, stop := context.WithCancel(t.Context())
	fullDisk := "/dev/full"
	for name, c := range map[string]struct {
		ctx    context.Context
		into   string
		report Report
		want   error
	}{
		"no such folder":     {t.Context(), filepath.Join(t.TempDir(), "away", "into"), nothing, ErrNotTaken},
		"stopped half way":   {stopped, filepath.Join(t.TempDir(), "into"), func(string, int64, int64) { stop() }, context.Canceled},
		"room, and patience": {t.Context(), filepath.Join(t.TempDir(), "into"), nothing, nil},
	} {
		_, err := Take(c.ctx, path, c.into, secret, c.report)
		if !errors.Is(err, c.want) || c.want != ErrDamaged && errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	full, err := os.OpenFile(fullDisk, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = full.Close() }()
	c := &counting{ctx: t.Context(), out: full, report: nothing}
	if _, err := c.Write([]byte("x")); err == nil || c.failed == nil {
		t.Errorf("a full disk: %v, %v", err, c.failed)
	}
	if err := os.Truncate(path, 1<<19); err != nil {
		t.Fatal(err)
	}
	if _, err := Take(t.Context(), path, filepath.Join(t.TempDir(), "into"), secret, nothing); !errors.Is(err, ErrDamaged) {
		t.Errorf("cut short: %v", err)
	}
}

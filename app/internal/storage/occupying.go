package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrInUse is a folder in which something is at work that nothing else may stand beside.
var ErrInUse = errors.New("storage: the data folder is in use")

// occupy makes the folder and says in it that a server is there. Several may be: one takes
// over from the other. A command beside it says nothing; nor does a server whose database is elsewhere.
func (s Settings) occupy() (free func(), err error) {
	if err := makeFolder(s.Folder); err != nil {
		return nil, err
	}
	if s.Beside || s.Database != "" {
		return func() {}, nil
	}
	return lock(inUse(s.Folder), syscall.LOCK_SH, ErrInUse)
}

// occupyAlone is for what bears no server on the same SQLite, not even one whose database was
// put aside while it runs.
func (s Settings) occupyAlone() (free func(), err error) {
	if s.Database != "" || !there(inUse(s.Folder)) { // no server was ever there
		return func() {}, nil
	}
	return lock(inUse(s.Folder), syscall.LOCK_EX, ErrInUse)
}

// inUse is the file that a server holds with others, and what bears no server alone.
func inUse(folder string) string { return filepath.Join(folder, ".server.lock") }

// lock holds a lock that the system takes away with the process (flock(2)); how is whether
// others may hold it too. It waits for nobody.
func lock(path string, how int, taken error) (free func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(taken, f.Close())
	}
	return func() { _ = f.Close() }, nil
}

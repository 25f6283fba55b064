package storage

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"handrail/app/internal/internal/database"
)

// Room is how much there is, and how much is left, in bytes.
type Room struct{ Database, Free, Disk int64 }

// Room looks at the disk of the data folder.
func (s *Storage) Room() (Room, error) {
	var d syscall.Statfs_t
	if err := syscall.Statfs(s.settings.Folder, &d); err != nil {
		return Room{}, fmt.Errorf("storage: %w", err)
	}
	r := Room{Free: int64(d.Bavail) * d.Bsize, Disk: int64(d.Blocks) * d.Bsize}
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(s.settings.Folder, database.FileName+tail)); err == nil {
			r.Database += info.Size()
		}
	}
	return r, nil
}

// Waiting is how many writes wait for their turn.
func (s *Storage) Waiting() int { return s.db.Waiting() }

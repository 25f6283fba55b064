package storage

import (
	"context"
	"fmt"
	"syscall"
)

// Room is how much there is, and how much is left, in bytes.
type Room struct{ Database, Free, Disk int64 }

// Room looks at the disk of the data folder, and how large the database is wherever it stands.
func (s *Storage) Room(ctx context.Context) (Room, error) {
	room, err := s.Disk()
	if err != nil {
		return room, err
	}
	room.Database, err = s.Size(ctx)
	return room, err
}

// Disk is Room without asking the database how large it is.
func (s *Storage) Disk() (Room, error) {
	var d syscall.Statfs_t
	if err := syscall.Statfs(s.settings.Folder, &d); err != nil {
		return Room{}, fmt.Errorf("storage: %w", err)
	}
	return Room{Free: int64(d.Bavail) * d.Bsize, Disk: int64(d.Blocks) * d.Bsize}, nil
}

// Size is how many bytes the database takes.
func (s *Storage) Size(ctx context.Context) (int64, error) { return s.db.Size(ctx) }

// Waiting is how many writes wait for their turn.
func (s *Storage) Waiting() int { return s.db.Waiting() }

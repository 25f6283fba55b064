package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"handrail/app/internal/backup"
	"handrail/app/internal/internal/database"
)

// What keeps a backup from being taken.
var (
	ErrBusy   = errors.New("storage: another backup is under way")
	ErrNoRoom = errors.New("storage: the disk of the data folder has no room for a copy")

	// ErrBackupFolder is a folder for backups that cannot be written to.
	ErrBackupFolder = errors.New("storage: the folder for backups cannot be written to")
)

// copying is the folder in which a copy stands for as long as it is being sealed.
const copying = ".copy"

// Backup writes a backup into a folder, encrypted to public keys, while everything
// is in use, and gives its path. What is in it is a SQLite database, also where the rows come from a
// PostgreSQL: each can be put back as either.
func (s *Storage) Backup(ctx context.Context, folder, recipients string, report backup.Report) (string, error) {
	if _, err := backup.Recipients(recipients); err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("%w: %w", ErrBackupFolder, err)
	}
	free, err := lock(filepath.Join(s.settings.Folder, ".backup.lock"), syscall.LOCK_EX, ErrBusy)
	if err != nil {
		return "", err
	}
	defer free()
	room, err := s.Room(ctx)
	if err != nil {
		return "", err
	}
	if room.Free < 2*room.Database { // the copy, and as much again for everything else
		return "", ErrNoRoom
	}
	scratch := filepath.Join(s.settings.Folder, copying)
	if err := errors.Join(os.RemoveAll(scratch), os.Mkdir(scratch, 0o700)); err != nil { // one that was cut short
		return "", fmt.Errorf("storage: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return s.seal(ctx, scratch, folder, recipients, report)
}

func (s *Storage) seal(ctx context.Context, scratch, folder, recipients string, report backup.Report) (string, error) {
	at := s.settings.Clock().UTC()
	from := filepath.Join(scratch, database.FileName)
	if err := s.copyTo(ctx, scratch, report.Of("copying")); err != nil {
		return "", err
	}
	survey, err := database.Examine(ctx, from, report.Of("counting"))
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, backup.Name(at))
	if err := backup.Write(path, from, recipients, backup.Manifest{TakenAt: at, Schema: survey.Schema, Rows: survey.Rows}, report); err != nil {
		return "", fmt.Errorf("%w: %w", ErrBackupFolder, err)
	}
	return path, nil
}

// Backups is how many there are in a folder and when the newest was taken. One that bears a
// time to come, from a clock that ran ahead, does not count as that.
func Backups(folder string, now time.Time) (count int, last time.Time, err error) {
	kept, err := backup.List(folder)
	for _, k := range kept {
		if !k.TakenAt.After(now) {
			last = k.TakenAt
		}
	}
	return len(kept), last, err
}

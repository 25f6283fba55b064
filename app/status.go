package app

import (
	"context"
	"time"

	"handrail/app/internal/storage"
	"handrail/models"
)

// Status is how the service itself is: nothing in it is about anybody.
type Status struct {
	Version  string
	Started  time.Time
	Backups  BackupStatus
	Disk     storage.Room
	Mail     MailStatus
	Findings []Finding // about how the service is kept
}

// BackupStatus is how many backups there are and when the newest was taken.
type BackupStatus struct {
	On     bool
	Unread bool // their folder cannot be read: nobody knows
	Count  int
	Last   time.Time
}

// MailStatus is whether mail is sent and when it last was, or was not.
type MailStatus struct {
	On           bool
	Sent, Failed time.Time // zero: not since the start
}

// Status is how the service is, to its lead; to anybody else it is not found.
func (a *App) Status(ctx context.Context, who models.Actor) (*Status, error) {
	if !who.Lead {
		return nil, models.ErrNotFound
	}
	disk, err := a.storage.Room(ctx)
	if err != nil {
		return nil, err
	}
	s := &Status{Version: a.version, Started: a.started, Backups: a.backupStatus(), Disk: disk, Mail: a.post.status()}
	s.Mail.On = a.mail != nil
	if a.forOthers() {
		s.Findings = a.examineKeeping()
	}
	return s, nil
}

func (a *App) backupStatus() BackupStatus {
	if a.backups.Folder == "" {
		return BackupStatus{}
	}
	n, last, err := storage.Backups(a.backups.Folder, a.now())
	return BackupStatus{On: true, Unread: err != nil, Count: n, Last: last}
}

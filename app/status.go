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
	On    bool
	Count int
	Last  time.Time
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
	return a.status(ctx)
}

func (a *App) status(ctx context.Context) (*Status, error) {
	s := &Status{Version: a.version, Started: a.started, Backups: BackupStatus{On: a.backups.Folder != ""}}
	s.Mail = a.post.status()
	s.Mail.On = a.mail != nil
	var err error
	if s.Backups.On {
		if s.Backups.Count, s.Backups.Last, err = storage.Backups(a.backups.Folder, a.now()); err != nil {
			return nil, err
		}
	}
	if s.Disk, err = a.storage.Room(ctx); err != nil {
		return nil, err
	}
	if a.forOthers() {
		s.Findings, err = a.examineKeeping()
	}
	return s, err
}

// Gauge is one number of how the service is, for those who watch over servers.
type Gauge struct {
	Name, Help string
	Value      float64
}

// gaugesWithin is how long the database may take to say how large it is.
const gaugesWithin = 2 * time.Second

// Gauges is how the service is, in numbers.
func (a *App) Gauges() []Gauge {
	ctx, cancel := context.WithTimeout(context.Background(), gaugesWithin)
	defer cancel()
	s, err := a.status(ctx)
	if err != nil {
		return nil
	}
	out := []Gauge{
		{"handrail_disk_free_bytes", "Room left on the disk of the data folder.", float64(s.Disk.Free)},
		{"handrail_database_bytes", "Size of the database and its log.", float64(s.Disk.Database)},
		{"handrail_listeners", "Live streams that are open.", float64(a.live.Listeners())},
		{"handrail_writes_waiting", "Writes that wait for their turn.", float64(a.storage.Waiting())},
		{"handrail_mail_waiting", "Messages that wait to be sent, or are being sent.", float64(a.post.waiting())},
		{"handrail_uptime_seconds", "Time since the start.", a.now().Sub(a.started).Seconds()},
	}
	if !s.Backups.Last.IsZero() {
		out = append(out, Gauge{"handrail_backup_age_seconds", "Time since the newest backup was taken.", a.now().Sub(s.Backups.Last).Seconds()})
	}
	return out
}

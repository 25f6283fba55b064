package app

import (
	"context"
	"time"
)

// Gauge is one number of how the service is, for those who watch over servers.
type Gauge struct {
	Name, Help string
	Value      float64
}

// gauge is a number and how it is read; known is false where it cannot be, or there is none.
type gauge struct {
	name, help string
	read       func(context.Context) (n float64, known bool)
}

// gaugesWithin is how long the database may take to say how large it is.
const gaugesWithin = 2 * time.Second

// Gauges is how the service is, in numbers. One that cannot be read just now is left out.
func (a *App) Gauges() []Gauge {
	ctx, cancel := context.WithTimeout(context.Background(), gaugesWithin)
	defer cancel()
	var out []Gauge
	for _, g := range a.gauges() {
		if n, known := g.read(ctx); known {
			out = append(out, Gauge{g.name, g.help, n})
		}
	}
	return out
}

func (a *App) gauges() []gauge {
	return []gauge{
		{"handrail_disk_free_bytes", "Room left on the disk of the data folder.", a.diskFree},
		{"handrail_database_bytes", "Size of the database and its log.", a.databaseSize},
		{"handrail_listeners", "Live streams that are open.", counted(a.live.Listeners)},
		{"handrail_writes_waiting", "Writes that wait for their turn.", counted(a.storage.Waiting)},
		{"handrail_mail_waiting", "Messages that wait to be sent, or are being sent.", counted(a.post.waiting)},
		{"handrail_uptime_seconds", "Time since the start.", a.uptime},
		{"handrail_backup_age_seconds", "Time since the newest backup was taken.", a.backupAge},
	}
}

func counted(n func() int) func(context.Context) (float64, bool) {
	return func(context.Context) (float64, bool) { return float64(n()), true }
}

func (a *App) diskFree(context.Context) (float64, bool) {
	disk, err := a.storage.Disk()
	return float64(disk.Free), err == nil
}

func (a *App) databaseSize(ctx context.Context) (float64, bool) {
	size, err := a.storage.Size(ctx)
	return float64(size), err == nil
}

func (a *App) uptime(context.Context) (float64, bool) { return a.now().Sub(a.started).Seconds(), true }

func (a *App) backupAge(context.Context) (float64, bool) {
	b := a.backupStatus()
	return a.now().Sub(b.Last).Seconds(), !b.Unread && !b.Last.IsZero()
}

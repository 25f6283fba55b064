package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"handrail/app/internal/backup"
	"handrail/app/internal/storage"
)

// How often what nobody asks for is done.
const (
	tendEvery   = time.Minute
	anchorEvery = time.Hour
)

// Backups is when and where backups are taken by themselves.
type Backups struct {
	Folder     string        // empty: none are
	Recipients string        // public keys
	Every      time.Duration // between two
}

// tending is what was done last.
type tending struct {
	anchored      time.Time
	wrapped       bool // every plan's key under the newest master key
	stop, stopped chan struct{}
}

// Tend does what nobody asks for, now and every minute, until Close: plans whose wait
// is over are erased, backups taken and thrown away, ends of lists anchored.
func (a *App) Tend() {
	if a.tending.stop != nil {
		return
	}
	a.tending.stop, a.tending.stopped = make(chan struct{}), make(chan struct{})
	go func() {
		defer close(a.tending.stopped)
		again := time.NewTicker(tendEvery)
		defer again.Stop()
		for {
			ctx, cancel := a.untilStopped()
			a.TendOnce(ctx)
			cancel()
			select {
			case <-a.tending.stop:
				return
			case <-again.C:
			}
		}
	}()
}

// untilStopped ends when Close is called: a long backup is left unfinished.
func (a *App) untilStopped() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-a.tending.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// TendOnce does what is due. What cannot be done now is tried again the next time.
func (a *App) TendOnce(ctx context.Context) {
	now := a.now()
	said("plans could not be erased", a.EraseDue(ctx))
	if now.Sub(a.tending.anchored) >= anchorEvery {
		if err := a.storage.Anchor(ctx); err == nil {
			a.tending.anchored = now
		} else {
			said("the lists of who has looked could not be anchored", err)
		}
	}
	if !a.tending.wrapped {
		err := a.gate.Rewrap(ctx)
		a.tending.wrapped = err == nil
		said("plans' keys could not be wrapped anew", err)
	}
	said("a backup could not be taken", a.backUp(ctx))
}

// said logs what went wrong, but not that it was told to stop.
func said(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		slog.Error(what, "error", err)
	}
}

// backUp takes a backup where the newest is too old, and throws away those that were
// kept long enough, once there is a newer one.
func (a *App) backUp(ctx context.Context) error {
	if a.backups.Folder == "" {
		return nil
	}
	now := a.now()
	_, last, err := storage.Backups(a.backups.Folder)
	if err != nil || now.Sub(last) < a.backups.Every {
		return err
	}
	if _, err := a.Backup(ctx, a.backups.Folder, a.backups.Recipients, func(_, _ int64) {}); err != nil {
		return err
	}
	slog.Info("a backup was taken")
	_, err = backup.Prune(a.backups.Folder, now.AddDate(0, 0, -a.Keeps()))
	return err
}

// endTending stops it, and anchors once more.
func (a *App) endTending() {
	if a.tending.stop == nil {
		return
	}
	close(a.tending.stop)
	<-a.tending.stopped
	a.tending.stop = nil
	said("the lists of who has looked could not be anchored", a.storage.Anchor(context.Background()))
}

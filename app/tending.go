package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"handrail/app/internal/backup"
	"handrail/app/internal/storage"
)

// How often it is looked whether something is due, so that another server takes over
// within a minute of one's end: a lease, and the next look.
const (
	tendEvery   = 15 * time.Second
	anchorEvery = time.Hour
	backUpAgain = 15 * time.Minute // one that fails may have copied everything before it did
	flushAgain  = time.Minute      // each try holds up writers a little
)

// leastBackups are kept however old they seem: the clock may have run ahead.
const leastBackups = 3

// Backups is when and where backups are taken by themselves.
type Backups struct {
	Folder     string        // empty: none are
	Recipients string        // public keys
	Every      time.Duration // between two
}

// tending is what was done last.
type tending struct {
	mu      sync.Mutex
	next    map[string]time.Time // by duty: not before
	wrapped bool                 // every plan's key under the newest master key
	waits   bool                 // what was erased is still in the log
	stop    context.CancelFunc   // nil: it has not begun; a long backup is left unfinished
	works   sync.WaitGroup
}

// Tend does what nobody asks for, now and four times a minute, until Close: plans whose wait
// is over are erased, backups taken and thrown away, ends of lists anchored, notes sent. No
// work waits for another: a long backup holds up nobody's note.
func (a *App) Tend() {
	if a.tending.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	a.tending.stop = stop
	for _, work := range works {
		a.tending.works.Go(func() { a.tendUntil(ctx, work) })
	}
}

func (a *App) tendUntil(ctx context.Context, work string) {
	again := time.NewTicker(tendEvery)
	defer again.Stop()
	for {
		a.tend(ctx, work)
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}

// TendOnce does what is due, where no other server does it. What cannot be done now
// is tried again the next time.
func (a *App) TendOnce(ctx context.Context) {
	for _, work := range works {
		a.tend(ctx, work)
	}
}

func (a *App) tend(ctx context.Context, work string) {
	mine := slices.DeleteFunc(a.duties(), func(d duty) bool { return d.work != work })
	if len(mine) == 0 {
		return
	}
	a.alone(ctx, work, func(ctx context.Context) {
		for _, d := range mine {
			a.perform(ctx, d)
		}
	})
}

// perform does one duty unless it was done, or failed, a short while ago.
func (a *App) perform(ctx context.Context, d duty) {
	now := a.now()
	a.tending.mu.Lock()
	next := a.tending.next[d.wrong]
	a.tending.mu.Unlock()
	if now.Before(next) || ctx.Err() != nil {
		return
	}
	pause := d.every
	if err := d.do(ctx); err != nil {
		said(d.wrong, err)
		pause = d.again
	}
	a.tending.mu.Lock()
	defer a.tending.mu.Unlock()
	if a.tending.next == nil {
		a.tending.next = make(map[string]time.Time)
	}
	a.tending.next[d.wrong] = now.Add(pause)
}

// wrapOnce brings every plan's key under the newest master key, once in the life of a server.
func (a *App) wrapOnce(ctx context.Context) error {
	if a.tending.wrapped {
		return nil
	}
	err := a.gate.Rewrap(ctx)
	a.tending.wrapped = err == nil
	return err
}

// said logs what went wrong, but not that it was told to stop, nor again that it waits for others.
func said(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, storage.ErrStillRead) {
		slog.Error(what, "error", err)
	}
}

// backUp takes a backup where the newest is too old.
func (a *App) backUp(ctx context.Context) error {
	now := a.now()
	_, last, err := storage.Backups(a.backups.Folder, now)
	if err != nil || now.Sub(last) < a.backups.Every {
		return err
	}
	if _, err = a.Backup(ctx, a.backups.Folder, a.backups.Recipients, func(string, int64, int64) {}); err == nil {
		slog.Info("a backup was taken")
	}
	return err
}

// prune throws away the backups that were kept long enough, whether or not others can be taken:
// people were told when theirs go.
func (a *App) prune(context.Context) error {
	asked := time.Duration(a.Keeps()) * 24 * time.Hour / max(1, a.backups.Every)
	return backup.Prune(a.backups.Folder, a.now().AddDate(0, 0, -a.Keeps()), min(leastBackups, int(asked)))
}

// endTending stops it, and anchors once more where that is this server's.
func (a *App) endTending() {
	if a.tending.stop == nil {
		return
	}
	a.tending.stop()
	a.tending.works.Wait()
	a.tending.stop = nil
	a.alone(context.Background(), workTending, func(ctx context.Context) {
		said("the lists of who has looked could not be anchored", a.storage.Anchor(ctx))
	})
	a.releaseClaims()
}

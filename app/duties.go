package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"handrail/app/internal/storage"
)

// duty is something that nobody asks for. A new one is one element of duties. It is done by
// one server of those on the same database, and its context ends when that is no longer sure.
// Twice is still possible: a server may stand still in the middle and go on after another took over.
// What people would notice, such as a message, is therefore first marked as sent in
// the database, and then sent.
type duty struct {
	work  string        // what is claimed; duties that every server can do share one
	every time.Duration // the shortest time between two; 0: each time
	again time.Duration // how soon it is tried again once it failed; 0: the next time
	wrong string        // what the log says when it could not be done
	do    func(context.Context) error
}

// What is claimed. Backups have a claim of their own: not every server need take them. So have notes,
// which come at their minute.
const (
	workTending = "tending"
	workBackups = "backups"
	workNotes   = "notes"
)

// works is all that is claimed.
var works = []string{workTending, workBackups, workNotes}

// duties is what nobody asks for, in the order in which it is done.
func (a *App) duties() []duty {
	all := []duty{
		{workTending, 0, 0, "plans could not be erased", a.EraseDue},
		{workTending, 0, flushAgain, "what was erased could not be taken out of the database's log", a.flush},
		{workNotes, 0, 0, "notes to themselves could not be sent", a.RemindThemselves},
		{workTending, remindEvery, 0, "who must be told of an end could not be read", a.Remind},
		{workTending, anchorEvery, 0, "the lists of who has looked could not be anchored", a.storage.Anchor},
		{workTending, 0, 0, "plans' keys could not be wrapped anew", a.wrapOnce},
	}
	if a.backups.Folder != "" {
		all = append(all,
			duty{workBackups, 0, backUpAgain, "a backup could not be taken", a.backUp},
			duty{workBackups, 0, backUpAgain, "old backups could not be thrown away", a.prune})
	}
	return all
}

// claims is this server's part in the work that several share.
type claims struct {
	mu  sync.Mutex
	all map[string]*storage.Claim
}

// claim is this server's part in one piece of work.
func (a *App) claim(work string) *storage.Claim {
	a.claims.mu.Lock()
	defer a.claims.mu.Unlock()
	if a.claims.all == nil {
		a.claims.all = make(map[string]*storage.Claim)
	}
	if a.claims.all[work] == nil {
		a.claims.all[work] = a.storage.Claim(work)
	}
	return a.claims.all[work]
}

// alone runs do when the work is this server's, and keeps it for as long as that takes.
// The context of do ends when another server may have taken it.
func (a *App) alone(ctx context.Context, work string, do func(context.Context)) {
	c := a.claim(work)
	ours, err := c.Ours(ctx)
	said("it could not be found out which server does "+work, err)
	if !ours || err != nil {
		return
	}
	ctx, lost := context.WithCancel(ctx)
	var keeping sync.WaitGroup
	keeping.Go(func() { keep(ctx, c, lost) })
	do(ctx)
	lost()
	keeping.Wait()
}

// keepEvery is how often a claim is renewed while its work is being done.
const keepEvery = storage.Lease / 4

// keep renews a claim until the context ends, and ends it when it is lost.
func keep(ctx context.Context, c *storage.Claim, lost func()) {
	again := time.NewTicker(keepEvery)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			if ours, _ := c.Ours(ctx); !ours {
				slog.Warn("another server has taken over")
				lost()
				return
			}
		}
	}
}

// releaseClaims lets other servers go on at once.
func (a *App) releaseClaims() {
	a.claims.mu.Lock()
	defer a.claims.mu.Unlock()
	for _, c := range a.claims.all {
		said("what this server does could not be handed over", c.Release(context.Background()))
	}
}

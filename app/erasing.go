package app

import (
	"context"
	"errors"
	"log/slog"

	"handrail/app/internal/storage"
	"handrail/models"
)

// EraseDue erases every plan whose wait is over: its key is destroyed, what hangs on
// it goes along, and the ledger keeps that it did.
func (a *App) EraseDue(ctx context.Context) error {
	gone, err := a.gate.EraseDue(ctx, a.accounts.Leave)
	for _, plan := range gone {
		a.tellGrants(plan) // whoever still listens finds that there is nothing left
	}
	return err
}

// flush takes what was erased out of the database's log. Whoever reads from before, such as a
// backup, holds that up; the log of the server says so once.
func (a *App) flush(ctx context.Context) error {
	err := a.storage.Flush(ctx)
	if errors.Is(err, storage.ErrStillRead) && !a.tending.waits {
		slog.Warn("what was erased stays in the database's log for as long as somebody reads from before", "tried again after", flushAgain)
	}
	a.tending.waits = errors.Is(err, storage.ErrStillRead)
	return err
}

// KeepsUsually is how many days backups are kept where nothing else was set.
const KeepsUsually = 30

// Keeps is how many days after an erasure the last backup from before it is gone; 0 where none
// are taken by themselves: nobody here knows what whoever runs the server keeps.
func (a *App) Keeps() int {
	if a.backups.Folder == "" {
		return 0
	}
	if a.keeps <= 0 {
		return KeepsUsually
	}
	return a.keeps
}

// Erasures is what was erased at the actor's wish, until ForgetErasures.
func (a *App) Erasures(ctx context.Context, who models.Actor) ([]models.Erased, error) {
	return a.gate.Erasures(ctx, who)
}

// ForgetErasures takes those notes away, once they were read.
func (a *App) ForgetErasures(ctx context.Context, who models.Actor) error {
	return a.gate.ForgetErasures(ctx, who)
}

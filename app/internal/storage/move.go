package storage

import (
	"context"
	"errors"
	"syscall"

	"handrail/app/internal/internal/database"
)

// What can stand in the way of a move, or of serving before and after one.
var (
	ErrNothing  = errors.New("storage: there is no database in the data folder")
	ErrNotEmpty = database.ErrNotEmpty
	ErrDiffers  = database.ErrDiffers
	ErrMoving   = database.ErrMoving
	ErrMoved    = database.ErrMoved
)

// Move carries everything from the SQLite database in a folder to a PostgreSQL, row by row,
// and compares each afterwards. Cut short, it goes on where it was when it is called again.
func Move(ctx context.Context, folder, address string, report database.Progress) error {
	if !fileThere(folder)() {
		return ErrNothing
	}
	free, err := lock(inUse(folder), syscall.LOCK_EX, ErrInUse)
	if err != nil {
		return err
	}
	defer free()
	from, err := database.Open(ctx, folder)
	if err != nil {
		return err
	}
	to, err := database.Open(ctx, address)
	if err != nil {
		return errors.Join(err, from.Close())
	}
	return errors.Join(database.Move(ctx, from, to, report), from.Close(), to.Close())
}

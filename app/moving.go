package app

import (
	"context"

	"handrail/app/internal/storage"
)

// What can stand in the way of a move, or of opening before and after one.
var (
	ErrNothing  = storage.ErrNothing
	ErrNotEmpty = storage.ErrNotEmpty
	ErrDiffers  = storage.ErrDiffers
	ErrMoving   = storage.ErrMoving
	ErrMoved    = storage.ErrMoved
)

// Move carries everything from SQLite in a data folder to a PostgreSQL and compares each
// row afterwards; the folder's database is not served again. The key stays where it is. It tells
// how many rows of a table are there, then how many were compared, and may be called again after it was cut short.
func Move(ctx context.Context, folder, address string, report Report) error {
	return storage.Move(ctx, folder, address, report)
}

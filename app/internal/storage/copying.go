package storage

import (
	"context"

	"handrail/app/internal/internal/database"
)

// CopyDatabase writes the database as it is at one moment to a new file, readable by
// its owner alone, and reports how many pages are done.
func (s *Storage) CopyDatabase(ctx context.Context, path string, report func(done, total int)) error {
	if s.settings.Database != "" {
		return ErrShared
	}
	return database.Copy(ctx, s.settings.Folder, path, report)
}

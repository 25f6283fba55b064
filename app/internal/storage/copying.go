package storage

import (
	"context"
	"errors"
	"path/filepath"

	"handrail/app/internal/internal/database"
)

var errNoFile = errors.New("storage: a PostgreSQL is not a file")

// CopyDatabase writes the database as it is at one moment to a new file, readable by
// its owner alone, and reports how many pages are done.
func (s *Storage) CopyDatabase(ctx context.Context, path string, report func(done, total int)) error {
	if s.settings.Database != "" {
		return errNoFile
	}
	return database.Copy(ctx, s.settings.Folder, path, report)
}

// copyTo puts the database as it is at one moment into an empty folder.
func (s *Storage) copyTo(ctx context.Context, folder string, report func(done, total int64)) error {
	if s.settings.Database != "" {
		return s.db.CopyTo(ctx, folder, report)
	}
	return s.CopyDatabase(ctx, filepath.Join(folder, database.FileName), func(done, total int) { report(int64(done), int64(total)) })
}

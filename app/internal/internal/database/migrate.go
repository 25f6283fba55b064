package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// What a database can be that is not as this program would have made it.
var (
	ErrNewer = errors.New("database: made by a newer Handrail")
	ErrOlder = errors.New("database: made by an older Handrail, which may be using it")
)

// migrate brings a schema up to date and says which it is then. Where older is not nil that is
// what it gives instead for a schema that is there and older.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, all fs.FS, older error, more ...goose.ProviderOption) (int64, error) {
	files, err := fs.Sub(all, "migrations")
	if err != nil {
		return 0, err
	}
	p, err := goose.NewProvider(dialect, db, files, append(more, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return 0, fmt.Errorf("database: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return 0, fmt.Errorf("database: %w", err)
	case have > want:
		return 0, ErrNewer
	case have == want:
		return want, nil
	case older != nil && have > 0:
		return 0, older
	}
	if _, err := p.Up(ctx); err != nil {
		return 0, fmt.Errorf("database: %w", err)
	}
	return want, nil
}

// spokenFiles is the migrations as PostgreSQL understands them.
type spokenFiles struct{ fs.FS }

// Open gives a file in translation, and a folder as it is.
func (s spokenFiles) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	text, err := io.ReadAll(f)
	return &spokenFile{File: f, text: strings.NewReader(speech(string(text)))}, err
}

type spokenFile struct {
	fs.File
	text *strings.Reader
}

// Read gives the translation.
func (f *spokenFile) Read(p []byte) (int, error) { return f.text.Read(p) }

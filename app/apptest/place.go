package apptest

import (
	"os"
	"path/filepath"
	"testing"

	"handrail/app/internal/databasetest"
)

// SQLite is the name of the driver that this build opens SQLite's files with.
const SQLite = databasetest.SQLite

// onFile is the place of a world that is on SQLite, whatever the others are on.
const onFile = "on file"

// NewOnFile is a world on SQLite, whatever the others are on, for what is about its files.
func NewOnFile(t testing.TB) *World {
	t.Helper()
	return openAt(t, nil, onFile)
}

// NewShared is a world on PostgreSQL, whatever the others are on: several servers can
// be in it.
func NewShared(t testing.TB) *World {
	t.Helper()
	return openAt(t, nil, databasetest.PostgreSQL(t))
}

// NewSharedWithRealHash is NewShared with passwords that cost what they cost in use.
func NewSharedWithRealHash(t testing.TB) *World {
	t.Helper()
	w := &World{realHash: true}
	w.open(t, nil, databasetest.PostgreSQL(t))
	return w
}

// Beside is another server on the same database: the same people, sign-ins and time. It
// may reach the database by another way.
func (w *World) Beside(t testing.TB, way ...string) *World {
	t.Helper()
	out := *w
	out.T, out.Folder = t, t.TempDir()
	key, err := os.ReadFile(filepath.Join(w.Folder, "handrail.key"))
	w.Must(err)
	w.Must(os.WriteFile(filepath.Join(out.Folder, "handrail.key"), key, 0o600))
	if out.Ledger == "" {
		out.Ledger = filepath.Join(w.Folder, "handrail.ledger")
	}
	if len(way) > 0 {
		out.Place = way[0]
	}
	out.start()
	return &out
}

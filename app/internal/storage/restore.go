package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"handrail/app/internal/accounts"
	"handrail/app/internal/backup"
	"handrail/app/internal/gate"
	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
)

// ErrOccupied is a restore into a folder that has a database.
var ErrOccupied = errors.New("storage: there is a database already")

// From is a backup and what opens it.
type From struct {
	Path   string
	Secret []byte // the text of the secret that its public key belongs to
}

// Verified is what a backup was found to hold.
type Verified struct {
	Manifest backup.Manifest
	Findings []Finding
	Chains   bool // the lists of who has looked were checked too: the master key was there
}

// Verify puts a backup into a scratch folder and checks it there: its hash, how many
// rows each table has, the database itself and, with the master key, every chain.
func Verify(ctx context.Context, s Settings, from From, report backup.Report) (Verified, error) {
	var v Verified
	scratch, err := os.MkdirTemp("", "handrail-verify-")
	if err != nil {
		return v, fmt.Errorf("%w: %w", backup.ErrNotTaken, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	path := filepath.Join(scratch, database.FileName)
	survey, err := take(ctx, from, path, &v.Manifest, report)
	if err != nil {
		return v, err
	}
	ring, err := givenKey(s)
	if err != nil && !errors.Is(err, ErrNoKey) {
		return v, err
	}
	if ring != nil && !bytes.Equal(ring.Check(), survey.KeyCheck) {
		return v, ErrWrongKey
	}
	db, err := database.Open(ctx, scratch)
	if err != nil {
		return v, err
	}
	v.Findings, v.Chains, err = examine(ctx, s, db, ring, report)
	return v, errors.Join(err, db.Close())
}

func examine(ctx context.Context, s Settings, db *database.DB, ring *seal.Keyring, report backup.Report) ([]Finding, bool, error) {
	found, err := faultsOf(ctx, db, report)
	if err != nil || ring == nil {
		return found, false, err
	}
	door := gate.New(db, ring, s.Clock, accounts.NamesIn(ring))
	unread, err := wordsOf(ctx, door, report)
	if err != nil {
		return found, false, err
	}
	breaches, err := chainsOf(ctx, door, report)
	return slices.Concat(found, unread, breaches), true, err
}

// take puts the backup's database at path and holds it against the manifest.
func take(ctx context.Context, from From, path string, m *backup.Manifest, report backup.Report) (survey database.Survey, err error) {
	if *m, err = backup.Take(ctx, from.Path, path, from.Secret, report); err != nil {
		return survey, err
	}
	if survey, err = database.Examine(ctx, path, report.Of("counting")); err != nil {
		return survey, err
	}
	if survey.Schema != m.Schema || !maps.Equal(survey.Rows, m.Rows) {
		return survey, backup.ErrDamaged
	}
	return survey, nil
}

// Restore puts a backup into a folder that has no database, or onto a PostgreSQL without
// accounts. The key must be the one that the backup was sealed with. What is held against the
// ledger is done by the next Open, before anything is served.
func Restore(ctx context.Context, s Settings, from From, report backup.Report) (backup.Manifest, error) {
	var m backup.Manifest
	if s.Database == "" && there(s.databasePath()) {
		return m, ErrOccupied
	}
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return m, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	free, err := s.occupyAlone()
	if err != nil {
		return m, err
	}
	defer free()
	ring, err := givenKey(s)
	if err != nil {
		return m, err
	}
	scratch := filepath.Join(s.Folder, copying)
	if err := errors.Join(os.RemoveAll(scratch), os.Mkdir(scratch, 0o700)); err != nil {
		return m, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	survey, err := take(ctx, from, filepath.Join(scratch, database.FileName), &m, report)
	if err != nil {
		return m, err
	}
	if !bytes.Equal(ring.Check(), survey.KeyCheck) {
		return m, ErrWrongKey
	}
	if !there(s.ledgerPath()) && there(survey.Ledger) {
		return m, ErrElsewhere
	}
	return m, s.place(ctx, scratch, report)
}

func (s Settings) databasePath() string { return filepath.Join(s.Folder, database.FileName) }

// place moves the database in a scratch folder to where it belongs. A log that was left by
// another would be taken for its own, and anchors of what came after it for a theft.
func (s Settings) place(ctx context.Context, scratch string, report backup.Report) error {
	if s.Database != "" {
		if err := Move(ctx, scratch, s.Database, database.Progress(report)); err != nil {
			return err
		}
		return s.setAnchorsAside()
	}
	into := s.databasePath()
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(into + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("storage: %w", err)
		}
	}
	if err := s.setAnchorsAside(); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(scratch, database.FileName), into); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return backup.SyncFolder(s.Folder)
}

// givenKey is the key that was named or stands in the folder; it makes none.
func givenKey(s Settings) (*seal.Keyring, error) {
	text := s.Key
	if text == "" {
		kept, err := os.ReadFile(filepath.Join(s.Folder, KeyName))
		if errors.Is(err, os.ErrNotExist) {
			return nil, ErrNoKey
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFolder, err)
		}
		text = string(kept)
	}
	ring, err := seal.Open(text)
	if err != nil {
		return nil, ErrWrongKey
	}
	return ring, nil
}

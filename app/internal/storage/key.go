package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
)

// KeyName is the key file in the data folder, where no other place was named.
const KeyName = "handrail.key"

// DatabaseName is the database's file in the data folder.
const DatabaseName = database.FileName

func makeFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrFolder, err)
	}
	return probe(folder)
}

func openKey(s Settings, isThereData func() bool) (*seal.Keyring, error) {
	text := s.Key
	if text == "" {
		var err error
		if text, err = keyFile(s.Folder, isThereData); err != nil {
			return nil, err
		}
	}
	ring, err := seal.Open(text)
	if err != nil {
		return nil, ErrWrongKey
	}
	return ring, nil
}

// probe writes a file and takes it away again: rights alone do not tell of a
// full or read-only disk.
func probe(folder string) error {
	f, err := os.CreateTemp(folder, ".probe-*")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFolder, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// keyFile reads the key, or makes one where there is no data yet. Data without
// its key is refused: a new key would open none of it.
func keyFile(folder string, isThereData func() bool) (string, error) {
	path := filepath.Join(folder, KeyName)
	text, err := os.ReadFile(path)
	if err == nil {
		return string(text), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %w", ErrFolder, err)
	}
	if isThereData() {
		return "", ErrNoKey
	}
	return makeKey(path)
}

// fileThere tells whether a folder has a database.
func fileThere(folder string) func() bool {
	return func() bool {
		_, err := os.Stat(filepath.Join(folder, database.FileName))
		return err == nil
	}
}

func makeKey(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrFolder, err)
	}
	text := seal.NewMaster()
	_, err = f.WriteString(text)
	return text, errors.Join(err, f.Sync(), f.Close())
}

// examineFiles reports whatever others on the machine could read.
func examineFiles(s Settings) []Finding {
	var found []Finding
	for name, most := range map[string]fs.FileMode{
		".": 0o700, KeyName: 0o600, database.FileName: 0o600, database.FileName + "-wal": 0o600, database.FileName + "-shm": 0o600,
		LedgerName: 0o600, AnchorsName: 0o600,
	} {
		info, err := os.Stat(filepath.Join(s.Folder, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || info.Mode().Perm()&^most != 0 {
			found = append(found, Finding{Key: "doctor.rights", Args: map[string]any{"File": name}})
		}
	}
	return found
}

// NewMasterKey is the text of a key file for a new installation.
func NewMasterKey() string { return seal.NewMaster() }

// RotatedKey is the text of a key file with a new master key behind those in it.
func RotatedKey(text string) (string, error) {
	next, err := seal.Rotated(text)
	if err != nil {
		return "", ErrWrongKey
	}
	return next, nil
}

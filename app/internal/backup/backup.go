// Package backup puts a copy of the database into one file that nobody can read
// without a secret that is not on the server (age, age-encryption.org/v1), and takes
// it out again. It never sees the master key: without that, too, a backup says nothing.
package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
)

// Format names the shape of a backup.
const Format = "handrail-backup-1"

// What a backup holds, in this order.
const (
	manifestName = "manifest.json"
	databaseName = "handrail.db"
)

// mostManifest is more than any manifest has.
const mostManifest = 1 << 20

// What can be wrong with a backup.
var (
	ErrRecipient = errors.New("backup: that is no public key to encrypt to")
	ErrIdentity  = errors.New("backup: that secret does not open the backup")
	ErrDamaged   = errors.New("backup: the backup is damaged or not whole")
	ErrNotTaken  = errors.New("backup: what is in it could not be written here")
)

// Manifest says what should be in the database of a backup.
type Manifest struct {
	Format  string           `json:"format"`
	TakenAt time.Time        `json:"taken_at"`
	Schema  int64            `json:"schema"`
	Size    int64            `json:"size"`
	SHA256  string           `json:"sha256"`
	Rows    map[string]int64 `json:"rows"` // by table
}

// Recipients reads public keys, one a line.
func Recipients(text string) ([]age.Recipient, error) {
	found, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(found) == 0 {
		return nil, ErrRecipient
	}
	return found, nil
}

// NewKey draws a pair: the secret, as a file's text, and its public key.
func NewKey() (secret, public string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("backup: %w", err)
	}
	public = id.Recipient().String()
	return "# public key: " + public + "\n" + id.String() + "\n", public, nil
}

// Seal encrypts a small text to whoever has the secrets of these public keys.
func Seal(w io.Writer, text, recipients string) error {
	to, err := Recipients(recipients)
	if err != nil {
		return err
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := io.WriteString(sealed, text); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return sealed.Close()
}

// Write makes the file at path of the database at from. It is there whole, and on
// the disk, or not at all.
func Write(path, from, recipients string, m Manifest, report Report) error {
	to, err := Recipients(recipients)
	if err != nil {
		return err
	}
	if m.Size, m.SHA256, err = sum(from, report.Of("hashing")); err != nil {
		return err
	}
	m.Format = Format
	part := path + unfinished
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	err = fill(f, from, to, m, report.Of("encrypting"))
	report("writing", 0, 1)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), os.Remove(part))
	}
	report("writing", 1, 1)
	return SyncFolder(filepath.Dir(path))
}

func fill(f io.Writer, from string, to []age.Recipient, m Manifest, report func(done, total int64)) error {
	sealed, err := age.Encrypt(f, to...)
	if err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	t := tar.NewWriter(sealed)
	if err := t.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.TakenAt}); err != nil {
		return err
	}
	if _, err := t.Write(text); err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: databaseName, Mode: 0o600, Size: m.Size, ModTime: m.TakenAt}); err != nil {
		return err
	}
	db, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := io.Copy(t, &told{from: db, total: m.Size, report: report}); err != nil {
		return err
	}
	return errors.Join(t.Close(), sealed.Close())
}

func sum(path string, report func(done, total int64)) (size int64, hash string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return 0, "", fmt.Errorf("backup: %w", err)
	}
	h := sha256.New()
	if size, err = io.Copy(h, &told{from: f, total: info.Size(), report: report}); err != nil {
		return 0, "", fmt.Errorf("backup: %w", err)
	}
	return size, hex.EncodeToString(h.Sum(nil)), nil
}

// told is a file that is read, and says how far.
type told struct {
	from        io.Reader
	done, total int64
	report      func(done, total int64)
}

func (t *told) Read(b []byte) (int, error) {
	n, err := t.from.Read(b)
	t.done += int64(n)
	t.report(t.done, t.total)
	return n, err
}

// SyncFolder makes names in a folder durable.
func SyncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

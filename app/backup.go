package app

import (
	"bytes"
	"context"
	"time"

	"handrail/app/internal/backup"
	"handrail/app/internal/storage"
)

// Report says of what is being done how much of how much is done.
type Report = func(doing string, done, total int64)

// Backup writes a backup into a folder, encrypted to public keys, while everything
// is in use, and gives its path. The master key is not in it.
func (a *App) Backup(ctx context.Context, folder, recipients string, report Report) (string, error) {
	return a.storage.Backup(ctx, folder, recipients, report)
}

// NewBackupKey draws a secret for backups, as a file's text, and its public key. It
// belongs on another machine.
func NewBackupKey() (secret, public string, err error) { return backup.NewKey() }

// FromBackup is a backup and the text of the secret that opens it.
type FromBackup = storage.From

// Verified is what a backup was found to hold.
type Verified struct {
	TakenAt  time.Time
	Rows     int64
	Chains   bool // the lists of who has looked were checked too
	Findings []Finding
}

// VerifyBackup puts a backup into a scratch folder and checks it there. It touches
// nothing else.
func VerifyBackup(ctx context.Context, s Settings, from FromBackup, report Report) (Verified, error) {
	v, err := storage.Verify(ctx, s.storage(), from, report)
	out := Verified{TakenAt: v.Manifest.TakenAt, Chains: v.Chains, Findings: v.Findings}
	for _, n := range v.Manifest.Rows {
		out.Rows += n
	}
	return out, err
}

// Restored is what was put back, and what the ledger knows that it does not.
type Restored struct {
	TakenAt time.Time
	Held    storage.Held
}

// RestoreBackup puts a backup into a folder that has no database, or onto a PostgreSQL
// without accounts, and holds it against the ledger, so that everything stands still that was narrowed since.
func RestoreBackup(ctx context.Context, s Settings, from FromBackup, report Report) (Restored, error) {
	m, err := storage.Restore(ctx, s.storage(), from, report)
	if err != nil {
		return Restored{}, err
	}
	a, err := Open(ctx, s)
	if err != nil {
		return Restored{}, err
	}
	return Restored{TakenAt: m.TakenAt, Held: a.storage.Held}, a.Close()
}

// SealKey encrypts the text of the master key to a public key, to be kept apart.
func SealKey(key, recipients string) ([]byte, error) {
	var out bytes.Buffer
	err := backup.Seal(&out, key, recipients)
	return out.Bytes(), err
}

// NewMasterKey is the text of a key file for a new installation.
func NewMasterKey() string { return storage.NewMasterKey() }

// RotatedKey is the text of a key file with a new master key behind those in it.
func RotatedKey(text string) (string, error) { return storage.RotatedKey(text) }

// IsRecipient is nil when a text holds public keys that can be encrypted to.
func IsRecipient(text string) error {
	_, err := backup.Recipients(text)
	return err
}

// What can be wrong with a backup.
var (
	ErrRecipient    = backup.ErrRecipient
	ErrIdentity     = backup.ErrIdentity
	ErrDamaged      = backup.ErrDamaged
	ErrOccupied     = storage.ErrOccupied
	ErrBusy         = storage.ErrBusy
	ErrNoRoom       = storage.ErrNoRoom
	ErrNotTaken     = backup.ErrNotTaken
	ErrBackupFolder = storage.ErrBackupFolder
	ErrLedger       = storage.ErrLedger
	ErrElsewhere    = storage.ErrElsewhere
	ErrSpoiled      = storage.ErrSpoiled
	ErrForeign      = storage.ErrForeign
)

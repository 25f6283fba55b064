package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"filippo.io/age"
)

// Report says how many bytes of how many are done.
type Report func(done, total int64)

// Take writes the database of the backup at path to into, which must not be there
// yet, and gives the manifest. What is not what the manifest says is ErrDamaged.
func Take(path, into string, secret []byte, report Report) (Manifest, error) {
	var m Manifest
	ids, err := age.ParseIdentities(bytes.NewReader(secret))
	if err != nil {
		return m, ErrIdentity
	}
	f, err := os.Open(path)
	if err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = f.Close() }()
	plain, err := age.Decrypt(f, ids...)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return m, ErrIdentity
	}
	if err != nil {
		return m, ErrDamaged
	}
	t := tar.NewReader(plain)
	if m, err = readManifest(t); err != nil {
		return m, err
	}
	return m, takeDatabase(t, plain, into, m, report)
}

func readManifest(t *tar.Reader) (Manifest, error) {
	var m Manifest
	head, err := t.Next()
	if err != nil || head.Name != manifestName || head.Size > mostManifest {
		return m, ErrDamaged
	}
	if err := json.NewDecoder(t).Decode(&m); err != nil || m.Format != Format {
		return m, ErrDamaged
	}
	return m, nil
}

func takeDatabase(t *tar.Reader, plain io.Reader, into string, m Manifest, report Report) error {
	head, err := t.Next()
	if err != nil || head.Name != databaseName || head.Size != m.Size {
		return ErrDamaged
	}
	out, err := os.OpenFile(into, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	counted := &counting{hash: sha256.New(), total: m.Size, report: report}
	_, err = io.Copy(io.MultiWriter(out, counted), t)
	if err == nil {
		_, err = io.Copy(io.Discard, plain) // to the end: a cut file shows only there
	}
	if err := errors.Join(out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err != nil || counted.done != m.Size || hex.EncodeToString(counted.hash.Sum(nil)) != m.SHA256 {
		return ErrDamaged
	}
	return nil
}

// counting hashes what goes by and says how far it is.
type counting struct {
	hash        hash.Hash
	done, total int64
	report      Report
}

func (c *counting) Write(b []byte) (int, error) {
	c.done += int64(len(b))
	c.report(c.done, c.total)
	return c.hash.Write(b)
}

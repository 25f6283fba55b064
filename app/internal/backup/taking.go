package backup

import (
	"archive/tar"
	"bytes"
	"context"
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

// Report says of what is being done, such as reading, how much of how much is done.
type Report func(doing string, done, total int64)

// Of is the report of one of several things.
func (r Report) Of(doing string) func(done, total int64) {
	return func(done, total int64) { r(doing, done, total) }
}

// Take writes the database of the backup at path to into, which must not be there
// yet, and gives the manifest. What is not what the manifest says is ErrDamaged; where it could
// not be written, ErrNotTaken.
func Take(ctx context.Context, path, into string, secret []byte, report Report) (Manifest, error) {
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
	return m, takeDatabase(t, plain, into, &counting{ctx: ctx, hash: sha256.New(), sum: m.SHA256, total: m.Size, report: report})
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

func takeDatabase(t *tar.Reader, plain io.Reader, into string, c *counting) error {
	head, err := t.Next()
	if err != nil || head.Name != databaseName || head.Size != c.total {
		return c.damaged()
	}
	out, err := os.OpenFile(into, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotTaken, err)
	}
	c.out = out
	if _, err = io.Copy(c, t); err == nil {
		_, err = io.Copy(io.Discard, plain) // to the end: a cut file shows only there
	}
	c.report("writing", 0, 1)
	if failed := errors.Join(c.failed, out.Sync(), out.Close()); failed != nil {
		return fmt.Errorf("%w: %w", ErrNotTaken, failed)
	}
	c.report("writing", 1, 1)
	if err != nil || c.done != c.total || hex.EncodeToString(c.hash.Sum(nil)) != c.sum {
		return c.damaged()
	}
	return nil
}

// counting writes and hashes what comes, says how far it is, and stops when it is told to.
type counting struct {
	ctx         context.Context
	out         io.Writer
	failed      error // of out: no fault of the backup's
	hash        hash.Hash
	sum         string // that it should have
	done, total int64
	report      Report
}

func (c *counting) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	if _, err := c.out.Write(b); err != nil {
		c.failed = err
		return 0, err
	}
	c.done += int64(len(b))
	c.report("reading", c.done, c.total)
	return c.hash.Write(b)
}

// damaged is that the backup is, unless nobody waited to see.
func (c *counting) damaged() error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	return ErrDamaged
}

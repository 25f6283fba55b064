// Package ledger keeps, outside the database, that something became less: sharing
// was narrowed, a sign-in ended, a plan erased. A database that was put back from
// a copy is held against it. It holds ids and numbers and never a word, a name or
// an address; it only ever grows.
package ledger

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"handrail/app/internal/internal/trial"
)

// FileName is the ledger in the data folder, where no other place was named.
const FileName = "handrail.ledger"

// tried is written to see whether a line could be.
const tried = "tried"

// Gone is the epoch of what was erased: nothing comes after it.
const Gone = math.MaxInt64

// What can be wrong with a ledger.
var (
	ErrMissing = errors.New("ledger: there is none")
	ErrBroken  = errors.New("ledger: it was cut, changed or belongs to another installation")
)

// MAC is a keyed hash (HMAC-SHA-256) under the ledger's own key.
type MAC func(data []byte) []byte

// Ledger is an open ledger. Several processes may add to the same file: each
// addition happens under the file's lock.
type Ledger struct {
	path string
	mac  MAC

	mu   sync.Mutex
	file *os.File
	end  Mark

	wrote trial.Trial
}

// Begin makes a new ledger; one that is there already is an error.
func Begin(path string, mac MAC) (*Ledger, Mark, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, Mark{}, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger{path: path, mac: mac, file: f}
	mark, err := l.Add([]Line{{What: begun, ID: rand.Text(), Epoch: 1}})
	if err == nil {
		err = syncFolder(path)
	}
	return l, mark, err
}

// Open opens a ledger and gives what was added behind seen, which is the mark that
// the database remembers. It is ErrMissing where there is no file and ErrBroken
// where the file does not hold what the database has seen of it.
func Open(path string, mac MAC, seen Mark) (*Ledger, []Line, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, ErrMissing
	}
	if err != nil {
		return nil, nil, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger{path: path, mac: mac, file: f, end: seen}
	lines, err := l.locked(func() ([]Line, error) {
		if err := l.holds(seen); err != nil {
			return nil, err
		}
		return l.catchUp()
	})
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return l, lines, nil
}

// Mark is the ledger's end as it is now.
func (l *Ledger) Mark() Mark {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.end
}

// Add writes lines and returns once they are on the disk.
func (l *Ledger) Add(lines []Line) (Mark, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.locked(func() ([]Line, error) {
		if _, err := l.catchUp(); err != nil {
			return nil, err
		}
		return nil, l.write(lines)
	})
	l.wrote.Note(err)
	return l.end, err
}

// Ready is nil where a line could be written now.
func (l *Ledger) Ready(ctx context.Context) error {
	if err := l.stands(); err != nil {
		return err
	}
	return l.wrote.Works(ctx, l.try)
}

// try writes the beginning of a line and takes it away again: it stays readable throughout,
// because a line without its end is none.
func (l *Ledger) try() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.locked(func() ([]Line, error) {
		if _, err := l.catchUp(); err != nil {
			return nil, err
		}
		_, err := l.file.Write([]byte(tried))
		return nil, errors.Join(err, l.file.Sync(), l.file.Truncate(l.end.Offset))
	})
	return err
}

// Check reads the whole ledger and gives the number of lines that hold; ErrBroken
// says that the next one does not.
func (l *Ledger) Check() (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	whole := &Ledger{path: l.path, mac: l.mac, file: l.file}
	lines, err := whole.locked(whole.catchUp) // or another's half line would be cut off under its hands
	return len(lines), err
}

// Close closes the file; again does nothing.
func (l *Ledger) Close() error {
	if err := l.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}

// locked runs do while no other process adds. The file must still be the one that
// stands at the path: one that was taken away is not written to unseen.
func (l *Ledger) locked(do func() ([]Line, error)) (lines []Line, err error) {
	fd := int(l.file.Fd())
	if err := syscall.Flock(fd, syscall.LOCK_EX); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer func() { err = errors.Join(err, syscall.Flock(fd, syscall.LOCK_UN)) }()
	if err := l.stands(); err != nil {
		return nil, err
	}
	return do()
}

// stands is nil where the file is the one at the path.
func (l *Ledger) stands() error {
	here, err := l.file.Stat()
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	there, err := os.Stat(l.path)
	if err != nil || !os.SameFile(here, there) {
		return ErrMissing
	}
	return nil
}

// catchUp reads what stands behind the known end and moves the end to it. A last
// line without its end was never waited for: it is cut off.
func (l *Ledger) catchUp() ([]Line, error) {
	rest, err := io.ReadAll(io.NewSectionReader(l.file, l.end.Offset, math.MaxInt64-l.end.Offset))
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	var lines []Line
	for len(rest) > 0 {
		text, after, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			return lines, l.file.Truncate(l.end.Offset)
		}
		line, hash, err := l.read(text, l.end.Hash)
		if err != nil {
			return lines, err
		}
		l.end = Mark{Offset: l.end.Offset + int64(len(text)) + 1, Hash: hash}
		if line.What != begun {
			lines = append(lines, line)
		}
		rest = after
	}
	return lines, nil
}

func (l *Ledger) write(lines []Line) error {
	var text []byte
	end := l.end
	for _, line := range lines {
		text, end.Hash = line.append(text, l.mac, end.Hash)
	}
	end.Offset += int64(len(text))
	if _, err := l.file.Write(text); err != nil {
		return errors.Join(fmt.Errorf("ledger: %w", err), l.file.Truncate(l.end.Offset))
	}
	if err := l.file.Sync(); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	l.end = end
	return nil
}

// syncFolder makes a new file's name durable.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

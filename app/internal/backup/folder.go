package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A backup's name says when it was taken, so that no clock of a file system counts.
const (
	prefix = "handrail-"
	suffix = ".backup.age"
	stamp  = "20060102T150405Z"
)

// Kept is one backup in a folder.
type Kept struct {
	Path    string
	TakenAt time.Time
	Size    int64
}

// Name is the name of a backup taken at an instant.
func Name(at time.Time) string { return prefix + at.UTC().Format(stamp) + suffix }

// List is the backups in a folder, oldest first. A folder that is not there has none.
func List(folder string) ([]Kept, error) {
	names, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var out []Kept
	for _, n := range names {
		text, ours := strings.CutPrefix(n.Name(), prefix)
		text, whole := strings.CutSuffix(text, suffix)
		at, err := time.Parse(stamp, text)
		if !ours || !whole || err != nil {
			continue
		}
		k := Kept{Path: filepath.Join(folder, n.Name()), TakenAt: at}
		if info, err := n.Info(); err == nil {
			k.Size = info.Size()
		}
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Kept) int { return a.TakenAt.Compare(b.TakenAt) })
	return out, nil
}

// Prune removes the backups taken before an instant, and never the newest.
func Prune(folder string, before time.Time) (int, error) {
	kept, err := List(folder)
	if err != nil || len(kept) == 0 {
		return 0, err
	}
	n := 0
	for _, k := range kept[:len(kept)-1] {
		if !k.TakenAt.Before(before) {
			break
		}
		if err := os.Remove(k.Path); err != nil {
			return n, fmt.Errorf("backup: %w", err)
		}
		n++
	}
	return n, nil
}

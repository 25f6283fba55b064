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

	unfinished = ".part" // behind the name while it is written
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
func List(folder string) ([]Kept, error) { return list(folder, suffix) }

func list(folder, suffix string) ([]Kept, error) {
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

// Prune removes the backups taken before an instant, but never the newest few, and what is
// left of those that were cut short before the newest was taken.
func Prune(folder string, before time.Time, least int) error {
	kept, err := List(folder)
	if err != nil || len(kept) == 0 {
		return err
	}
	old, err := list(folder, suffix+unfinished)
	if err != nil {
		return err
	}
	newest := kept[len(kept)-1].TakenAt
	old = slices.DeleteFunc(old, func(k Kept) bool { return !k.TakenAt.Before(newest) })
	for _, k := range kept[:max(0, len(kept)-max(1, least))] {
		if k.TakenAt.Before(before) {
			old = append(old, k)
		}
	}
	for _, k := range old {
		if err := os.Remove(k.Path); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return nil
}

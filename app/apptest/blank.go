package apptest

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"handrail/app"
)

// unused is the folder of a server that was started once and stopped: making its tables takes longer than
// most tests, so that each begins with a copy.
var unused blank

type blank struct {
	once  sync.Once
	files map[string][]byte // by name
	err   error
}

// into writes the files into a folder.
func (b *blank) into(folder string) error {
	b.once.Do(func() { b.files, b.err = startedOnce() })
	for name, content := range b.files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return b.err
}

func startedOnce() (map[string][]byte, error) {
	folder, err := os.MkdirTemp("", "handrail-blank-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	a, err := app.Open(context.Background(), app.Settings{Folder: folder, PublicURL: "http://localhost", QuickHash: true, Say: said, Clock: (&Clock{now: monday}).Now})
	if err != nil {
		return nil, err
	}
	if err := a.Close(); err != nil {
		return nil, err
	}
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range found {
		if files[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name())); err != nil {
			return nil, err
		}
	}
	return files, nil
}

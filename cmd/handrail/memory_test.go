package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheLeastLimitHolds(t *testing.T) {
	for name, try := range map[string]struct {
		groups string
		limits map[string]string
		want   int64
	}{
		"none":                {"0::/\n", nil, 0},
		"version 2":           {"0::/a/b\n", map[string]string{"a/memory.max": "5000\n", "a/b/memory.max": "max\n"}, 5000},
		"in a container":      {"0::/\n", map[string]string{"memory.max": "7000\n"}, 7000},
		"version 1":           {"4:memory:/x\n1:cpu:/y\n0::/\n", map[string]string{"memory/x/memory.limit_in_bytes": "9000", "memory/memory.limit_in_bytes": "9223372036854771712"}, 9000},
		"version 1, a bigger": {"4:memory:/x\n", map[string]string{"memory/x/memory.limit_in_bytes": "9000", "memory/memory.limit_in_bytes": "8000"}, 8000},
		"another's":           {"1:cpu:/y\n", map[string]string{"memory/y/memory.limit_in_bytes": "1"}, 0},
		"nonsense":            {"nonsense", nil, 0},
	} {
		root := t.TempDir()
		groups := filepath.Join(root, "cgroup")
		files := map[string]string{groups: try.groups}
		for path, text := range try.limits {
			files[filepath.Join(root, path)] = text
		}
		for path, text := range files {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := memoryAllowed(groups, root); got != try.want {
			t.Errorf("%s: %d, want %d", name, got, try.want)
		}
	}
}

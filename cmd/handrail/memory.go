package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// heapShare is how much of the memory that a group of processes may hold Go's part tries to
// keep to; the rest is for SQLite and the kernel.
const heapShare = 0.7

// keepToMemory has garbage collected sooner where the system gives us little memory: each
// password that is compared takes 19 MiB, and the kernel would kill us before Go sees a need.
// GOMEMLIMIT wins.
func keepToMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if most := memoryAllowed("/proc/self/cgroup", "/sys/fs/cgroup"); most > 0 {
		debug.SetMemoryLimit(int64(float64(most) * heapShare))
	}
}

// memoryAllowed is the least memory in bytes that a limit on this process's groups allows
// (cgroups version 1 and 2, also as seen from inside a container); 0: there is none.
func memoryAllowed(groups, root string) (least int64) {
	text, err := os.ReadFile(groups)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		folder, file := root, "memory.max"
		if parts[1] != "" {
			folder, file = filepath.Join(root, "memory"), "memory.limit_in_bytes"
		}
		if parts[1] != "" && parts[1] != "memory" {
			continue
		}
		for path := parts[2]; ; path = filepath.Dir(path) { // a limit holds for all groups below
			if n := limitIn(filepath.Join(folder, path, file)); n > 0 && (least == 0 || n < least) {
				least = n
			}
			if path == "/" || path == "." {
				break
			}
		}
	}
	return least
}

// unlimited is more than any machine has: version 1 says "none" with a number like that.
const unlimited = 1 << 50

func limitIn(path string) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || n >= unlimited {
		return 0
	}
	return n
}

const (
	restAfter = 3 * time.Second  // nobody has come for so long: the server is at rest
	restAgain = 10 * time.Minute // what is given back comes back with whoever comes next
)

// rest gives back, when the server has come to rest, what it can have again.
func (d *doorstep) rest(stop context.Context) {
	look := time.NewTicker(restAfter)
	defer look.Stop()
	seen, given := 0, time.Time{}
	for {
		select {
		case <-stop.Done():
			return
		case <-look.C:
		}
		d.mu.Lock()
		moves := d.moves
		d.mu.Unlock()
		if moves == seen && time.Since(given) > restAgain {
			giveBack()
			given = time.Now()
		}
		seen = moves
	}
}

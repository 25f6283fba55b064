package databasetest

import (
	"flag"
	"os"
	"syscall"
	"testing"
)

const (
	memory = "/dev/shm" // files in memory, on Linux
	room   = 1 << 30    // bytes: tests write some hundred mebibytes at once
)

// Main runs a package's tests with their folders in memory, see InMemory, and does what comes last.
func Main(m *testing.M, last ...func()) {
	InMemory()
	m.Run()
	for _, do := range last {
		do()
	}
}

// InMemory has the folders of tests made in memory, where this machine has room for files
// there: everything is written and synced as ever, and nobody waits for a disk. It leaves a
// TMPDIR that somebody chose alone, and benchmarks on the disk.
func InMemory() {
	flag.Parse()
	var fs syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || flag.Lookup("test.bench").Value.String() != "" || syscall.Statfs(memory, &fs) != nil {
		return
	}
	if free := fs.Bavail * uint64(fs.Bsize); free >= room {
		_ = os.Setenv("TMPDIR", memory)
	}
}

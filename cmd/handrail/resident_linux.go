package main

import (
	"os"
	"regexp"
	"strconv"
	"syscall"
)

// mapping is one that cannot be written to in smaps (proc_pid_smaps(5)): where it begins and
// ends, its file, and how much was written to it all the same: what is in memory of that and
// what is swapped out.
var mapping = regexp.MustCompile(`(?m)^([0-9a-f]+)-([0-9a-f]+) r-\S+ \S+ \S+ \d+ +(/.*)\n(?:[A-Z].*\n)*?Anonymous: +(\d+) kB\n(?:[A-Z].*\n)*?Swap: +(\d+) kB`)

// giveBack lets go of the pages of the program's own file that starting has touched: most
// are not needed to serve, and count as resident though nothing is in them that the file
// does not hold. What is needed comes back from the kernel's cache when it is used
// (madvise(2), MADV_DONTNEED). A mapping that was ever written to is left alone.
func giveBack() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return
	}
	for _, m := range mapping.FindAllStringSubmatch(string(maps), -1) {
		begin, _ := strconv.ParseUint(m[1], 16, 64)
		end, _ := strconv.ParseUint(m[2], 16, 64)
		if m[3] == program && m[4] == "0" && m[5] == "0" && begin < end {
			_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, uintptr(begin), uintptr(end-begin), syscall.MADV_DONTNEED)
		}
	}
}

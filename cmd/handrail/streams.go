package main

import (
	"syscall"

	"handrail/app"
)

// fewestStreams are let in however few files may be open; keptFiles are for the database,
// the ledger and answers.
const (
	fewestStreams = 20
	keptFiles     = 64
)

// mostStreams is how many streams leave files enough for everything else: each holds one.
func mostStreams() int {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil || files.Cur > 2*app.MostStreams {
		return app.MostStreams
	}
	n := int(files.Cur)
	return min(app.MostStreams, max(fewestStreams, n-n/8-keptFiles))
}

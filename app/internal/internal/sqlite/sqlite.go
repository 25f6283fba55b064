// Package sqlite is the SQLite that a build has: the one that is written in C (cgo.go) or, where Go
// finds no C compiler, the same translated into Go (nocgo.go). Both keep the same file, and as safely.
package sqlite

// Copying is a copy of a whole database that is being made, while that is in use.
type Copying interface {
	Step(pages int) (done bool, err error)
	Remaining() int // pages
	PageCount() int
	Finish() error
}

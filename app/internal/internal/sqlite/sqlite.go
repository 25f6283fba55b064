// Package sqlite is the SQLite that a build has: the one that is written in C (cgo.go) or, where Go
// finds no C compiler, the same translated into Go (nocgo.go). Both keep the same file, and as safely.
package sqlite

// What Code gives (https://sqlite.org/rescode.html). Its first eight bits, Kind, say what kind of
// result it is.
const (
	Kind = 0xff

	Busy     = 5
	Locked   = 6
	NoMemory = 7
	ReadOnly = 8
	Disk     = 10 // reading or writing failed
	Full     = 13
	NotOpen  = 14

	TwiceAsKey = 1555 // a primary key that is there already
	Twice      = 2067 // what is unique and there already
)

// Copying is a copy of a whole database that is being made, while that is in use.
type Copying interface {
	Step(pages int) (done bool, err error)
	Remaining() int // pages
	PageCount() int
	Finish() error
}

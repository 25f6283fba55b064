//go:build !cgo

package sqlite

import (
	"errors"

	translated "modernc.org/sqlite"
)

// Driver is the name that database/sql knows it by.
const Driver = "handrail's sqlite"

// Settings is what the two say differently in a connection's address: what is deleted is overwritten.
const Settings = "_pragma=secure_delete(1)"

// Code is what SQLite said (https://sqlite.org/rescode.html), as exactly as it said it.
func Code(err error) (code int, said bool) {
	if e, said := errors.AsType[*translated.Error](err); said {
		return e.Code(), true
	}
	return 0, false
}

// Copy begins to copy what a connection sees to another file, by its address.
func Copy(conn any, into string) (Copying, error) {
	b, err := conn.(inner).NewBackup(into)
	return copying{b}, err
}

type copying struct{ *translated.Backup }

func (c copying) Step(pages int) (done bool, err error) {
	more, err := c.Backup.Step(int32(pages))
	return !more, err
}

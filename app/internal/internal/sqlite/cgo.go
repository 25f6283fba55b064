//go:build cgo

package sqlite

import (
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// Driver is the name that database/sql knows it by.
const Driver = "sqlite3"

// Settings is what the two say differently in a connection's address: what is deleted is
// overwritten. A connection needs no lock of its own: database/sql lets one goroutine at a time use it.
const Settings = "_secure_delete=1&_mutex=no"

// Code is what SQLite said (https://sqlite.org/rescode.html), as exactly as it said it.
func Code(err error) (code int, said bool) {
	e, said := errors.AsType[sqlite3.Error](err)
	if exactly := int(e.ExtendedCode); exactly&0xff == int(e.Code) {
		return exactly, said
	}
	return int(e.Code), said
}

// Copy begins to copy what a connection sees to another file, by its address.
func Copy(conn any, into string) (Copying, error) {
	target, err := (&sqlite3.SQLiteDriver{}).Open(into)
	if err != nil {
		return nil, err
	}
	b, err := target.(*sqlite3.SQLiteConn).Backup("main", conn.(*sqlite3.SQLiteConn), "main")
	if err != nil {
		return nil, errors.Join(err, target.Close())
	}
	return copying{b, target}, nil
}

type copying struct {
	*sqlite3.SQLiteBackup
	target driver.Conn
}

func (c copying) Finish() error { return errors.Join(c.SQLiteBackup.Finish(), c.target.Close()) }

//go:build cgo

package database

import (
	"database/sql/driver"

	"github.com/mattn/go-sqlite3"
)

// knowing is a driver whose SQL has one function more.
func knowing(name string, do func()) driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc(name, func() int { do(); return 0 }, false)
	}}
}

// whenPlanning has something done whenever SQLite asks its authorizer.
func whenPlanning(conn any, do func()) error {
	conn.(*sqlite3.SQLiteConn).RegisterAuthorizer(func(int, string, string, string) int { do(); return sqlite3.SQLITE_OK })
	return nil
}

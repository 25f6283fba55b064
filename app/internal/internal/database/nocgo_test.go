//go:build !cgo

package database

import (
	"database/sql/driver"

	"modernc.org/sqlite"
)

// knowing is a driver whose SQL has one function more.
func knowing(name string, do func()) driver.Driver {
	d := new(sqlite.Driver)
	d.MustRegisterScalarFunction(name, 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		do()
		return int64(0), nil
	})
	return d
}

// whenPlanning has something done whenever SQLite asks its authorizer.
func whenPlanning(conn any, do func()) error {
	return conn.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(func(sqlite.AuthorizerActionCode, string, string, string, string) sqlite.AuthorizerReturnCode {
		do()
		return sqlite.AuthorizerOK
	})
}

package database

import (
	"errors"

	"github.com/mattn/go-sqlite3"

	"handrail/models"
)

var errClosed = errors.New("database: closed")

// ErrTaken is a row that would stand twice where it may stand once.
var ErrTaken = errors.New("database: already there")

func unavailable(err error) error {
	return &models.Error{Kind: models.Unavailable, Key: "error.unavailable", Err: err}
}

// translate turns what storage cannot do just now (disk full, read-only, busy,
// failing) into Unavailable, and a broken uniqueness into ErrTaken. The driver's
// own words go no further than the log.
func translate(err error) error {
	e, ok := errors.AsType[sqlite3.Error](err)
	if !ok {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull, sqlite3.ErrReadonly, sqlite3.ErrIoErr, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrCantOpen, sqlite3.ErrNomem:
		return unavailable(err)
	case sqlite3.ErrConstraint:
		if e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return ErrTaken
		}
	}
	return err
}

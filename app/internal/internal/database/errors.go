package database

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"handrail/app/internal/internal/sqlite"
	"handrail/models"
)

var errClosed = errors.New("database: closed")

// ErrTaken is a row that would stand twice where it may stand once.
var ErrTaken = errors.New("database: already there")

// errBusy is a write that found no place among those that wait.
var errBusy = &models.Error{Kind: models.Unavailable, Key: "error.busy", Err: errors.New("database: too many writes wait")}

func unavailable(err error) error {
	return &models.Error{Kind: models.Unavailable, Key: "error.unavailable", Err: err}
}

// translate turns what storage cannot do just now (disk full, read-only, busy,
// failing) into Unavailable, and a broken uniqueness into ErrTaken. The driver's
// own words go no further than the log.
func translate(err error) error {
	if _, cut := errors.AsType[errCut](err); cut {
		return unavailable(err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return translateCode(err, e.Code)
	}
	if code, said := sqlite.Code(err); said {
		return translateResult(err, code)
	}
	return err
}

// translateResult does it for SQLite.
func translateResult(err error, code int) error {
	if code == sqlite.Twice || code == sqlite.TwiceAsKey {
		return ErrTaken
	}
	switch code & sqlite.Kind {
	case sqlite.Busy, sqlite.Locked, sqlite.NoMemory, sqlite.ReadOnly, sqlite.Disk, sqlite.Full, sqlite.NotOpen:
		return unavailable(err)
	}
	return err
}

// translateCode does the same for PostgreSQL, whose codes begin with a class
// (PostgreSQL manual, appendix A).
func translateCode(err error, code string) error {
	if code == "23505" {
		return ErrTaken
	}
	switch code[:2] {
	case "08", "53", "57", "58", "XX", "40", "55": // connection, resources, shutting down, disk, damage, deadlock, locks
		return unavailable(err)
	}
	if code == "25006" || code == "25P02" { // read-only; already rolled back
		return unavailable(err)
	}
	return err
}

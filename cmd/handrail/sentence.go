package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"handrail/app"
	"handrail/app/demo"
	"handrail/handlers/say"
	"handrail/models"
)

// sentence says in one clear sentence what is wrong, for whoever runs the server.
func sentence(err error) string {
	switch {
	case errors.Is(err, app.ErrNewerSchema):
		return "the data folder was used by a newer handrail; use that one, or restore a backup"
	case errors.Is(err, app.ErrNoKey):
		return "there is data but no key for it in the data folder; put the key file back, or name it with --key-file"
	case errors.Is(err, app.ErrWrongKey):
		return "this key does not open the data folder; use the key that it was made with"
	case errors.Is(err, app.ErrNothing):
		return "there is no database in the data folder"
	case errors.Is(err, app.ErrNotEmpty):
		return "there are accounts on this PostgreSQL already; name an empty database in HANDRAIL_DATABASE"
	case errors.Is(err, app.ErrDiffers):
		return "what was copied is not what there was, so it is not used; call the same again"
	case errors.Is(err, app.ErrMoving):
		return "not everything has been brought to this PostgreSQL yet; call handrail move, or restore, again"
	case errors.Is(err, app.ErrMoved):
		return "everything in this data folder was moved to PostgreSQL; name it in HANDRAIL_DATABASE"
	case errors.Is(err, app.ErrAddress):
		return "HANDRAIL_DATABASE cannot be read as the address of a PostgreSQL"
	case errors.Is(err, app.ErrUnreached):
		return "PostgreSQL cannot be reached; look at HANDRAIL_DATABASE, and whether it runs" + behind(err, app.ErrUnreached)
	case errors.Is(err, app.ErrEncoding):
		return "the PostgreSQL database must keep texts as UTF-8; make one with createdb --encoding=UTF8 --template=template0"
	case errors.Is(err, syscall.EADDRINUSE):
		return "something else listens on this address already; choose another with --addr"
	case errors.Is(err, errAddress):
		return "this machine cannot listen on that address; choose another with --addr"
	case errors.Is(err, app.ErrFolder), errors.Is(err, fs.ErrPermission):
		return "the data folder cannot be written to; give this user the right to, or choose another with --data"
	case errors.Is(err, app.ErrElsewhere):
		return "the ledger is not where it should be; name its place with --ledger or HANDRAIL_LEDGER, as for the server"
	case errors.Is(err, app.ErrForeign):
		return "the ledger belongs to another installation, or is none; name a file of its own with --ledger"
	case errors.Is(err, app.ErrSpoiled):
		return "the ledger was cut or changed from outside; when the server starts again, all sharing stands still"
	case errors.Is(err, app.ErrLedger):
		return "the ledger cannot be read or written; give this user the right to, or name another place with --ledger"
	case errors.Is(err, demo.ErrNotEmpty):
		return "there are real accounts in this folder; the demo needs one of its own"
	}
	if text := backupSentence(err); text != "" {
		return text
	}
	if e, ok := errors.AsType[*models.Error](err); ok {
		return problemSentence(e)
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

// behind is what the other side said, where it said something.
func behind(err, known error) string {
	_, said, _ := strings.Cut(err.Error(), known.Error()+": ")
	if said == "" {
		return ""
	}
	return " (" + said + ")"
}

func problemSentence(e *models.Error) string {
	if len(e.Fields) == 0 {
		return say.In(e.Key, nil)
	}
	var parts []string
	for _, f := range e.Fields {
		parts = append(parts, f.Field+": "+say.In(f.Key, f.Args))
	}
	return strings.Join(parts, " ")
}

// backupSentence is what is wrong with a backup; empty when it is something else.
func backupSentence(err error) string {
	switch {
	case errors.Is(err, app.ErrRecipient):
		return "that is no public key that backups can be encrypted to; one begins with age1"
	case errors.Is(err, app.ErrIdentity):
		return "this secret does not open the backup; use the one whose public key it was encrypted to"
	case errors.Is(err, app.ErrDamaged):
		return "the backup is damaged or not whole; nothing was changed"
	case errors.Is(err, app.ErrOccupied):
		return "there is a database in the data folder already; a backup is put back where there is none"
	case errors.Is(err, app.ErrBusy):
		return "another backup is under way"
	}
	return ""
}

package main

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"handrail/app"
	"handrail/app/demo"
	"handrail/handlers/say"
	"handrail/models"
)

// sentences is what is wrong, by error; the first that fits counts.
var sentences = []struct {
	is   error
	says string
}{
	{app.ErrNewerSchema, "the data folder was used by a newer handrail; use that one, or restore a backup"},
	{app.ErrNoKey, "there is data but no key for it in the data folder; put the key file back, or name it with --key-file"},
	{app.ErrWrongKey, "this key does not open the data folder; use the key that it was made with"},
	{app.ErrNothing, "there is no database in the data folder"},
	{app.ErrNotEmpty, "there are accounts on this PostgreSQL already; name an empty database in HANDRAIL_DATABASE"},
	{app.ErrDiffers, "what was copied is not what there was, so it is not used; call the same again"},
	{app.ErrMoving, "not everything has been brought to this PostgreSQL yet; call handrail move, or restore, again"},
	{app.ErrMoved, "everything in this data folder was moved to PostgreSQL; name it in HANDRAIL_DATABASE"},
	{app.ErrAddress, "HANDRAIL_DATABASE cannot be read as the address of a PostgreSQL"},
	{app.ErrUnreached, "PostgreSQL cannot be reached; look at HANDRAIL_DATABASE, and whether it runs"},
	{app.ErrEncoding, "the PostgreSQL database must keep texts as UTF-8; make one with createdb --encoding=UTF8 --template=template0"},
	{syscall.EADDRINUSE, "something else listens on this address already; choose another with --addr"},
	{errAddress, "this machine cannot listen on that address; choose another with --addr"},
	{app.ErrFolder, "the data folder cannot be written to; give this user the right to, or choose another with --data"},
	{app.ErrElsewhere, "the ledger is not where it should be; name its place with --ledger or HANDRAIL_LEDGER, as for the server"},
	{app.ErrForeign, "the ledger belongs to another installation, or is none; name a file of its own with --ledger"},
	{app.ErrSpoiled, "the ledger was cut or changed from outside; when the server starts again, all sharing stands still"},
	{app.ErrLedger, "the ledger cannot be read or written; give this user the right to, or name another place with --ledger"},
	{demo.ErrNotEmpty, "there are real accounts in this folder; the demo needs one of its own"},
	{app.ErrRecipient, "that is no public key that backups can be encrypted to; one begins with age1"},
	{app.ErrIdentity, "this secret does not open the backup; use the one whose public key it was encrypted to"},
	{app.ErrDamaged, "the backup is damaged or not whole; nothing was changed"},
	{app.ErrOccupied, "there is a database in the data folder already; a backup is put back where there is none"},
	{app.ErrOlderSchema, "the server here is of an older version; start it with this version first, or call this with the version that it runs"},
	{app.ErrInUse, "something else is at work in this data folder; stop the server, or wait until what moves the data has finished"},
	{app.ErrBusy, "another backup is under way"},
	{app.ErrBackupFolder, "no backup can be written to its folder; make room there and give this user the right to, or name another with --backup-to"},
	{app.ErrNotTaken, "what is in the backup could not be written here; make room on the disk of the data folder or, to verify, in the folder for temporary files (TMPDIR)"},
	{context.Canceled, "it was told to stop before it had finished"},
	{app.ErrNoRoom, "the disk of the data folder has no room for the copy that a backup is made of; make room and try again"},
	{fs.ErrPermission, "the data folder cannot be written to; give this user the right to, or choose another with --data"}, // last: what was named above may be it too
}

// sentence says in one clear sentence what is wrong, for whoever runs the server.
func sentence(err error) string {
	for _, s := range sentences {
		if errors.Is(err, s.is) {
			return s.says + behind(err, app.ErrUnreached)
		}
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

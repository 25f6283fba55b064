package main

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"handrail/app"
	"handrail/app/demo"
	"handrail/models"
)

// faults is the key of what is wrong, by error; the first that fits counts.
var faults = []struct {
	is  error
	key string
}{
	{app.ErrNewerSchema, "fault.newer"},
	{app.ErrNoKey, "fault.no_key"},
	{app.ErrWrongKey, "fault.other_key"},
	{app.ErrNothing, "fault.nothing"},
	{app.ErrNotEmpty, "fault.not_empty"},
	{app.ErrDiffers, "fault.differs"},
	{app.ErrMoving, "fault.moving"},
	{app.ErrMoved, "fault.moved"},
	{app.ErrAddress, "fault.database_address"},
	{app.ErrUnreached, "fault.unreached"},
	{app.ErrEncoding, "fault.encoding"},
	{syscall.EADDRINUSE, "fault.address_in_use"},
	{errAddress, "fault.address"},
	{app.ErrFolder, "fault.folder"},
	{app.ErrElsewhere, "fault.ledger_elsewhere"},
	{app.ErrForeign, "fault.ledger_foreign"},
	{app.ErrSpoiled, "fault.ledger_spoiled"},
	{app.ErrLedger, "fault.ledger"},
	{demo.ErrNotEmpty, "fault.demo"},
	{app.ErrRecipient, "fault.recipient"},
	{app.ErrIdentity, "fault.identity"},
	{app.ErrDamaged, "fault.damaged"},
	{app.ErrOccupied, "fault.occupied"},
	{app.ErrOlderSchema, "fault.older"},
	{app.ErrInUse, "fault.in_use"},
	{app.ErrBusy, "fault.busy"},
	{app.ErrBackupFolder, "fault.backup_folder"},
	{app.ErrNotTaken, "fault.not_taken"},
	{context.Canceled, "fault.stopped"},
	{app.ErrNoRoom, "fault.no_room"},
	{fs.ErrPermission, "fault.folder"}, // last: what was named above may be it too
}

// sentence says in one clear sentence what is wrong, for whoever runs the server.
func sentence(err error) string {
	for _, f := range faults {
		if errors.Is(err, f.is) {
			return words(f.key) + behind(err, app.ErrUnreached)
		}
	}
	said := err.Error()
	if e, ok := errors.AsType[*models.Error](err); ok {
		said = problemSentence(e)
	}
	return strings.ReplaceAll(said, "\n", "; ")
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
		return words(e.Key)
	}
	var parts []string
	for _, f := range e.Fields {
		said := filled(f.Key, f.Args)
		if f.Field != "" {
			said = f.Field + ": " + said
		}
		parts = append(parts, said)
	}
	return strings.Join(parts, " ")
}

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/config"
)

const restoreUsage = `usage:
  handrail restore FILE --identity FILE [--data FOLDER] [--key-file FILE] [--ledger FILE]

It puts a backup into a data folder that has no database or, where HANDRAIL_DATABASE is set,
onto a PostgreSQL without accounts; stopped half way, call it again. The master key must
be there already: it is not in the backup. What people narrowed after the backup was taken stays
narrowed, by the ledger; without the ledger all sharing stands still until each
person has had a look.`

func restore(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, restoreUsage)
		return err
	}
	b, err := readBackupFlags("restore", args)
	if err != nil {
		return err
	}
	from, err := b.from()
	if err != nil {
		return err
	}
	c, err := config.Read("restore", b.rest, out)
	if err != nil {
		return err
	}
	logTo(errs, c)
	s, err := settings(c, c.Addr)
	if err != nil {
		return err
	}
	stop, cancel := untilTold()
	defer cancel()
	done, err := app.RestoreBackup(stop, s, from, progress(errs))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "put back what was saved on %s\n%s\n", done.TakenAt.Format("2 January 2006 15:04 MST"), held(done))
	return err
}

// held says what stands still now.
func held(r app.Restored) string {
	if r.Held.All {
		return "the ledger is missing or broken: all sharing stands still until each person lets it go on, and everybody signs in with their recovery code"
	}
	return fmt.Sprintf("since then, by the ledger: %d plans were shared less and stand still; %d accounts have to sign in anew; %d were erased, and are again",
		r.Held.Plans, r.Held.Accounts, r.Held.Erased)
}

func hasDatabase(c config.Config) bool {
	_, err := os.Stat(filepath.Join(c.Data, app.DatabaseName))
	return err == nil
}

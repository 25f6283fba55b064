package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/config"
)

func restore(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, words("command.restore.usage"))
		return err
	}
	b, err := readBackupFlags(args)
	if err != nil {
		return err
	}
	from, err := b.from()
	if err != nil {
		return err
	}
	c, err := config.Read("restore", b.rest, out, filled)
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
	_, err = fmt.Fprintf(out, "%s\n%s\n", words("command.restore.done", "At", moment(done.TakenAt)), held(done))
	return err
}

// held says what stands still now.
func held(r app.Restored) string {
	if r.Held.All {
		return words("command.restore.all_held")
	}
	return words("command.restore.held", "Plans", words("command.restore.plans", "Count", r.Held.Plans),
		"Accounts", words("command.restore.accounts", "Count", r.Held.Accounts), "Erased", words("command.restore.erased", "Count", r.Held.Erased))
}

func hasDatabase(c config.Config) bool {
	_, err := os.Stat(filepath.Join(c.Data, app.DatabaseName))
	return err == nil
}

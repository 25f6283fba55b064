package main

import (
	"fmt"
	"io"
	"path/filepath"

	"handrail/app"
	"handrail/app/config"
)

// move carries a data folder's database to PostgreSQL. Stopped, it goes on where it
// was when it is called again.
func move(args []string, out, errs io.Writer) error {
	c, err := config.Read("move", args, out, filled)
	if err != nil {
		return err
	}
	logTo(errs, c)
	if c.Database == "" {
		return wrong("command.move.nowhere")
	}
	stop, cancel := untilTold()
	defer cancel()
	if err := app.Move(stop, filepath.Clean(c.Data), c.Database, movingOn(out)); err != nil {
		return err
	}
	fmt.Fprintln(out, words("command.move.done"))
	return examine(stop, c, out)
}

// movingOn says how far each table is, at most once for each tenth of it.
func movingOn(out io.Writer) app.Report {
	said := ""
	return func(doing string, rows, all int64) {
		if now := fmt.Sprint(doing, tenths(rows, all)); now != said {
			said = now
			fmt.Fprintln(out, words("command.progress_rows", "Doing", doingOf(doing), "Rows", rows, "All", all))
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"handrail/app"
	"handrail/app/config"
)

// errFound is that the doctor found something and has said it.
var errFound = errors.New("main: found")

// doctor checks schema, key, file rights, the database file and every chain of
// access records. It changes nothing: a folder that is not there is a finding.
func doctor(args []string, out, errs io.Writer) error {
	c, err := config.Read("doctor", args, out, filled)
	if err != nil {
		return err
	}
	logTo(errs, c)
	if c.Database == "" && !hasDatabase(c) {
		fmt.Fprintln(out, sentence(app.ErrNothing))
		return errFound
	}
	stop, cancel := untilTold()
	defer cancel()
	return examine(stop, c, out)
}

func examine(stop context.Context, c config.Config, out io.Writer) error {
	a, err := openBeside(c)
	if err != nil {
		fmt.Fprintln(out, sentence(err))
		return errFound
	}
	found, err := a.Examine(stop)
	if err = errors.Join(err, a.Close()); err != nil {
		fmt.Fprintln(out, sentence(err))
		return errFound
	}
	for _, f := range found {
		fmt.Fprintln(out, filled(f.Key, f.Args))
	}
	if len(found) > 0 {
		return errFound
	}
	fmt.Fprintln(out, words("command.doctor.well"))
	return nil
}

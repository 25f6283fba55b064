package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/config"
)

const clockUsage = `usage:
  handrail clock [--data FOLDER]
  handrail clock --accept [--data FOLDER]

The first says whether this machine's clock is behind the latest time that Handrail has
seen. Time goes on from there all the same, so that nothing that has ended holds again.
The second takes the machine's time, where the clock had run ahead by mistake and is right
now. Stop the server first. All sharing then stands still until each person has had a
look, and everybody signs in anew.`

// clockSlack is how far apart two readings of one clock may be.
const clockSlack = 2 * time.Minute

func clock(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, clockUsage)
		return err
	}
	accept := slices.Contains(args, "--accept")
	c, err := config.Read("clock", slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--accept" }), out)
	if err != nil {
		return err
	}
	logTo(errs, c)
	if c.Database == "" && !hasDatabase(c) {
		return app.ErrNothing
	}
	a, err := openBeside(c)
	if err != nil {
		return err
	}
	do := sayClock
	if accept && a.ClockBehind() >= clockSlack {
		do = acceptClock
	}
	return errors.Join(do(a, out), a.Close())
}

func sayClock(a *app.App, out io.Writer) error {
	behind := a.ClockBehind()
	if behind < clockSlack {
		_, err := fmt.Fprintln(out, "this machine's clock goes with the time that was seen here")
		return err
	}
	_, err := fmt.Fprintf(out, "this machine's clock is %s behind the time that was seen here, %s (UTC)\n", behind.Round(time.Second), a.Now().Format(time.DateTime))
	return err
}

func acceptClock(a *app.App, out io.Writer) error {
	if err := a.AcceptClock(context.Background()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, "taken. All sharing stands still until each person has had a look, and everybody signs in anew")
	return err
}

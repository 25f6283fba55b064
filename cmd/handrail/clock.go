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

// clockSlack is how far apart two readings of one clock may be.
const clockSlack = 2 * time.Minute

func clock(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, words("command.clock.usage"))
		return err
	}
	accept := slices.Contains(args, "--accept")
	c, err := config.Read("clock", slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--accept" }), out, filled)
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
		_, err := fmt.Fprintln(out, words("command.clock.right"))
		return err
	}
	_, err := fmt.Fprintln(out, words("command.clock.behind", "Behind", behind.Round(time.Second).String(), "Seen", a.Now().Format(time.DateTime)))
	return err
}

func acceptClock(a *app.App, out io.Writer) error {
	if err := a.AcceptClock(context.Background()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, words("command.clock.taken"))
	return err
}

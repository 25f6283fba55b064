package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"handrail/app"
	"handrail/app/config"
	"handrail/app/demo"
)

// runDemo serves a fictional world. Its folder goes when it stops, unless one was
// named. Passwords in it are hashed cheaply, so it takes no folder with real people.
func runDemo(args []string, out, errs io.Writer) error {
	c, err := config.Read(config.Demo, args, out, filled)
	if err != nil {
		return err
	}
	logTo(errs, c)
	stop, cancel := untilTold()
	defer cancel()
	l, err := listen(c)
	if err != nil {
		return err
	}
	gone := func() error { return nil }
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "handrail-demo-"); err != nil {
			return errors.Join(app.ErrFolder, l.Close())
		}
		gone = func() error { return os.RemoveAll(c.Data) }
	}
	a, err := openDemo(c, l.Addr().String())
	if err != nil {
		return errors.Join(err, l.Close(), gone())
	}
	return errors.Join(answer(stop, c, a, l, out, introduce), a.Close(), gone())
}

func openDemo(c config.Config, listening string) (*app.App, error) {
	s, err := settings(c, listening)
	if err != nil {
		return nil, err
	}
	clock := &demo.Clock{}
	s.QuickHash, s.Story, s.Clock = true, true, clock.Now
	a, err := app.Open(context.Background(), s)
	if err != nil {
		return nil, err
	}
	if err := demo.Play(context.Background(), a, clock); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// introduce says who is who and how to sign in.
func introduce(out io.Writer) {
	fmt.Fprintf(out, "\n%s\n\n", words("command.demo.begins", "Password", demo.Password))
	for _, p := range demo.Cast() {
		if !p.Unlisted {
			fmt.Fprintf(out, "  %-20s  %-15s %s\n", p.Email, p.Name, p.Is)
		}
	}
	fmt.Fprintf(out, "\n%s\n", words("command.demo.stops"))
}

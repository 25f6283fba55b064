package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/config"
	world "handrail/app/demo"
	"handrail/handlers/say"
)

// demo serves a fictional world in a folder that goes when it ends; --data keeps
// it. It hashes passwords cheaply and must never hold anybody's real words.
func demo(args []string, out, errs io.Writer) error {
	c, _, err := config.Read("demo", args, errs)
	if err != nil {
		return err
	}
	logTo(errs, c.LogLevel)
	kept := os.Getenv("HANDRAIL_DATA") != "" || slices.ContainsFunc(args, func(a string) bool {
		return strings.HasPrefix(strings.TrimLeft(a, "-"), "data")
	})
	if !kept {
		if c.Data, err = os.MkdirTemp("", "handrail-demo-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(c.Data) }()
	}
	clock := &world.Clock{}
	a, err := app.Open(context.Background(), app.Settings{Folder: c.Data, PublicURL: c.URL(), Clock: clock.Now, Say: say.In, QuickHash: true})
	if err != nil {
		return err
	}
	if err := fill(a, clock); err != nil {
		return errors.Join(err, a.Close())
	}
	return errors.Join(listen(c, a, io.MultiWriter(out, &greeter{out: out})), a.Close())
}

// fill makes the world where there is none yet.
func fill(a *app.App, clock *world.Clock) error {
	empty, err := a.Empty(context.Background())
	if err != nil || !empty {
		return err
	}
	return world.Fill(context.Background(), a, clock)
}

// greeter says how to sign in, behind the first line.
type greeter struct{ out io.Writer }

func (g *greeter) Write(line []byte) (int, error) {
	fmt.Fprintf(g.out, "\nA fictional world. Everybody's password: %s\n\n", world.Password)
	for _, p := range world.People {
		fmt.Fprintf(g.out, "  %-20s %-15s %s\n", p.Email, p.Name, p.Is)
	}
	fmt.Fprintln(g.out, "\nCtrl-C ends it, and all of it is gone.")
	return len(line), nil
}

package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"handrail/app"
	"handrail/app/config"
	"handrail/app/mail"
	"handrail/handlers/push"
	"handrail/handlers/say"
)

func serve(args []string, out, errs io.Writer) error {
	c, err := config.Read("serve", args, out, filled)
	if err != nil {
		return err
	}
	keepToMemory()
	logTo(errs, c)
	stop, cancel := untilTold()
	defer cancel()
	l, err := listen(c)
	if err != nil {
		return err
	}
	a, err := open(c, l.Addr().String())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return errors.Join(answer(stop, c, a, l, out, func(io.Writer) { a.Tend() }), a.Close())
}

// open opens the data folder with what was set. Links lead to where the server
// listens, unless a public URL was set.
func open(c config.Config, listening string) (*app.App, error) {
	s, err := settings(c, listening)
	if err != nil {
		return nil, err
	}
	return app.Open(context.Background(), s)
}

// openBeside opens the data folder for one command, perhaps beside a running server.
func openBeside(c config.Config) (*app.App, error) {
	s, err := settings(c, c.Addr)
	if err != nil {
		return nil, err
	}
	s.Beside = true
	return app.Open(context.Background(), s)
}

func settings(c config.Config, listening string) (app.Settings, error) {
	s := app.Settings{Folder: filepath.Clean(c.Data), Database: c.Database, PublicURL: c.URL(listening), Zone: c.Zone, Say: say.In, Push: push.New(nil), Ledger: c.Ledger, Keeps: c.BackupKeep, Streams: mostStreams(), Version: programVersion()}
	var err error
	if s.Backups, err = backups(c); err != nil {
		return s, err
	}
	if s.Key, err = c.KeyText(); err != nil || c.SMTP == "" {
		return s, err
	}
	post, err := mail.NewSMTP(c.SMTP)
	if err != nil {
		return s, err
	}
	s.Mail = post
	return s, nil
}

// backups is what was set about those that are taken by themselves.
func backups(c config.Config) (app.Backups, error) {
	to, err := c.Recipients()
	if err == nil && c.BackupTo != "" {
		err = app.IsRecipient(to)
	}
	return app.Backups{Folder: c.BackupTo, Recipients: to, Every: c.BackupEvery}, err
}

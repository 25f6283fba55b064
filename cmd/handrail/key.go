package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/config"
)

const keyUsage = `usage:
  handrail key export --backup-recipient KEY --out FILE [--data FOLDER | --key-file FILE]

It seals a copy of the master key to a public key, age1…, whose secret is kept
elsewhere. Without the master key a backup says nothing to anybody.`

var errKeyUsage = errors.New(keyUsage)

func key(args []string, out, _ io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, keyUsage)
		return err
	}
	if len(args) == 0 || args[0] != "export" {
		return errKeyUsage
	}
	b, err := readBackupFlags("key export", args[1:])
	if err != nil {
		return err
	}
	c, err := config.Read("key", b.rest, out)
	if err != nil {
		return err
	}
	if b.out == "" || c.BackupRecipient == "" {
		return errKeyUsage
	}
	return exportKey(c, b.out, out)
}

func exportKey(c config.Config, path string, out io.Writer) error {
	to, err := c.Recipients()
	if err != nil {
		return err
	}
	text, err := c.KeyText()
	if err != nil {
		return err
	}
	if text == "" {
		kept, err := os.ReadFile(filepath.Join(c.Data, app.KeyName))
		if err != nil {
			return app.ErrNoKey
		}
		text = string(kept)
	}
	sealed, err := app.SealKey(text, to)
	if err != nil {
		return err
	}
	if err := writeNew(path, sealed); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "the master key is sealed in %s; keep it apart from the backups\n", path)
	return err
}

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
  handrail key new --out FILE
  handrail key export --backup-recipient KEY --out FILE [--data FOLDER | --key-file FILE]
  handrail key rotate [--data FOLDER | --key-file FILE]

The first makes a master key for a new installation, to be named with --key-file.
The second seals a copy of the master key to a public key, age1…, whose secret is kept
elsewhere. Without the master key a backup says nothing to anybody.
The third puts a new master key behind the old one in the key file. Once the server was
started again, every plan's key is wrapped under the new one. The old line has to stay: it
opens older backups, and addresses are found by it.`

var errKeyUsage = called(keyUsage)

func key(args []string, out, _ io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, keyUsage)
		return err
	}
	if len(args) > 0 && args[0] == "rotate" {
		return rotateKey(args[1:], out)
	}
	if len(args) > 0 && args[0] == "new" {
		return newKey(args[1:], out)
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

func newKey(args []string, out io.Writer) error {
	b, err := readBackupFlags("key new", args)
	if err != nil {
		return err
	}
	if b.out == "" {
		return errKeyUsage
	}
	if err := writeNew(b.out, []byte(app.NewMasterKey())); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "the master key is in", b.out+": keep a copy of it elsewhere, without it everything is lost")
	return err
}

func exportKey(c config.Config, path string, out io.Writer) error {
	to, err := c.Recipients()
	if err != nil {
		return err
	}
	text, err := keyText(c)
	if err != nil {
		return err
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

// keyText is the master key, wherever it is.
func keyText(c config.Config) (string, error) {
	text, err := c.KeyText()
	if err != nil || text != "" {
		return text, err
	}
	kept, err := os.ReadFile(keyPath(c))
	if err != nil {
		return "", app.ErrNoKey
	}
	return string(kept), nil
}

func keyPath(c config.Config) string {
	if c.KeyFile != "" {
		return c.KeyFile
	}
	return filepath.Join(c.Data, app.KeyName)
}

func rotateKey(args []string, out io.Writer) error {
	b, err := readBackupFlags("key rotate", args)
	if err != nil {
		return err
	}
	c, err := config.Read("key", b.rest, out)
	if err != nil {
		return err
	}
	if c.Key != "" {
		return errors.New("the master key is in HANDRAIL_KEY; put it into a file and name that with --key-file, so that a new one can stand behind it")
	}
	text, err := keyText(c)
	if err != nil {
		return err
	}
	next, err := app.RotatedKey(text)
	if err != nil {
		return err
	}
	if err := replace(keyPath(c), []byte(next)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "a new master key stands in %s behind the old one; start the server again, and keep a new copy of the file\n", keyPath(c))
	return err
}

// replace puts a file in the place of another, whole and on the disk or not at all.
func replace(path string, text []byte) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := writeNew(part, text); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

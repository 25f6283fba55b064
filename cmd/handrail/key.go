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

const errKeyUsage = called("command.key.usage")

func key(args []string, out, _ io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, errKeyUsage)
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
	b, err := readBackupFlags(args[1:])
	if err != nil {
		return err
	}
	c, err := config.Read("key", b.rest, out, filled)
	if err != nil {
		return err
	}
	if b.out == "" || c.BackupRecipient == "" {
		return errKeyUsage
	}
	return exportKey(c, b.out, out)
}

func newKey(args []string, out io.Writer) error {
	b, err := readBackupFlags(args)
	if err != nil {
		return err
	}
	if b.out == "" {
		return errKeyUsage
	}
	if err := writeNew(b.out, []byte(app.NewMasterKey())); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, words("command.key.made", "File", b.out))
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
	_, err = fmt.Fprintln(out, words("command.key.sealed", "File", path))
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
	b, err := readBackupFlags(args)
	if err != nil {
		return err
	}
	c, err := config.Read("key", b.rest, out, filled)
	if err != nil {
		return err
	}
	if c.Key != "" {
		return wrong("command.key.no_file")
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
	_, err = fmt.Fprintln(out, words("command.key.rotated", "File", keyPath(c)))
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

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"handrail/app"
	"handrail/app/config"
)

const errBackupUsage = called("command.backup.usage")

func runBackup(args []string, out, errs io.Writer) error {
	switch {
	case wantsHelp(args):
		_, err := fmt.Fprintln(out, errBackupUsage)
		return err
	case len(args) > 0 && args[0] == "verify":
		return verifyBackup(args[1:], out, errs)
	case len(args) > 0 && args[0] == "key":
		return backupKey(args[1:], out)
	}
	return takeBackup(args, out, errs)
}

func takeBackup(args []string, out, errs io.Writer) error {
	c, err := config.Read("backup", args, out, filled)
	if err != nil {
		return err
	}
	if c.BackupTo == "" {
		return errBackupUsage
	}
	logTo(errs, c)
	to, err := c.Recipients()
	if err != nil {
		return err
	}
	if c.Database == "" && !hasDatabase(c) {
		return app.ErrNothing
	}
	a, err := openBeside(c)
	if err != nil {
		return err
	}
	stop, cancel := untilTold()
	defer cancel()
	path, err := a.Backup(stop, c.BackupTo, to, progress(errs))
	if err = errors.Join(err, a.Close()); err == nil {
		_, err = fmt.Fprintln(out, words("command.backup.wrote", "File", path))
	}
	return err
}

// progress says each tenth of the way once.
func progress(w io.Writer) app.Report {
	said := ""
	return func(doing string, done, total int64) {
		if now := words("command.progress", "Doing", doingOf(doing), "Percent", tenths(done, total)*10) + "\n"; now != said {
			said = now
			_, _ = io.WriteString(w, now)
		}
	}
}

// tenths is how far it is; nothing is done at once.
func tenths(done, total int64) int64 {
	if total == 0 {
		return 10
	}
	return done * 10 / total
}

// backupFlags are the flags of a command that reads a backup.
type backupFlags struct {
	file, identity, out string
	rest                []string // what is left for config
}

func readBackupFlags(args []string) (backupFlags, error) {
	var b backupFlags
	f := silent()
	f.StringVar(&b.identity, "identity", "", "")
	f.StringVar(&b.out, "out", "", "")
	passed := map[string]*string{}
	for _, one := range []string{"data", "key-file", "ledger", "log-level", "log-format", "backup-recipient"} {
		passed[one] = f.String(one, "", "")
	}
	for {
		if err := f.Parse(args); err != nil {
			return b, err
		}
		if f.NArg() == 0 {
			break
		}
		if b.file != "" {
			return b, wrong("command.backup.one_file", "File", strconv.Quote(f.Arg(0)))
		}
		b.file, args = f.Arg(0), f.Args()[1:]
	}
	for one, value := range passed {
		if *value != "" {
			b.rest = append(b.rest, "--"+one, *value)
		}
	}
	return b, nil
}

// from reads the secret.
func (b backupFlags) from() (app.FromBackup, error) {
	if b.file == "" || b.identity == "" {
		return app.FromBackup{}, errBackupUsage
	}
	secret, err := os.ReadFile(b.identity)
	if err != nil {
		return app.FromBackup{}, wrong("command.backup.secret", "File", b.identity)
	}
	if _, err := os.Stat(b.file); err != nil {
		return app.FromBackup{}, wrong("command.backup.unread", "File", b.file)
	}
	return app.FromBackup{Path: b.file, Secret: secret}, nil
}

func verifyBackup(args []string, out, errs io.Writer) error {
	b, err := readBackupFlags(args)
	if err != nil {
		return err
	}
	from, err := b.from()
	if err != nil {
		return err
	}
	c, err := config.Read("backup", b.rest, out, filled)
	if err != nil {
		return err
	}
	logTo(errs, c)
	s, err := settings(c, c.Addr)
	if err != nil {
		return err
	}
	stop, cancel := untilTold()
	defer cancel()
	v, err := app.VerifyBackup(stop, s, from, progress(errs))
	if err != nil {
		return err
	}
	for _, f := range v.Findings {
		fmt.Fprintln(out, filled(f.Key, f.Args))
	}
	if len(v.Findings) > 0 {
		return errFound
	}
	fmt.Fprintln(out, words("command.backup.whole", "At", moment(v.TakenAt), "Count", v.Rows))
	if !v.Chains {
		fmt.Fprintln(out, words("command.backup.no_key"))
	}
	return nil
}

func backupKey(args []string, out io.Writer) error {
	b, err := readBackupFlags(args)
	if err != nil {
		return err
	}
	if b.out == "" {
		return errBackupUsage
	}
	secret, public, err := app.NewBackupKey()
	if err != nil {
		return err
	}
	if err := writeNew(b.out, []byte(secret)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n%s\n", words("command.backup.secret_in", "File", b.out), words("command.backup.public", "Key", public))
	return err
}

// writeNew writes a file that is its owner's alone and was not there before.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return wrong("command.file_there", "File", path)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

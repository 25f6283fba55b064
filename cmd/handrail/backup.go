package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"handrail/app"
	"handrail/app/config"
	"handrail/handlers/say"
)

const backupUsage = `usage:
  handrail backup --backup-to FOLDER --backup-recipient KEY [--data FOLDER]
  handrail backup verify FILE --identity FILE [--data FOLDER | --key-file FILE]
  handrail backup key --out FILE

The first takes a backup while the server runs, of the PostgreSQL in HANDRAIL_DATABASE where
that is set. The second puts one into a scratch
folder and checks it there. The third makes the secret that opens backups, and says the
public key; do that on another machine.`

var errBackupUsage = called(backupUsage)

func runBackup(args []string, out, errs io.Writer) error {
	switch {
	case wantsHelp(args):
		_, err := fmt.Fprintln(out, backupUsage)
		return err
	case len(args) > 0 && args[0] == "verify":
		return verifyBackup(args[1:], out, errs)
	case len(args) > 0 && args[0] == "key":
		return backupKey(args[1:], out)
	}
	return takeBackup(args, out, errs)
}

func takeBackup(args []string, out, errs io.Writer) error {
	c, err := config.Read("backup", args, out)
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
		return errors.New("there is no database in the data folder")
	}
	a, err := openBeside(c)
	if err != nil {
		return err
	}
	stop, cancel := untilTold()
	defer cancel()
	path, err := a.Backup(stop, c.BackupTo, to, progress(errs))
	if err = errors.Join(err, a.Close()); err == nil {
		_, err = fmt.Fprintln(out, "wrote", path)
	}
	return err
}

// progress says each tenth of the way once.
func progress(w io.Writer) app.Report {
	said := ""
	return func(doing string, done, total int64) {
		if now := fmt.Sprintf("%s: %d %%\n", doing, tenths(done, total)*10); now != said {
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

func readBackupFlags(name string, args []string) (backupFlags, error) {
	var b backupFlags
	f := flag.NewFlagSet("handrail "+name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // main says what is wrong, once
	f.StringVar(&b.identity, "identity", "", "file with the secret that opens the backup")
	f.StringVar(&b.out, "out", "", "file to write")
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
			return b, fmt.Errorf("%q is one file too many", f.Arg(0))
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
		return app.FromBackup{}, fmt.Errorf("the secret %s cannot be read", b.identity)
	}
	if _, err := os.Stat(b.file); err != nil {
		return app.FromBackup{}, fmt.Errorf("the backup %s cannot be read", b.file)
	}
	return app.FromBackup{Path: b.file, Secret: secret}, nil
}

func verifyBackup(args []string, out, errs io.Writer) error {
	b, err := readBackupFlags("backup verify", args)
	if err != nil {
		return err
	}
	from, err := b.from()
	if err != nil {
		return err
	}
	c, err := config.Read("backup", b.rest, out)
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
		fmt.Fprintln(out, say.In(f.Key, f.Args))
	}
	if len(v.Findings) > 0 {
		return errFound
	}
	fmt.Fprintf(out, "the backup of %s is whole: %d rows\n", v.TakenAt.Format("2 January 2006 15:04 MST"), v.Rows)
	if !v.Chains {
		fmt.Fprintln(out, "the lists of who has looked were not checked: that needs the master key (--key-file)")
	}
	return nil
}

func backupKey(args []string, out io.Writer) error {
	b, err := readBackupFlags("backup key", args)
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
	_, err = fmt.Fprintf(out, "the secret is in %s: keep it away from the server\npublic key: %s\n", b.out, public)
	return err
}

// writeNew writes a file that is its owner's alone and was not there before.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("the file %s is there already or cannot be written", path)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

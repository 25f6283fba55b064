// Command handrail is the whole of Handrail: the server, a demo world, and what an
// operator needs. It wires the parts together and decides nothing.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"handrail/app/config"
)

// Exit codes: all is well; something was found or went wrong; the call was wrong.
const (
	exitOK    = 0
	exitWrong = 1
	exitUsage = 2
)

const usage = `handrail keeps recovery plans.

  handrail serve     serve, with everything in the data folder
  handrail demo      serve a fictional world to look around in
  handrail account   add, list, confirm, disable or enable accounts
  handrail doctor    check the data folder, or the PostgreSQL that is set
  handrail backup    take a backup, check one, or make the key for them
  handrail restore   put a backup back
  handrail key       seal a copy of the master key, or put a new one beside it
  handrail move      carry the data folder's database to PostgreSQL
  handrail clock     say whether the clock was set back, and take it as it is
  handrail verify    say whether a print is what was signed
  handrail version   say which version this is

  handrail COMMAND --help says more.
`

// command is one word behind handrail.
type command func(args []string, out, err io.Writer) error

var commands = map[string]command{"serve": serve, "demo": runDemo, "account": account, "doctor": doctor, "move": move, "version": version,
	"backup": runBackup, "restore": restore, "verify": verify, "key": key, "clock": clock}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(out, usage)
		return exitOK
	}
	do, known := commands[args[0]]
	if !known {
		fmt.Fprintf(errs, "handrail: there is no command %q\n\n%s", args[0], usage)
		return exitUsage
	}
	switch err := do(args[1:], out, errs); {
	case err == nil:
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errFound):
		return exitWrong
	case isUsage(err):
		fmt.Fprintln(errs, err)
		return exitUsage
	default:
		fmt.Fprintln(errs, "handrail: "+sentence(err))
		return exitUsage
	}
}

// logTo sends the log to standard error, one line each.
func logTo(w io.Writer, c config.Config) {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // config checked it
	options := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if c.LogFormat == "text" {
		h = slog.NewTextHandler(w, options)
	}
	slog.SetDefault(slog.New(h))
}

// called is how to call a command, for somebody who called it in another way.
type called string

func (u called) Error() string { return string(u) }

func isUsage(err error) bool {
	_, is := errors.AsType[called](err)
	return is
}

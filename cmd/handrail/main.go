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
	"strconv"

	"handrail/app/config"
)

// Exit codes: all is well; something was found or went wrong; the call was wrong.
const (
	exitOK    = 0
	exitWrong = 1
	exitUsage = 2
)

// command is one word behind handrail.
type command func(args []string, out, err io.Writer) error

var commands = map[string]command{"serve": serve, "demo": runDemo, "account": account, "doctor": doctor, "move": move, "version": version,
	"backup": runBackup, "restore": restore, "verify": verify, "key": key, "clock": clock}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(out, words("command.usage"))
		return exitOK
	}
	do, known := commands[args[0]]
	if !known {
		fmt.Fprintf(errs, "%s\n\n%s", words("command.unknown", "Name", strconv.Quote(args[0])), words("command.usage"))
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

// called is the key of how to call a command, for somebody who called it in another way.
type called string

func (u called) Error() string { return words(string(u)) }

func isUsage(err error) bool {
	_, is := errors.AsType[called](err)
	return is
}

package main

import (
	"cmp"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"handrail/handlers/say"
)

// words is the sentence behind a key in the language of whoever called. Args are names and
// values in turn; Count chooses the plural.
func words(key string, args ...any) string {
	named := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i].(string)] = args[i+1]
	}
	return filled(key, named)
}

// filled is words with named arguments.
func filled(key string, args map[string]any) string { return say.Plain(spoken(), key, args) }

// wrong is an error that is a sentence of the catalogue.
func wrong(key string, args ...any) error { return errors.New(words(key, args...)) }

var spoken = sync.OnceValue(func() string { return say.Nearest(asked()...) })

// asked is the languages that the system is set to, the dearest first, as other programs
// look for them (the GNU gettext manual, section 2.3): "de_AT:de", "en_GB.UTF-8". Where it is
// set to none, LANGUAGE does not count.
func asked() []string {
	set, _, _ := strings.Cut(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"), "C"), ".")
	if set == "C" || set == "POSIX" {
		return nil
	}
	out := append(strings.Split(os.Getenv("LANGUAGE"), ":"), set)
	for i, name := range out {
		name, _, _ = strings.Cut(name, ".")
		out[i], _, _ = strings.Cut(name, "@")
	}
	return out
}

// moment is a day and a time.
func moment(t time.Time) string {
	day := words("date.day", "Day", t.Day(), "Month", words("date.month."+t.Month().String()), "Year", t.Year())
	return words("command.moment", "Day", day, "Time", t.Format("15:04 MST"))
}

// doingOf is in words what a long job is at: a step of it, or a table of the database.
func doingOf(doing string) string {
	if table, is := strings.CutPrefix(doing, "comparing "); is {
		return words("doing.comparing", "Table", table)
	}
	if key := "doing." + doing; say.Known(key) {
		return words(key)
	}
	return doing
}

// silent is flags of which main says what is wrong, once.
func silent() *flag.FlagSet {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f
}

package main

import (
	"path/filepath"
	"regexp"
	"strings"

	"handrail/app/config"
	"handrail/handlers/pages"
)

// built is where go run puts a program, or finds the one that it made before.
var built = regexp.MustCompile(`/(go-build\d+/b\d+/exe|[0-9a-f]{64}-d)/[^/]+$`)

// commandFor is how an operator calls this program, which was started as name, for what this
// server keeps. What is secret was set by variables, and is not repeated.
func commandFor(c config.Config, name string) pages.Command {
	var out pages.Command
	for _, v := range [][2]string{{"HANDRAIL_DATABASE", c.Database}, {"HANDRAIL_KEY", c.Key}} {
		if v[1] != "" {
			out.Program += v[0] + "=… "
		}
	}
	if built.MatchString(filepath.ToSlash(name)) {
		out.Program += "go run ./cmd/handrail"
	} else {
		out.Program += quoted(name)
	}
	for _, f := range [][2]string{{"--data", c.Data}, {"--key-file", c.KeyFile}, {"--ledger", c.Ledger}} {
		if f[1] != "" {
			out.Kept += " " + f[0] + " " + quoted(whole(f[1]))
		}
	}
	return out
}

// whole is a path that means the same in another folder.
func whole(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

var plain = regexp.MustCompile(`^[\w./:@%+=,-]+$`)

// quoted is a word as a shell takes it (POSIX, section 2.2.2).
func quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

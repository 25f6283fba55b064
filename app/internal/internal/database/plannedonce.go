package database

import "regexp"

var placeholders = regexp.MustCompile(`'[^']*'|"[^"]*"|--[^\n]*|\?\d*`)

// plannedOnce writes a plus before each placeholder of a text for SQLite. Where the worth of
// a bound value might matter to its plan, SQLite makes the plan anew at every run of the
// statement (sqlite3_clear_bindings, which the driver calls, ends the old one), and that took
// longer than most runs. It does not look behind a plus, which changes no value of any type.
func plannedOnce(text string) string {
	return placeholders.ReplaceAllStringFunc(text, func(part string) string {
		if part[0] == '?' {
			return "+" + part
		}
		return part
	})
}

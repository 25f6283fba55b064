package models

import (
	"slices"
	"time"
)

// Reach is how far back an author's words are taken out of an entry.
type Reach string

// Their last words in one go, or all of a session's.
const (
	LastWords  Reach = "last"
	AllTheirs  Reach = "session"
	foldWithin       = 30 * time.Second // a longer pause begins a new run of typing
)

// Undo is an entry's words without what an author wrote into it since an instant;
// everybody else's changes stay, also those that came after. history is all of the
// entry's versions up to the newest, oldest first; section says how its fields merge.
func Undo(section Section, history []Version, author ID, since time.Time, reach Reach) Fields {
	if len(history) == 0 {
		return nil
	}
	fields := history[len(history)-1].Fields
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Author != author || history[i].UpdatedAt.Before(since) {
			continue
		}
		last := i
		for i > 0 && oneRun(history[i-1], history[i]) && !history[i-1].UpdatedAt.Before(since) {
			i--
		}
		var before Fields
		if i > 0 {
			before = history[i-1].Fields
		}
		fields, _ = section.Merge(history[last].Fields, before, fields)
		if reach == LastWords {
			break
		}
	}
	return fields
}

// oneRun reports whether b was typed in one go with a: in a session, by the same
// author, without a pause between.
func oneRun(a, b Version) bool {
	return a.How == InSession && b.How == InSession && a.Author == b.Author && b.UpdatedAt.Sub(a.UpdatedAt) <= foldWithin
}

// Fold leaves, of versions that were made while somebody typed in a session, the
// last of each run. history is newest first and so is the answer.
func Fold(history []Version) []Version {
	var out []Version
	for i, v := range history {
		if i == 0 || !oneRun(v, history[i-1]) {
			out = append(out, v)
		}
	}
	return slices.Clip(out)
}

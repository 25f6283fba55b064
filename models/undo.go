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

// Spell is a stretch of time, both ends in it. A zero Till has not come.
type Spell struct{ From, Till time.Time }

// Holds reports whether t lies in s.
func (s Spell) Holds(t time.Time) bool {
	return !t.Before(s.From) && (s.Till.IsZero() || !t.After(s.Till))
}

// Undo is an entry's words without what an author wrote into it in a spell;
// everybody else's changes stay, also those that came between and after. history is
// all of the entry's versions up to the newest, oldest first; section says how its
// fields merge. Of last words that are out already those before them are meant.
func Undo(section Section, history []Version, author ID, spell Spell, reach Reach) Fields {
	if len(history) == 0 {
		return nil
	}
	theirs := func(v Version) bool { return v.Author == author && spell.Holds(v.UpdatedAt) }
	now := history[len(history)-1].Fields
	history = settled(history, theirs)
	fields := now
	var begun time.Time // when what was taken out last was written
	for i := len(history) - 1; i >= 0; i-- {
		if !theirs(history[i]) {
			continue
		}
		if reach == LastWords && !fields.Equal(now) && begun.Sub(history[i].UpdatedAt) > foldWithin {
			break
		}
		last := i
		for i > 0 && theirs(history[i-1]) && oneRun(history[i-1], history[i]) {
			i--
		}
		var before Fields
		if i > 0 {
			before = history[i-1].Fields
		}
		fields, begun = section.takeBack(history[last].Fields, before, fields), history[i].UpdatedAt
	}
	return fields
}

// settled is history without what an author put in and somebody else took out again just
// as it was: taken back once more, letters that stand beside it would go too.
func settled(history []Version, theirs func(Version) bool) []Version {
	out := make([]Version, 0, len(history))
	for _, v := range history {
		i := len(out) - 1
		for i >= 0 && theirs(out[i]) && !out[i].Fields.Equal(v.Fields) {
			i--
		}
		if i >= 0 && !theirs(v) && out[i].Fields.Equal(v.Fields) {
			out = out[:i+1]
			continue
		}
		out = append(out, v)
	}
	return out
}

// takeBack is now without the change that led from before to after. A choice, mark,
// date or tick that was set anew since stays as it is.
func (s Section) takeBack(after, before, now Fields) Fields {
	out, _ := s.Merge(after, before, now)
	for _, d := range s.Fields {
		if d.Kind != Words && d.Kind != Line && now.Get(d.Key) != after.Get(d.Key) {
			out = out.With(d.Key, now.Get(d.Key))
		}
	}
	return out
}

// Needed is fields with the texts that an entry cannot be without taken from those
// that it had.
func (s Section) Needed(fields, had Fields) Fields {
	for _, d := range s.Fields {
		if d.Required && fields.Get(d.Key) == "" {
			fields = fields.With(d.Key, had.Get(d.Key))
		}
	}
	return fields
}

// oneRun reports whether b was typed in one go with a: in a session, by the same
// author, without a pause between.
func oneRun(a, b Version) bool {
	return a.How.Company() == InSession && b.How.Company() == InSession && a.Author == b.Author && b.UpdatedAt.Sub(a.UpdatedAt) <= foldWithin
}

// Fold leaves, of versions that were made while people typed in a session, the last
// of each author's run, also where several typed at once and their versions alternate.
// history is newest first and so is the answer.
func Fold(history []Version) []Version {
	var out []Version
	next := make(map[ID]Version) // the version after this one, by author
	for _, v := range history {
		if v.How.Company() != InSession {
			clear(next)
		} else {
			newer, typed := next[v.Author]
			next[v.Author] = v
			if typed && oneRun(v, newer) {
				continue
			}
		}
		out = append(out, v)
	}
	return slices.Clip(out)
}

package models

import (
	"maps"
	"slices"
)

// Merge joins two changes of one entry field by field; clashes names the fields
// in which both changed the same place differently. Words and lines are merged
// character by character (see Merge). A choice, a mark, a date or a tick is taken
// whole, since half of one and half of the other would be a third that nobody
// chose: where both changed it differently the greater in byte order stands, and
// what was cleared gives way to what was not. Merged words can be longer than the
// field may hold, or all gone where each took out a part: Check them. The result
// is in the order of s's fields; a field that s does not know is kept, as words,
// behind them.
func (s Section) Merge(base, mine, theirs Fields) (merged Fields, clashes []string) {
	for _, d := range s.all(base, mine, theirs) {
		text, clash := d.merge(base.Get(d.Key), mine.Get(d.Key), theirs.Get(d.Key))
		if text != "" {
			merged = append(merged, Text{Key: d.Key, Text: text})
		}
		if clash {
			clashes = append(clashes, d.Key)
		}
	}
	return merged, clashes
}

// MergeFields is Merge of a section about which nothing is known: each field is
// words, and the order is base's with what is new behind it by key.
func MergeFields(base, mine, theirs Fields) (merged Fields, clashes []string) {
	return Section{}.Merge(base, mine, theirs)
}

// all are the section's fields, then those that stand in the base, then new ones by key.
func (s Section) all(base, mine, theirs Fields) []Field {
	fields, filled := slices.Clone(s.Fields), mine.Map()
	maps.Copy(filled, theirs.Map())
	for _, t := range slices.Concat(base, FieldsOf(filled)) {
		if !slices.ContainsFunc(fields, func(d Field) bool { return d.Key == t.Key }) {
			fields = append(fields, words(t.Key))
		}
	}
	return fields
}

func (d Field) merge(base, mine, theirs string) (merged string, clash bool) {
	switch {
	case d.Kind == Words || d.Kind == Line:
		return Merge(base, mine, theirs)
	case mine == theirs, base == theirs:
		return mine, false
	case base == mine:
		return theirs, false
	}
	return max(mine, theirs), true
}

// Under puts two texts one under the other, where nothing is known of what they have in
// common. What cannot hold both is mine, or theirs where I have none.
func (s Section) Under(mine, theirs Fields) Fields {
	var out Fields
	for _, d := range s.all(nil, mine, theirs) {
		text, other := mine.Get(d.Key), theirs.Get(d.Key)
		switch {
		case text == "":
			text = other
		case other == "" || other == text:
		case d.Kind == Words:
			text += "\n\n" + other
		case d.Kind == Line:
			text += " / " + other
		}
		if text != "" {
			out = append(out, Text{Key: d.Key, Text: text})
		}
	}
	return out
}

package models

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// SectionKey names a section: one of the catalogue's, or the random key of a
// section of the person's own.
type SectionKey string

// Own reports whether the key is of a person's own section (RULES.md 23).
func (k SectionKey) Own() bool { return strings.HasPrefix(string(k), "own-") }

// NewSectionKey draws the key of a person's own section.
func NewSectionKey() SectionKey { return SectionKey("own-" + strings.ToLower(string(NewID()))) }

// FieldKind says how a field is asked for. Every value is a text.
type FieldKind string

// Words is a text of several lines, Line of one; Choice one of Options; Scale a
// whole number 0–10; Date is YYYY-MM-DD; Tick is "yes" or empty.
const (
	Words  FieldKind = "text"
	Line   FieldKind = "line"
	Choice FieldKind = "choice"
	Scale  FieldKind = "scale"
	Date   FieldKind = "date"
	Tick   FieldKind = "tick"
)

// Most characters (Unicode code points) in a field of several lines, and of one.
const (
	MaxWords = 20_000
	MaxLine  = 500
)

// Field is one thing that a section asks. Its label, hint and option names are
// in the message catalogue under the section's and the field's key.
type Field struct {
	Key      string
	Kind     FieldKind
	Required bool
	Max      int      // most characters
	Options  []string // of a Choice
}

// Section is the unit of sharing. Title, help, example and question are in the
// message catalogue under its key.
type Section struct {
	Key    SectionKey
	Fields []Field
	Many   bool // holds a list of entries; otherwise one entry is usual
	OnlyMe bool // new entries start as only me (RULES.md 24)

	Attaches bool // pictures and recordings may hang on its entries
}

// Chapter groups sections; it can be shared in one go.
type Chapter struct {
	Key      string
	Sections []Section
}

// SectionOf finds a section of the catalogue, or the shape that every section
// of a person's own has.
func SectionOf(key SectionKey) (Section, bool) {
	if key.Own() {
		return Section{Key: key, Fields: ownFields, Many: true, Attaches: true}, true
	}
	s, ok := sectionsByKey[key]
	return s, ok
}

var sectionsByKey = func() map[SectionKey]Section {
	m := make(map[SectionKey]Section)
	for _, c := range Catalogue {
		for _, s := range c.Sections {
			m[s.Key] = s
		}
	}
	for _, s := range helpSections {
		m[s.Key] = s
	}
	return m
}()

// Main is the field whose words stand for the entry: the first one.
func (s Section) Main() string { return s.Fields[0].Key }

// Check is nil or an Invalid error that names each field that cannot be kept.
// Words in a hurry are words too: nothing but the required field must be filled.
func (s Section) Check(f Fields) error {
	problems := s.problems(f)
	for _, d := range s.Fields {
		if d.Required && strings.TrimSpace(f.Get(d.Key)) == "" {
			problems = append(problems, Problem{Field: d.Key, Key: "field.empty"})
		}
	}
	return invalid(problems)
}

// CheckDraft is Check for words that are still being typed: nothing need be there.
func (s Section) CheckDraft(f Fields) error { return invalid(s.problems(f)) }

// mostTyped is how many fields a form has at most.
const mostTyped = 40

// CheckTyped is Check for the words of a form that is no section's.
func CheckTyped(f Fields) error {
	var problems []Problem
	for _, t := range f[:min(len(f), mostTyped+1)] {
		problems = checkWords(problems, t.Key, t.Text, MaxWords)
	}
	if len(f) > mostTyped {
		problems = append(problems, Problem{Field: f[mostTyped].Key, Key: "field.unknown"})
	}
	return invalid(problems)
}

// problems looks at one field more than the section has, which is enough to find
// something wrong: a request with a hundred thousand of them must not hold up everybody's writes.
func (s Section) problems(f Fields) []Problem {
	var problems []Problem
	for n, t := range f[:min(len(f), len(s.Fields)+1)] {
		if slices.ContainsFunc(f[:n], func(u Text) bool { return u.Key == t.Key }) {
			problems = append(problems, Problem{Field: t.Key, Key: "field.twice"})
			continue
		}
		i := slices.IndexFunc(s.Fields, func(d Field) bool { return d.Key == t.Key })
		if i < 0 {
			problems = append(problems, Problem{Field: t.Key, Key: "field.unknown"})
			continue
		}
		if p, bad := s.Fields[i].check(t.Text); bad {
			problems = append(problems, p)
		}
	}
	return problems
}

func invalid(problems []Problem) error {
	if problems == nil {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: problems}
}

func (d Field) check(text string) (Problem, bool) {
	if text == "" {
		return Problem{}, false
	}
	if key := d.fault(text); key != "" {
		return Problem{Field: d.Key, Key: key, Args: map[string]any{"Max": d.Max}}, true
	}
	return Problem{}, false
}

func (d Field) fault(text string) string {
	switch {
	case !Clean(text):
		return "field.unreadable"
	case utf8.RuneCountInString(text) > d.Max:
		return "field.too_long"
	case d.Kind == Choice && !slices.Contains(d.Options, text):
		return "field.not_an_option"
	case d.Kind == Scale && !isScale(text):
		return "field.not_a_mark"
	case d.Kind == Date && !isDate(text):
		return "field.not_a_date"
	case d.Kind == Tick && text != "yes":
		return "field.not_an_option"
	}
	return ""
}

// Clean reports whether text is valid UTF-8 without NUL.
func Clean(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }

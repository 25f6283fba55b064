package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Details are what is asked for at signing, by the key of the part.
type Details map[string]string

// Most characters of a detail.
const maxDetail = 500

// Unsigned is a document that is about to be signed.
type Unsigned struct {
	Pack    Pack
	Words   Fields // of the entry
	Details Details
	Now     time.Time
}

// Signer is the name that they sign with.
func (u Unsigned) Signer() string { return strings.TrimSpace(u.Details["name"]) }

func (u Unsigned) part(p PackPart) string {
	if p.From == FromDetails {
		return strings.TrimSpace(u.Details[p.Key])
	}
	return strings.TrimSpace(u.Words.Get(p.Key))
}

// NeedsWitness reports whether it counts only once it is witnessed.
func (u Unsigned) NeedsWitness() bool {
	asked := slices.ContainsFunc(u.Pack.Parts, func(p PackPart) bool { return p.AsksWitness && u.part(p) != "" })
	return u.Pack.Witness.When == WitnessAlways || u.Pack.Witness.When == WitnessAsked && asked
}

// Check is nil when every part that is needed is there and can be kept.
func (u Unsigned) Check() error {
	var problems []Problem
	for _, p := range u.Pack.Parts {
		text := u.part(p)
		switch {
		case p.Needed && text == "" && p.From == FromSection:
			problems = append(problems, Problem{Field: p.Key, Key: "statement.part_missing", Args: map[string]any{"Label": p.Label}})
		case p.Needed && text == "":
			problems = append(problems, Problem{Field: p.Key, Key: "field.empty"})
		case p.From == FromDetails:
			if bad, is := (Field{Key: p.Key, Kind: Words, Max: maxDetail}).check(text); is {
				problems = append(problems, bad)
			}
		}
	}
	for key := range u.Details {
		if !slices.ContainsFunc(u.Pack.Details(), func(p PackPart) bool { return p.Key == key }) {
			problems = append(problems, Problem{Field: key, Key: "field.unknown"})
		}
	}
	return invalid(problems)
}

// Text is the document, word for word as it is signed.
func (u Unsigned) Text() string {
	parts := []string{u.Pack.Title}
	if law := u.Pack.line("law", "{law}", u.Pack.Law); law != "" {
		parts = append(parts, law)
	}
	for _, p := range u.Pack.Parts {
		if text := u.part(p); p.Kind == "tick" && text != "" {
			parts = append(parts, p.Label)
		} else if text != "" {
			parts = append(parts, p.Label+"\n"+text)
		}
	}
	return strings.Join(append(parts, u.foot()...), "\n\n")
}

func (u Unsigned) foot() []string {
	p := u.Pack
	return []string{
		p.line("signed", "{name}", u.Signer(), "{date}", u.Now.Format(p.Date)),
		p.line("pack", "{place}", p.Place, "{version}", strconv.Itoa(p.Version), "{written}", p.writtenDay()),
	}
}

// writtenDay is the day on which the pack was written down, as days stand in the document.
func (p Pack) writtenDay() string {
	on, err := time.Parse(time.DateOnly, p.Written)
	if err != nil {
		return p.Written
	}
	return on.Format(p.Date)
}

// WithdrawalText is the document that takes a statement back.
func (u Unsigned) WithdrawalText(s *Statement) string {
	p := u.Pack
	parts := []string{p.Lines["withdrawal"], p.line("withdraws", "{day}", s.Words.SignedAt.Format(p.Date), "{code}", s.Code())}
	return strings.Join(append(parts, u.foot()...), "\n\n")
}

// CheckWitness is nil when somebody may witness a statement as far as anybody can
// tell from here: they are of an allowed kind, somebody else than the signer, not
// named in it, certify all that must be, and not before it was signed.
func CheckWitness(s *Statement, pack Pack, w SigningWords, now time.Time) error {
	var problems []Problem
	wrong := func(field, key string) { problems = append(problems, Problem{Field: field, Key: key}) }
	name := Canonical(w.Name)
	switch {
	case name == "":
		wrong("name", "field.empty")
	case strings.EqualFold(name, Canonical(s.Words.Signer)):
		wrong("name", "witness.same_person")
	case names(s.Words.Text, name):
		wrong("name", "witness.named")
	}
	for _, text := range []struct{ field, text string }{{"name", w.Name}, {"address", w.Address}} {
		if bad, is := (Field{Key: text.field, Kind: Words, Max: maxDetail}).check(text.text); is {
			problems = append(problems, bad)
		}
	}
	if _, known := pack.Class(w.Class); !known {
		wrong("class", "witness.class")
	}
	if strings.TrimSpace(w.Address) == "" {
		wrong("address", "field.empty")
	}
	for _, r := range pack.RulesOn("certify") {
		if !slices.Contains(w.Certified, r.Key) {
			wrong("certify", "witness.certify")
			break
		}
	}
	if key := wrongDay(w.On, s.Words.SignedAt, now); key != "" {
		wrong("on", key)
	}
	return invalid(problems)
}

// wrongDay is what is wrong with the day of something that happened after a
// moment and before now; empty: nothing is.
func wrongDay(day string, after, now time.Time) string {
	on, err := time.Parse(time.DateOnly, day)
	switch {
	case err != nil:
		return "field.not_a_date"
	case on.Before(after.Truncate(24 * time.Hour)):
		return "witness.before"
	case on.After(now):
		return "witness.later"
	}
	return ""
}

// CheckDay is nil for the day of something that happened to a statement since it was signed.
func CheckDay(day string, s *Statement, now time.Time) error {
	if key := wrongDay(day, s.Words.SignedAt, now); key != "" {
		return Wrong("on", key)
	}
	return nil
}

// names reports whether a text names somebody: their whole name, as words of its own.
func names(text, name string) bool {
	return strings.Contains(" "+asWords(text)+" ", " "+asWords(name)+" ")
}

func asWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r)
	}), " ")
}

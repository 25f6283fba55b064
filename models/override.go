package models

import (
	"slices"
	"strings"
	"time"
)

// Override is that something was done against a signed statement: what, why, and who
// was told. In Scotland whoever does that must write it down (Mental Health (Care and
// Treatment) (Scotland) Act 2003 s. 276(7) and (8)). Parent is the statement. It is made
// once and never changed; the person reads it, and whoever wrote it, and nobody else.
type Override struct {
	Record
	Words OverrideWords
}

// OverrideWords is the sealed part. Days are YYYY-MM-DD.
type OverrideWords struct {
	On            string // the day on which it was done
	Measure       string // what was done, or not done
	Wish          string // the wish in the statement that it goes against
	Circumstances string
	Reasons       string
	By            string // who decided it: name and job
	Sent          []Sent // who got a copy of it, and when
}

// Sent is a copy that somebody got.
type Sent struct {
	To string // one of SentTo
	On string
}

// SentTo is who must get a copy, but for the person, who reads it here, and where one
// must be kept (s. 276(8)).
var SentTo = []string{"named_person", "attorney", "guardian", "commission", "records"}

// Kind is Overrides.
func (o *Override) Kind() Kind { return Overrides }

// Body is the words.
func (o *Override) Body() any { return &o.Words }

// Needs lets the owner read it and whoever wrote it. Whoever sees the section may bring
// one; which of them may is for the operation to say.
func (o *Override) Needs(act Act) Right {
	switch act {
	case ActSee:
		return RightAuthor
	case ActAdd:
		return RightSee
	}
	return RightNone
}

// Fixed is true.
func (o *Override) Fixed() bool { return true }

// MayOverride reports whether somebody may write down that a statement was gone against:
// its owner, who was told of it, or a practitioner whom the service confirms.
func MayOverride(g Grant, f Facts) bool {
	return g.Owner || f.Confirmed && f.Relationship.Role == Practitioner
}

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w OverrideWords) Check(s *Statement, now time.Time) error {
	var problems []Problem
	for _, part := range []struct{ name, text string }{{"measure", w.Measure}, {"reasons", w.Reasons}, {"by", w.By}} {
		if strings.TrimSpace(part.text) == "" {
			problems = append(problems, Problem{Field: part.name, Key: "field.empty"})
		}
	}
	for _, part := range []struct{ name, text string }{{"measure", w.Measure}, {"wish", w.Wish}, {"circumstances", w.Circumstances}, {"reasons", w.Reasons}, {"by", w.By}} {
		problems = checkWords(problems, part.name, part.text, MaxWords)
	}
	if key := wrongDay(w.On, s.Words.SignedAt, now); key != "" {
		problems = append(problems, Problem{Field: "on", Key: key})
	}
	for i, sent := range w.Sent {
		if !slices.Contains(SentTo, sent.To) || slices.ContainsFunc(w.Sent[:i], func(o Sent) bool { return o.To == sent.To }) {
			problems = append(problems, Problem{Field: "sent", Key: "field.not_an_option"})
		} else if on, err := time.Parse(time.DateOnly, sent.On); err != nil {
			problems = append(problems, Problem{Field: "sent_" + sent.To, Key: "field.not_a_date"})
		} else if on.After(now) {
			problems = append(problems, Problem{Field: "sent_" + sent.To, Key: "witness.later"})
		} else if on.Format(time.DateOnly) < w.On {
			problems = append(problems, Problem{Field: "sent_" + sent.To, Key: "override.sent_before"})
		}
	}
	return invalid(problems)
}

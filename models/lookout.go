package models

// Lookout is what the person wants to be reminded of: when something that they
// measure comes to a threshold that they set, one of their own early signs and what
// they meant to do about it. Parent is the sign. Nothing is inferred beyond it.
type Lookout struct {
	Record
	Words LookoutWords
}

// LookoutWords is the sealed part. Of is "how" (the five faces as 1–5) or the id of
// a measure; it speaks when the value was at most (or with Above at least) Threshold on
// Days of the last Within days. Tell is a supporter who is told, without a word of the
// content; empty: nobody.
type LookoutWords struct {
	Of        ID
	Above     bool
	Threshold int
	Days      int
	Within    int
	Tell      ID
	ToldOn    Day // so that nobody is told twice within Within days
	Quiet     Day // the person put the reminder away on this day
}

// OfCheckIns is the measure that everybody has: how things are.
const OfCheckIns ID = "how"

// Kind is Lookouts.
func (l *Lookout) Kind() Kind { return Lookouts }

// Body is what to look out for.
func (l *Lookout) Body() any { return &l.Words }

// Needs is RightOwn: it is the person's alone, whoever sees the sign.
func (l *Lookout) Needs(Act) Right { return RightOwn }

// Value is what was measured on a day.
type Value struct {
	Day   Day
	Value int
}

// Speaks reports whether the values up to today are what the person set.
func (w LookoutWords) Speaks(values []Value, today Day) bool {
	hit := make(map[Day]bool)
	for _, v := range values {
		if ago := today.Since(v.Day); ago < 0 || ago >= w.Within {
			continue
		}
		if w.Above && v.Value >= w.Threshold || !w.Above && v.Value <= w.Threshold {
			hit[v.Day] = true
		}
	}
	return w.Days > 0 && len(hit) >= w.Days
}

// Put reports whether the person put the reminder away lately enough to be left alone.
func (w LookoutWords) Put(today Day) bool { return w.Quiet != "" && today.Since(w.Quiet) < w.Within }

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w LookoutWords) Check() error {
	var problems []Problem
	most := 10
	if w.Of == OfCheckIns {
		most = len(Hows)
	}
	if w.Of == "" {
		problems = append(problems, Problem{Field: "of", Key: "field.empty"})
	}
	if w.Threshold < 0 || w.Threshold > most {
		problems = append(problems, Problem{Field: "threshold", Key: "field.not_a_mark"})
	}
	if w.Within < 1 || w.Within > 31 {
		problems = append(problems, Problem{Field: "within", Key: "field.not_an_option"})
	}
	if w.Days < 1 || w.Days > w.Within {
		problems = append(problems, Problem{Field: "days", Key: "field.not_an_option"})
	}
	return invalid(problems)
}

// Hows is how things can be in a check-in, from the hardest; the place, counted
// from 1, is the value in a line.
var Hows = []string{"very_hard", "hard", "up_and_down", "all_right", "good"}

// HowValue is the place of an answer among Hows; 0 where it is none.
func HowValue(how string) int {
	for i, h := range Hows {
		if h == how {
			return i + 1
		}
	}
	return 0
}

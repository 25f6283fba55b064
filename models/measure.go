package models

import (
	"slices"
	"strings"
)

// Measure is something that the person keeps an eye on, made by themselves: its
// name and what the two ends of 0–10 mean.
type Measure struct {
	Record
	Words MeasureWords
}

// MeasureWords is the sealed part. Often is one of MeasureOften.
type MeasureWords struct {
	Name, Low, High string
	Often           string
	Ended           bool // no longer asked for; what was marked stays
}

// MeasureOften is how often a measure can be asked for.
var MeasureOften = []string{"every_day", "every_week", "now_and_then"}

// Kind is Measures.
func (m *Measure) Kind() Kind { return Measures }

// Body is the name and the ends.
func (m *Measure) Body() any { return &m.Words }

// Needs lets whoever sees the check-ins see what is measured; the rest is the owner's.
func (m *Measure) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w MeasureWords) Check() error {
	var problems []Problem
	if strings.TrimSpace(w.Name) == "" {
		problems = append(problems, Problem{Field: "name", Key: "field.empty"})
	}
	problems = checkWords(problems, "name", w.Name, MaxLine)
	problems = checkWords(problems, "low", w.Low, MaxLine)
	problems = checkWords(problems, "high", w.High, MaxLine)
	if w.Often != "" && !slices.Contains(MeasureOften, w.Often) {
		problems = append(problems, Problem{Field: "often", Key: "field.not_an_option"})
	}
	return invalid(problems)
}

// Due reports whether the measure is asked for on a day, when it was last marked on
// another ("": never).
func (w MeasureWords) Due(day, last Day) bool {
	switch {
	case w.Ended || last == day:
		return false
	case w.Often == "every_week":
		return last == "" || day.Since(last) >= 7
	}
	return w.Often == "every_day"
}

// Mark is what a measure was on a day.
type Mark struct {
	Record
	Words MarkWords
}

// MarkWords is the sealed part. Value is 0–10.
type MarkWords struct {
	Measure ID
	Day     Day
	Value   int
}

// Kind is Marks.
func (m *Mark) Kind() Kind { return Marks }

// Body is the value and its day.
func (m *Mark) Body() any { return &m.Words }

// Needs lets whoever sees the check-ins see the marks; setting them is the owner's.
func (m *Mark) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}

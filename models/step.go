package models

import "strings"

// Step is something small on the way to a goal. Parent is the goal.
type Step struct {
	Record
	Words StepWords
}

// StepState is how a step stands. Letting go is as good an end as any.
type StepState string

// The states of a step.
const (
	StepOpen  StepState = "open"
	StepDone  StepState = "done"
	StepLetGo StepState = "let_go"
)

// StepWords is the sealed part: what, who does it, by when in words or as a day.
type StepWords struct {
	Text  string
	Who   string
	By    string
	State StepState
	Ended Day // when it was done or let go

	Past []PastStep `json:",omitempty"` // how it stood before; the owner's alone
}

// Kind is Steps.
func (s *Step) Kind() Kind { return Steps }

// Body is the words and how it stands.
func (s *Step) Body() any { return &s.Words }

// Needs lets whoever sees the goal see its steps and whoever works on it together
// with the person change them; taking one out is the owner's.
func (s *Step) Needs(act Act) Right {
	switch act {
	case ActSee:
		return RightSee
	case ActRemove:
		return RightOwn
	}
	return RightWork
}

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w StepWords) Check() error {
	var problems []Problem
	if strings.TrimSpace(w.Text) == "" {
		problems = append(problems, Problem{Field: "text", Key: "field.empty"})
	}
	problems = checkWords(problems, "text", w.Text, MaxWords)
	problems = checkWords(problems, "who", w.Who, MaxLine)
	problems = checkWords(problems, "by", w.By, MaxLine)
	if w.State != StepOpen && w.State != StepDone && w.State != StepLetGo {
		problems = append(problems, Problem{Field: "state", Key: "field.not_an_option"})
	}
	return invalid(problems)
}

// Tidied is the words without space around them, with the day on which the step was
// done or let go: that of before where it stood the same way already.
func (w StepWords) Tidied(before StepWords, today Day) StepWords {
	w.Text, w.Who, w.By = strings.TrimSpace(w.Text), strings.TrimSpace(w.Who), strings.TrimSpace(w.By)
	if w.State == "" {
		w.State = StepOpen
	}
	switch {
	case w.State == StepOpen:
		w.Ended = ""
	case w.State == before.State:
		w.Ended = before.Ended
	default:
		w.Ended = today
	}
	return w
}

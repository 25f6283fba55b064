package models

import (
	"slices"
	"time"
)

// PastStep is a step as it once stood, and who had written it so. The newest is last.
type PastStep struct {
	Words  StepWords
	Author ID
	At     time.Time
}

// mostPast is how many earlier states of a step are kept.
const mostPast = 50

// Change gives the step other words and keeps those it had.
func (s *Step) Change(words StepWords) {
	past := s.Words.Past
	if s.Version > 0 && !s.Words.Same(words) {
		was := s.Words
		was.Past = nil
		past = append(slices.Clone(past), PastStep{Words: was, Author: s.Author, At: s.UpdatedAt})
		past = past[max(0, len(past)-mostPast):]
	}
	s.Words = words
	s.Words.Past = past
}

// Same reports whether two steps read alike, whatever they were before.
func (w StepWords) Same(o StepWords) bool {
	return w.Text == o.Text && w.Who == o.Who && w.By == o.By && w.State == o.State && w.Ended == o.Ended
}

// stepShape says how changes of a step are taken apart.
var stepShape = Section{Fields: []Field{{Key: "text", Kind: Words}, {Key: "who", Kind: Line}, {Key: "by", Kind: Line}, {Key: "state", Kind: Choice}, {Key: "ended", Kind: Date}}}

func (w StepWords) fields() Fields {
	return FieldsOf(map[string]string{"text": w.Text, "who": w.Who, "by": w.By, "state": string(w.State), "ended": string(w.Ended)})
}

// Without is the step's words without what an author wrote into it in a spell; ok is
// false where nothing of it is left.
func (s *Step) Without(author ID, spell Spell) (words StepWords, ok bool) {
	var history []Version
	for _, p := range append(slices.Clone(s.Words.Past), PastStep{Words: s.Words, Author: s.Author, At: s.UpdatedAt}) {
		history = append(history, Version{Record: Record{Author: p.Author, UpdatedAt: p.At, How: InSession}, Fields: p.Words.fields()})
	}
	f := Undo(stepShape, history, author, spell, AllTheirs)
	words = StepWords{Text: f.Get("text"), Who: f.Get("who"), By: f.Get("by"), State: StepState(f.Get("state")), Ended: Day(f.Get("ended"))}
	return words, words.Text != ""
}

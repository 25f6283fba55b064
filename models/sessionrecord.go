package models

import (
	"slices"
	"time"
)

// AgendaItem is something that one of those in a session wants to talk about.
// Parent is the session.
type AgendaItem struct {
	Record
	Words AgendaWords
}

// AgendaWords is the sealed part. Done is ticked off; Unheard says that its writer's
// tie was not in force: it exists for the writer alone (RULES.md 5).
type AgendaWords struct {
	Text    string
	Done    bool
	Unheard bool `json:",omitempty"`
}

// Kind is Agenda.
func (i *AgendaItem) Kind() Kind { return Agenda }

// Body is the words and the tick.
func (i *AgendaItem) Body() any { return &i.Words }

// Needs lets all who attend add and tick; taking out is the owner's or the writer's.
func (i *AgendaItem) Needs(act Act) Right {
	if act == ActRemove {
		return RightAuthor
	}
	return RightAttend
}

// Summary is what the person and the one they met say of a session. Parent is
// the session. Once both agree nothing of it changes.
type Summary struct {
	Record
	Words SummaryWords
}

// SummaryWords is the sealed part. Since is the version at which the text became
// what it is; Earlier are the texts before, newest last, so that two changes of one text
// can be merged.
// Views are how each of the two sees it where they see it differently, the first writer first.
type SummaryWords struct {
	Text    string
	Since   int
	Agreed  []Agreement
	Earlier []EarlierText
	Views   []View `json:",omitempty"`
}

// View is how one of the two sees it, in their own words.
type View struct {
	Account ID
	Name    string
	Text    string
}

// EarlierText is a text that stood from a version on.
type EarlierText struct {
	Since int
	Text  string
}

// Agreement is one of two saying yes to the text as it stands.
type Agreement struct {
	Account ID
	Name    string
	At      time.Time
}

// mostEarlier is how many earlier texts are kept to merge with.
const mostEarlier = 20

// Kind is Summaries.
func (s *Summary) Kind() Kind { return Summaries }

// Body is the text and who agreed.
func (s *Summary) Body() any { return &s.Words }

// Needs lets all who attend read it; who may write is the session's to say.
func (s *Summary) Needs(Act) Right { return RightAttend }

// Fixed reports whether both agreed.
func (s *Summary) Fixed() bool { return len(s.Words.Agreed) > 1 }

// AgreedBy reports whether an account said yes to the text as it stands.
func (s *Summary) AgreedBy(account ID) bool {
	return slices.ContainsFunc(s.Words.Agreed, func(a Agreement) bool { return a.Account == account })
}

// Write puts in text that was written over the text at a version, merged with
// what came in between; ok is false when that version is no longer known. A change
// takes every agreement away.
func (s *Summary) Write(text string, version int) (ok bool) {
	base, known := s.At(version)
	if !known {
		return false
	}
	merged, _ := Merge(base, text, s.Words.Text)
	if merged == s.Words.Text {
		return true
	}
	s.moves(merged)
	return true
}

// See writes how one of the two sees it next to the text; no words take it out. It takes
// every agreement away as any change does.
func (s *Summary) See(v View) {
	views := slices.Clone(s.Words.Views)
	i := slices.IndexFunc(views, func(o View) bool { return o.Account == v.Account })
	switch {
	case i < 0 && v.Text == "" || i >= 0 && views[i].Text == v.Text:
		return
	case i < 0:
		views = append(views, v)
	case v.Text == "":
		views = slices.Delete(views, i, i+1)
	default:
		views[i] = v
	}
	s.Words.Views = views
	s.moves(s.Words.Text)
}

// moves makes a text stand from the next version on, with nobody's agreement.
func (s *Summary) moves(text string) {
	if s.Version > 0 {
		s.Words.Earlier = append(slices.Clone(s.Words.Earlier), EarlierText{Since: s.Words.Since, Text: s.Words.Text})
	}
	if over := len(s.Words.Earlier) - mostEarlier; over > 0 {
		s.Words.Earlier = s.Words.Earlier[over:]
	}
	s.Words.Text, s.Words.Since, s.Words.Agreed = text, s.Version+1, nil
}

// At is the text at a version. Agreeing counts as a version too; 0 is the empty
// page that both begin with.
func (s *Summary) At(version int) (text string, known bool) {
	if version == 0 {
		return "", true
	}
	if version > s.Version {
		return "", false
	}
	if version >= s.Words.Since {
		return s.Words.Text, true
	}
	for _, e := range slices.Backward(s.Words.Earlier) {
		if version >= e.Since {
			return e.Text, true
		}
	}
	return "", false
}

// Agree adds somebody's yes to the text as it stands.
func (s *Summary) Agree(a Agreement) {
	if !s.AgreedBy(a.Account) {
		s.Words.Agreed = append(slices.Clone(s.Words.Agreed), a)
	}
}

// Answers is what the person says of a session afterwards: theirs alone (OnlyMe)
// until they show it to the one whom they met, and never to anybody else who was there.
type Answers struct {
	Record
	Words AnswerWords
}

// AnswerWords is the sealed part: an answer and a few words for each question.
type AnswerWords struct {
	Marks map[string]string // question → not_really, partly or yes
	Words string
}

// Kind is Afterwards.
func (a *Answers) Kind() Kind { return Afterwards }

// Body is the answers.
func (a *Answers) Body() any { return &a.Words }

// Needs lets the one whom the person met read what is shown to them.
func (a *Answers) Needs(act Act) Right {
	if act == ActSee {
		return RightMet
	}
	return RightOwn
}

// Reflection is a practitioner's own look back on a session. It is kept in their
// own plan, under its key, and is theirs alone (RULES.md 19); Parent is empty, so
// that nothing points at the plan of the person.
type Reflection struct {
	Record
	Words ReflectionWords
}

// ReflectionWords is the sealed part: words for each of the ten skills.
type ReflectionWords struct {
	Session ID
	With    string // whom they met, as they call them
	Skills  map[string]string
}

// Kind is Reflections.
func (r *Reflection) Kind() Kind { return Reflections }

// Body is the words.
func (r *Reflection) Body() any { return &r.Words }

// Needs is RightOwn.
func (r *Reflection) Needs(Act) Right { return RightOwn }

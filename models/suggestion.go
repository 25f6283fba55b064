package models

// Outcome is what became of a suggestion.
type Outcome string

// The outcomes. Beside is that the two see it differently: the entry stays as it is, and the
// sender's words stand next to it. To its sender a declined suggestion reads like a waiting
// one, or like one that stands beside where it once did.
const (
	Waiting         Outcome = "waiting"
	TakenIn         Outcome = "accepted"
	TakenInOtherway Outcome = "accepted_changed"
	Declined        Outcome = "declined"
	TakenBack       Outcome = "withdrawn"
	Beside          Outcome = "beside"
)

// Suggestion is a change that somebody else proposes: a new entry (no Parent),
// other words for an entry, or taking one out. It exists for the owner and its
// sender alone (RULES.md 3, 11).
type Suggestion struct {
	Record
	Words SuggestionWords
}

// SuggestionWords is the sealed part of a suggestion. Against is the version of
// the entry that the sender had before them.
type SuggestionWords struct {
	Fields  Fields
	Remove  bool
	Against int
	Note    string
	Outcome Outcome
	Back    bool // its sender took it back, whatever had become of it
	Unheard bool // its sender was muted: kept, shown to the sender alone
	Became  ID   // the entry that took it in
	Stood   bool `json:",omitempty"` // it stands beside the entry, or did
}

// Kind is Suggestions.
func (s *Suggestion) Kind() Kind { return Suggestions }

// Body is all of it: even the outcome is nobody else's business.
func (s *Suggestion) Body() any { return &s.Words }

// Needs lets whoever may suggest in the section send one; afterwards it is the
// owner's and the sender's.
func (s *Suggestion) Needs(act Act) Right {
	if act == ActAdd {
		return RightSuggest
	}
	return RightAuthor
}

// StandsBeside keeps it next to the entry that it is about.
func (s *Suggestion) StandsBeside() { s.Words.Outcome, s.Words.Stood = Beside, true }

// Open reports whether the owner can answer it, or answer it anew.
func (s *Suggestion) Open() bool { return s.Words.Outcome == Waiting || s.Words.Outcome == Beside }

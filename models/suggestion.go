package models

// Outcome is what became of a suggestion.
type Outcome string

// The outcomes. To its sender a declined suggestion reads like a waiting one.
const (
	Waiting         Outcome = "waiting"
	TakenIn         Outcome = "accepted"
	TakenInOtherway Outcome = "accepted_changed"
	Declined        Outcome = "declined"
	TakenBack       Outcome = "withdrawn"
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

package models

// SessionNote is added to a session later: what was agreed stays as it was. What
// anybody but the person writes when the two are not together is put forward: it is no part of
// the session until the person takes it in.
type SessionNote struct {
	Record
	Words NoteWords
}

// NoteWords is the sealed part. Outcome is empty where it was written by the person or
// together with them. Unheard was put forward by somebody from whom the person does not
// want to hear just now: it exists for its writer alone.
type NoteWords struct {
	Text    string
	For     NoteFor `json:",omitempty"`
	Against int     `json:",omitempty"` // the version of the summary that it was written over
	Outcome Outcome `json:",omitempty"`
	Unheard bool    `json:",omitempty"`
}

// NoteFor is what is put forward.
type NoteFor string

// A note beside the summary, other words for the summary, or how its writer sees it where
// the two see it differently.
const (
	ForNotes   NoteFor = ""
	ForSummary NoteFor = "summary"
	ForView    NoteFor = "view"
)

// Stands reports whether the note is part of the session.
func (n *SessionNote) Stands() bool {
	return n.Words.For == ForNotes && (n.Words.Outcome == "" || n.Words.Outcome == TakenIn)
}

// Waits reports whether it was put forward and is not taken in.
func (n *SessionNote) Waits() bool {
	return n.Words.Outcome == Waiting || n.Words.Outcome == Declined
}

// Kind is SessionNotes.
func (n *SessionNote) Kind() Kind { return SessionNotes }

// Body is the words, and what became of them.
func (n *SessionNote) Body() any { return &n.Words }

// Needs lets all who attended read and add; whether it is taken in is the owner's.
func (n *SessionNote) Needs(act Act) Right {
	if act == ActSee || act == ActAdd {
		return RightAttend
	}
	return RightOwn
}

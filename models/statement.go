package models

import (
	"slices"
	"time"
)

// Statement is a document that the person signed: what they want to happen, or
// the withdrawal of one. It is made once and never changed, by anybody, in any
// way; what comes after it are marks. Parent is the entry whose words it holds: whoever may not see that
// does not see this (PRODUCT.md, the catalogue: whole or not at all).
type Statement struct {
	Record
	Words StatementWords
}

// StatementWords is the sealed part.
type StatementWords struct {
	Text        string // exactly what was signed
	Hash        string // HashOf(Text)
	Pack        string
	PackVersion int
	Signer      string // the name that they signed with
	SignedAt    time.Time
	Witnessed   bool // it counts only once it is witnessed
	Withdraws   ID   // the statement that this one takes back; empty: none
}

// Kind is Statements.
func (s *Statement) Kind() Kind { return Statements }

// Body is the words.
func (s *Statement) Body() any { return &s.Words }

// Needs lets whoever sees its section, or is asked to witness it, read it. Signing
// is the owner's; nobody changes one or takes it out.
func (s *Statement) Needs(act Act) Right {
	switch act {
	case ActSee:
		return RightShown
	case ActAdd:
		return RightOwn
	}
	return RightNone
}

// Fixed is true: from the first moment on.
func (s *Statement) Fixed() bool { return true }

// Code is the short code on each print.
func (s *Statement) Code() string { return CodeOf(s.Words.Hash) }

// Whole reports whether the text is the one that was signed.
func (s *Statement) Whole() bool { return HashOf(s.Words.Text) == s.Words.Hash }

// StatementMark is something that happened to a statement after it was signed.
// Parent is the statement. It too is never changed.
type StatementMark struct {
	Record
	Words SigningWords
}

// MarkKind is what happened.
type MarkKind string

// A witness signed under their own account, or on paper as the owner says; the
// owner gave it to a board; the board said that it has it; the owner looked at it again.
const (
	Witnessed       MarkKind = "witnessed"
	WitnessedPaper  MarkKind = "witnessed_on_paper"
	Lodged          MarkKind = "lodged"
	BoardConfirmed  MarkKind = "board_confirmed"
	StatementReview MarkKind = "reviewed"
)

// SigningWords is the sealed part.
type SigningWords struct {
	Kind      MarkKind
	At        time.Time
	On        string   // the day that it is about, as YYYY-MM-DD
	Hash      string   // of the text that a witness signed under
	Name      string   // of the witness
	Class     string   // what they are, by the pack
	Address   string   // where they work or live
	Certified []string // the sentences that they signed under
	Board     string   // whom it was given to
}

// Kind is StatementMarks.
func (m *StatementMark) Kind() Kind { return StatementMarks }

// Body is the words.
func (m *StatementMark) Body() any { return &m.Words }

// Needs lets whoever sees the section read it, and the owner or the one who is
// asked to witness make one.
func (m *StatementMark) Needs(act Act) Right {
	switch act {
	case ActSee:
		return RightSee
	case ActAdd:
		return RightWitness
	}
	return RightNone
}

// Fixed is true.
func (m *StatementMark) Fixed() bool { return true }

// StatementStatus is how far a statement has come.
type StatementStatus string

// Signed but waiting for its witness; standing, signed and witnessed where that is
// needed; given to a board; the board has it; a withdrawal waits for its witness; withdrawn.
const (
	StatusWaiting     StatementStatus = "waits_for_witness"
	StatusStands      StatementStatus = "stands"
	StatusLodged      StatementStatus = "lodged"
	StatusConfirmed   StatementStatus = "board_confirmed"
	StatusWithdrawing StatementStatus = "withdrawal_waits"
	StatusWithdrawn   StatementStatus = "withdrawn"
)

// Markings is the marks of one statement, oldest first.
type Markings []StatementMark

// Of is the last mark of one of these kinds.
func (m Markings) Of(kinds ...MarkKind) (SigningWords, bool) {
	for _, one := range slices.Backward(m) {
		if slices.Contains(kinds, one.Words.Kind) {
			return one.Words, true
		}
	}
	return SigningWords{}, false
}

// Witness is the witness's signature.
func (m Markings) Witness() (SigningWords, bool) { return m.Of(Witnessed, WitnessedPaper) }

// Counts reports whether a document with these marks is signed and, where it has
// to be, witnessed.
func (s *Statement) Counts(marks Markings) bool {
	_, witnessed := marks.Witness()
	return witnessed || !s.Words.Witnessed
}

// StatusOf is how far a statement has come. Withdrawal is the status of the document
// that takes it back; empty: there is none.
func StatusOf(s *Statement, marks Markings, withdrawal StatementStatus) StatementStatus {
	switch {
	case withdrawal != "" && withdrawal != StatusWaiting:
		return StatusWithdrawn
	case withdrawal == StatusWaiting:
		return StatusWithdrawing
	case !s.Counts(marks):
		return StatusWaiting
	}
	last, _ := marks.Of(Lodged, BoardConfirmed)
	switch last.Kind {
	case Lodged:
		return StatusLodged
	case BoardConfirmed:
		return StatusConfirmed
	}
	return StatusStands
}

// ReviewBy is when a statement wants another look: so many months after it was
// signed or last looked at.
func ReviewBy(s *Statement, marks Markings, months int) time.Time {
	at := s.Words.SignedAt
	if seen, ok := marks.Of(StatementReview); ok {
		at = latest(at, seen.At)
	}
	return at.AddDate(0, months, 0)
}

// Witnessing is that somebody was asked to witness a statement. EndedAt is when they no
// longer were: it was witnessed, or the owner took it back; zero: they are asked.
type Witnessing struct {
	Statement ID
	Account   ID
	AskedAt   time.Time
	EndedAt   time.Time
}

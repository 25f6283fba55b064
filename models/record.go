package models

import (
	"strings"
	"time"
)

// Kind names a table of records.
type Kind string

// The kinds of record that the door keeps.
const (
	Entries       Kind = "entries"
	Versions      Kind = "versions"
	Suggestions   Kind = "suggestions"
	OwnSections   Kind = "own_sections"
	Drafts        Kind = "drafts"
	Sessions      Kind = "sessions"
	Agenda        Kind = "agenda"
	Summaries     Kind = "summaries"
	SessionNotes  Kind = "session_notes"
	Afterwards    Kind = "afterwards"
	Reflections   Kind = "reflections"
	Ticks         Kind = "ticks"
	Reviews       Kind = "reviews"
	Steps         Kind = "steps"
	Measures      Kind = "measures"
	Marks         Kind = "marks"
	Uses          Kind = "uses"
	Lookouts      Kind = "lookouts"
	Attachments   Kind = "attachments"
	Relationships Kind = "relationships"
	Grants        Kind = "grants"
	CrisisNotice  Kind = "crisis" // no record: something was done about putting the plan to use

	Statements     Kind = "statements"
	StatementMarks Kind = "statement_marks"
	Overrides      Kind = "overrides"

	AttachmentParts Kind = "attachment_parts"
)

// How says in what company words came to be. It is bound to them where they are kept.
type How string

// Alone; in a session; from a suggestion that the owner accepted; what the owner left
// standing when they took out all that somebody did in a session.
const (
	Alone          How = "alone"
	InSession      How = "session"
	FromSuggestion How = "suggestion"
	TookOut        How = "took_out"
)

// InSessionWith is InSession, and whom the owner met there.
func InSessionWith(account ID) How { return InSession + " " + How(account) }

// TookOutOf is TookOut, whose words, and the session in which they wrote them.
func TookOutOf(session, account ID) How { return TookOut + " " + How(account) + " " + How(session) }

// With is whom the owner met where the words came to be, or whose words they took out;
// empty: nobody, or it was not kept.
func (h How) With() ID {
	_, rest, _ := strings.Cut(string(h), " ")
	with, _, _ := strings.Cut(rest, " ")
	return ID(with)
}

// Company is h without anybody named.
func (h How) Company() How {
	company, _, _ := strings.Cut(string(h), " ")
	return How(company)
}

// Writers is whose names say how a record came to be.
func (r *Record) Writers() []ID {
	if with := r.How.With(); with != "" {
		return []ID{r.Author, with}
	}
	return []ID{r.Author}
}

// Record is what every kept record has in clear; all words are in its body,
// which is sealed. Times are UTC.
type Record struct {
	ID         ID
	Plan       ID
	Section    SectionKey
	Parent     ID  // the entry that a version, suggestion or draft is about, or the session; empty: none
	Version    int // counts saves of text, from 1; 0: not saved yet
	Position   int // order within the section
	Author     ID
	How        How
	OnlyMe     bool // exists for the owner alone
	HiddenFrom []ID // does not exist for these accounts
	CreatedAt  time.Time
	UpdatedAt  time.Time // when its text last changed
	ShownAt    time.Time // when OnlyMe or HiddenFrom last gave way, so that more can see it; zero: never
	RemovedAt  time.Time // zero: not removed
}

// Head gives the door the part of a record that it decides on.
func (r *Record) Head() *Record { return r }

// Kept is a record that the door keeps. Body is a pointer to the part that is sealed.
type Kept interface {
	Head() *Record
	Kind() Kind
	Needs(Act) Right
	Body() any
}

// Kinds is closed: a type made elsewhere cannot weaken Needs.
type Kinds interface {
	Entry | Version | Suggestion | OwnSection | Draft | AgendaItem | Summary | SessionNote | Answers | Reflection |
		Statement | StatementMark | Override | DayTick | Review | Step | Use | Measure | Mark | Lookout | Attachment | AttachmentPart
}

// InSessions is where records that belong to a session stand in "who has looked".
const InSessions SectionKey = "sessions"

// OfSession reports whether records of this kind belong to a session: their
// Parent is one, and they are in no section of the plan.
func (k Kind) OfSession() bool {
	return k == Agenda || k == Summaries || k == SessionNotes || k == Afterwards
}

// Fixed is a record that can come to a state in which nothing of it changes any
// more, whoever asks.
type Fixed interface{ Fixed() bool }

// ShowsSection reports whether reading records of this kind is a look at their
// section of the plan, which stands in "who has looked".
func (k Kind) ShowsSection() bool {
	return k == Entries || k == Statements || k == Ticks || k == Reviews || k == Steps || k == Uses || k == Measures || k == Marks || k == Attachments
}

package app

import (
	"time"

	"handrail/models"
)

// Plan is a plan as one actor sees it now: nothing in it is hidden from them.
type Plan struct {
	ID       models.ID
	Owner    Person
	Mine     bool        // the actor owns it
	Role     models.Role // the actor's in it; empty: it is theirs, or a view as somebody else
	InCrisis bool        // it is put to use, and the actor may know: something of it is shown to them
	Told     bool        // it is not, and the person wished the actor to know that there is a crisis plan
	Sections []Section
	Beside   map[models.ID][]Suggestion // what stands beside entries, where that was asked for too
}

// Person is an account by the name that this actor knows it by.
type Person struct {
	ID   models.ID
	Name string
}

// Section is a section as one actor sees it. Title and Help are set for the
// person's own sections alone; the catalogue's are messages.
type Section struct {
	Key     models.SectionKey
	Title   string
	Help    string
	Right   models.Right
	Entries []Entry
}

// Entry is an entry as one actor sees it. What is marked with * is set for the
// owner alone (RULES.md 10, 12).
type Entry struct {
	ID         models.ID
	Section    models.SectionKey
	Version    int
	Fields     models.Fields
	Author     *Person // nil where it is neither the owner nor the actor
	UpdatedAt  time.Time
	Attached   []Attachment // where a section or a plan was read
	Mine       bool         // the actor owns the plan: the fields below are set
	Position   int          // *
	OnlyMe     bool         // *
	HiddenFrom []models.ID  // *
	How        models.How   // *
	With       *Person      // * whom the owner met where they wrote it, or whose words they took out
	CreatedAt  time.Time    // *
	RemovedAt  time.Time    // *
}

// PlanTie is a plan that the actor has to do with, for their own list.
type PlanTie struct {
	Plan  models.ID
	Owner Person
	Mine  bool
	Role  models.Role
	State models.State // as the actor is told it: accepted or confirmed
	Works bool         // in a practitioner's or peer's role that the service confirmed
	Words string       // while accepted: two words that stand on the owner's screen too

	MayTell bool // it is worth asking whether they are told of a crisis plan
}

package models

// Right is what an actor may do in a section. The first four are ordered; the
// others name who is meant whatever was granted.
type Right int

// See < Suggest < Work are given by consent (PRODUCT.md, "Consent: the one rule").
const (
	RightNone    Right = iota
	RightSee           // read
	RightSuggest       // read and propose changes
	RightWork          // write, in a running session with the person present
	RightAuthor        // the owner, or who wrote the record while they may see its place
	RightWriter        // who wrote the record and nobody else, not even the owner
	RightAttend        // the owner, or who attends the session that the record belongs to
	RightMet           // the owner, or whom they met in the session that the record belongs to
	RightShown         // the owner, whoever sees the section, or whoever is asked to witness the record
	RightWitness       // the owner, or who is asked to witness the statement that the record belongs to
	RightOwn           // the owner alone
)

var rightNames = [...]string{"none", "see", "suggest", "work_together", "author", "writer", "attend", "met", "shown", "witness", "own"}

func (r Right) String() string { return rightNames[r] }

// ParseRight reads the name of a right that can be given: see, suggest or work_together.
func ParseRight(name string) (Right, bool) {
	for _, r := range []Right{RightSee, RightSuggest, RightWork} {
		if r.String() == name {
			return r, true
		}
	}
	return RightNone, false
}

// Circumstance is when a consent holds.
type Circumstance string

// Always holds at any time; Together only in a running session with the person
// present; InCrisis only while the person's crisis plan is in use.
const (
	Always   Circumstance = "always"
	Together Circumstance = "together"
	InCrisis Circumstance = "crisis"
)

// Role is what somebody is in a plan that is not theirs.
type Role string

// The roles. Practitioner and Peer can be confirmed by the service and be given
// work_together; Carer and Advocate can be given see and suggest (RULES.md 21).
const (
	Practitioner Role = "practitioner"
	Peer         Role = "peer"
	Carer        Role = "carer"
	Advocate     Role = "advocate"
)

// Known reports whether r is one of the four roles.
func (r Role) Known() bool { return r == Carer || r == Advocate || r.Works() }

// Works reports whether r may ever be given work_together.
func (r Role) Works() bool { return r == Practitioner || r == Peer }

// Act is what is done to a record.
type Act string

// The acts that Needs answers for; an access record may also say ActSuggest.
const (
	ActSee     Act = "see"
	ActAdd     Act = "add"
	ActEdit    Act = "edit"
	ActRemove  Act = "remove"
	ActSuggest Act = "suggest"
)

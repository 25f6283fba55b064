package models

import "time"

// State is how far a relationship has come.
type State string

// The states. Only Confirmed lets a grant count. To the other side Paused and
// Ended read Confirmed (RULES.md 5).
const (
	Accepted  State = "accepted"
	Confirmed State = "confirmed"
	Paused    State = "paused"
	Ended     State = "ended"
)

// Relationship ties another account to a plan. Called (the person's own word
// for them, such as "brother") and Name (their name as the person confirmed it,
// RULES.md 14) are sealed text.
type Relationship struct {
	ID          ID
	Plan        ID
	Account     ID
	Role        Role
	State       State
	Called      string
	Name        string
	Muted       bool // the person does not hear this one's suggestions
	AcceptedAt  time.Time
	ConfirmedAt time.Time // zero: never confirmed
	LeftAt      time.Time // when the other side removed it from their list
}

// Known reports whether the other side may know of the plan at all: it was
// confirmed once and they have not removed it themselves.
func (r Relationship) Known() bool { return !r.ConfirmedAt.IsZero() && r.LeftAt.IsZero() }

// AsTold is the state that the other side is told.
func (r Relationship) AsTold() State {
	if r.ConfirmedAt.IsZero() {
		return Accepted
	}
	return Confirmed
}

package models

import "time"

// InvitationLasts is how long an invitation can be accepted.
const InvitationLasts = 7 * 24 * time.Hour

// Invitation asks somebody into a plan. Its code is shown once and kept as a
// hash; it works once. Called, Email and Offers are sealed.
type Invitation struct {
	ID         ID
	Plan       ID
	Role       Role
	Called     string
	Email      string
	Offers     []Offer // what will be shared once the person has confirmed who accepted
	CreatedAt  time.Time
	ExpiresAt  time.Time
	AcceptedBy ID // empty: not accepted
	ClosedAt   time.Time
}

// Offer is consent prepared, not yet given: the same for each of its sections.
type Offer struct {
	Sections []SectionKey
	Right    Right
	When     Circumstance
	From     time.Time
	Until    time.Time
	Purpose  string
	Told     bool // of a crisis alone: they are told that there is a crisis plan
	Beside   bool // somebody was beside the person
}

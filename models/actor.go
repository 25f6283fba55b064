package models

import "time"

// FreshFor is how long a sign-in counts as fresh after a password was given.
const FreshFor = 5 * time.Minute

// Actor is who is asking, by which sign-in. It carries no rights: those are
// decided anew at every request.
type Actor struct {
	Account ID
	SignIn  ID
	Proved  time.Time // when this sign-in last gave its password; zero: not fresh
	Lead    bool
	As      ID  // set: the owner's own screen shows what this account would see
	Via     Via // the way by which they ask: it stands in the access record
}

// Fresh reports whether the actor proved who they are within FreshFor.
func (a Actor) Fresh(now time.Time) bool {
	return !a.Proved.IsZero() && !now.Before(a.Proved) && now.Sub(a.Proved) < FreshFor
}

// MustBeFresh is ErrStepUp unless the sign-in is fresh (RULES.md 17).
func (a Actor) MustBeFresh(now time.Time) error {
	if a.Fresh(now) {
		return nil
	}
	return ErrStepUp
}

// Account is somebody who can sign in.
type Account struct {
	ID        ID
	Email     string // sealed; normalised once, see NormalEmail
	NextEmail string // sealed; the account moves there once it is proved; empty: nowhere
	Name      string // sealed
	Proved    bool   // the address was proved by mail
	Lead      bool
	AskedFor  Role   // practitioner or peer: waits for the lead to confirm
	Works     Role   // practitioner or peer: confirmed by the service
	Plan      ID     // their own plan
	Hold      Hold   // of that plan
	CodeSeen  bool   // they were shown a recovery code
	Zone      string // sealed; a time zone by its IANA name; empty: the service's
	CreatedAt time.Time
}

// SignInRecord is one place where an account is signed in.
type SignInRecord struct {
	ID       ID
	Device   string // what the browser calls itself, in plain words
	Begun    time.Time
	LastSeen time.Time
	Current  bool
	Over     bool      // its time ran out: listed only because its device keeps a copy
	Keeps    time.Time // since when its device keeps a copy of the plan; zero: it keeps none
	Heard    time.Time // when that copy last asked whether it may stay
}

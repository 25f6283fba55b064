package models

import "time"

// HoldReason is why a plan's sharing stands still.
type HoldReason string

// A copy of the database was put back that does not know what was narrowed since;
// the ledger that would tell is missing or broken; the server's clock was put back for
// good; the plan waits to be erased; it was to be erased and the person kept it.
const (
	Restored   HoldReason = "restored"
	LedgerLost HoldReason = "ledger"
	ClockBack  HoldReason = "clock"
	Erasing    HoldReason = "erasing"
	KeptAfter  HoldReason = "kept"
)

// EraseWait is how long a plan waits before it is erased (RULES.md 19).
const EraseWait = 7 * 24 * time.Hour

// Hold is that all sharing and all keys of a plan stand still until its owner says
// otherwise (RULES.md 8, 19). The zero Hold is none.
type Hold struct {
	Since       time.Time
	Why         HoldReason
	EraseAt     time.Time // when the plan will be erased; zero: it will not
	AccountGoes bool      // the account goes with it
}

// Holds reports whether sharing stands still.
func (h Hold) Holds() bool { return !h.Since.IsZero() }

// Leaving says what becomes of the account when its plan is erased.
type Leaving string

// It stays, with a new and empty plan; or it goes too.
const (
	AccountStays Leaving = "stays"
	AccountGoes  Leaving = "goes"
)

// Erased is what was destroyed when a plan was: when, and how many of what.
type Erased struct {
	At      time.Time
	Entries int // what the person wrote
	Others  int // what others had suggested
	Looks   int // who had looked
}

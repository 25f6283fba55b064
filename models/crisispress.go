package models

import "time"

// CrisisMark stands in an access record in place of a section where something was
// done about putting the crisis plan to use.
const CrisisMark SectionKey = "crisis"

// What access records say about putting the crisis plan to use.
const (
	ActCrisisStart Act = "crisis_start" // a start, or the word of somebody whose word opens nothing
	ActCrisisOpen  Act = "crisis_open"  // it completed a start: in use from then
	ActCrisisCarry Act = "crisis_carry"
	ActCrisisBack  Act = "crisis_back"
	ActCrisisClose Act = "crisis_close"
)

// Act is what an access record says of a step.
func (s CrisisStep) Act() Act {
	switch s {
	case CrisisOpened:
		return ActCrisisOpen
	case CrisisCarried:
		return ActCrisisCarry
	}
	return ActCrisisStart
}

// CrisisPress is one press as it is kept. Note is the presser's words, sealed.
type CrisisPress struct {
	ID      ID
	Account ID
	At      time.Time
	Step    CrisisStep
	Stands  bool
	Note    string
}

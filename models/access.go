package models

import "time"

// Via is the way by which plan data left: a page, the API, a live stream, an
// export or print;
// or in which something was done to it.
type Via string

// The ways.
const (
	ByPage   Via = "page"
	ByAPI    Via = "api"
	ByLive   Via = "live"
	ByExport Via = "export"
	ByPrint  Via = "print"
	ByMail   Via = "mail" // by a mailed link
)

// Look is one access record as the owner reads it: who touched which section,
// when, how, and whether they were allowed. A record written for several
// sections is unfolded into one Look a section.
type Look struct {
	ID      string // the record's number and the place of the section in it
	At      time.Time
	Account ID
	Name    string     // as the person confirmed it
	Section SectionKey // empty: they were refused about the plan as a whole
	Act     Act
	How     Via
	Allowed bool
}

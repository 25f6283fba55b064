package models

import (
	"fmt"
	"slices"
	"time"
)

// The oracle decides what somebody may do from the history of what happened, by
// the six rules of PRODUCT.md ("Consent: the one rule") and RULES.md 4, 5, 21 and 22 as they are
// written. It keeps no state and orders no rights: every rule looks back.

const (
	ailsa    ID = "ailsa"    // whose plan it is
	jamie    ID = "jamie"    // the one she has the relationship with
	morag    ID = "morag"    // somebody else she shares with
	stranger ID = "stranger" // nobody to her
	herPlan  ID = "her plan"
)

// happening is one thing that happened.
type happening struct {
	at   time.Time
	what string
	// of what was given, withdrawn, or kept from somebody:
	consent Consent
	record  string
}

func (h happening) String() string {
	s := h.at.Format("15:04 ") + h.what
	if h.consent.ID != "" {
		c := h.consent
		s += fmt.Sprintf(" %s to %s: %s %s %s, %s to %s", c.ID, c.Account, c.Section, c.Right, c.When, c.From.Format("15:04"), c.Until.Format("15:04"))
	}
	return s + h.record
}

// history is what happened up to now, oldest first.
type history struct {
	role Role
	past []happening
	now  time.Time
}

// last is the place in the past of the last happening that is one of these, else -1.
func (h history) last(what ...string) int {
	for i, p := range slices.Backward(h.past) {
		if slices.Contains(what, p.what) {
			return i
		}
	}
	return -1
}

// lastly reports whether that of these which happened last is one of the wanted.
func (h history) lastly(wanted string, others ...string) bool {
	i := h.last(append(others, wanted)...)
	return i >= 0 && h.past[i].what == wanted
}

func (h history) mayWork() bool { return h.role == Practitioner || h.role == Peer }

// knows: confirmed at some time, and has not taken it off their list since they last accepted.
func (h history) knows() bool {
	return h.last("confirms") >= 0 && h.last("leaves") <= h.last("accepts")
}

// stands is the first half of rule 3; who left has nothing any more, and for those whom the service confirms, losing
// that pauses everything until the person says otherwise (RULES.md 21).
func (h history) stands() bool {
	ties := []string{"accepts", "confirms", "pauses", "resumes", "ends"}
	if h.mayWork() {
		ties = append(ties, "service takes back")
	}
	i := h.last(ties...)
	return h.knows() && i >= 0 && (h.past[i].what == "confirms" || h.past[i].what == "resumes")
}

// together is RULES.md 4.
func (h history) together() bool {
	begun := h.last("session begins")
	switch {
	case begun < 0, h.last("session ends") > begun, h.mayWork() && h.last("service takes back") > begun:
		return false
	case h.last("joins") < begun, h.last("leaves session") > h.last("joins"):
		return false
	case h.last("admits") < h.last("joins"):
		return false
	}
	return !h.lastly("person goes", "person comes") && !h.lastly("other goes", "other comes")
}

// inCrisis: put to use, not ended, its days not over.
func (h history) inCrisis() bool {
	i := h.last("crisis", "crisis over")
	return i >= 0 && h.past[i].what == "crisis" && h.now.Before(h.past[i].consent.Until)
}

// standing are the consents in force: given to jamie on this plan, begun, not over,
// not withdrawn, not ended with the relationship (RULES.md 22).
func (h history) standing() []Consent {
	var out []Consent
	for i, p := range h.past {
		c := p.consent
		withdrawn := slices.ContainsFunc(h.past[i:], func(later happening) bool {
			return later.what == "ends" || later.what == "withdraws" && later.consent.ID == c.ID
		})
		due := h.now.Compare(c.From) >= 0 && (c.Until == (time.Time{}) || h.now.Compare(c.Until) < 0)
		if p.what == "gives" && c.Account == jamie && c.Plan == herPlan && due && !withdrawn {
			out = append(out, c)
		}
	}
	return out
}

// may is the one rule for jamie: asked is see, suggest or work together.
func (h history) may(asked string, section SectionKey) bool {
	return h.stands() && slices.ContainsFunc(h.standing(), func(c Consent) bool {
		return c.Section == section && h.circumstance(c) && h.covers(c, asked)
	})
}

func (h history) circumstance(c Consent) bool {
	return c.When == "always" || c.When == "together" && h.together() || c.When == "crisis" && h.inCrisis()
}

func (h history) covers(c Consent, asked string) bool {
	given := c.Right.String()
	switch {
	case asked == "see":
		return true
	case c.When == "crisis": // goes with see alone
		return false
	case asked == "suggest":
		return given == "suggest" || given == "work_together"
	}
	confirmed := h.lastly("service confirms", "service takes back")
	return given == "work_together" && h.mayWork() && confirmed && h.together()
}

// kept reports whether a record is kept from jamie: rule 2.
func (h history) kept(record string) bool {
	var last []string
	for _, p := range h.past {
		if p.record == record {
			last = append(last, p.what)
		}
	}
	mine := history{}
	for _, what := range last {
		mine.past = append(mine.past, happening{what: what})
	}
	return mine.lastly("only me", "no longer only me") || mine.lastly("hides from jamie", "shows jamie")
}

// deed is an act on a record.
type deed struct {
	record  string
	section SectionKey
	kind    Kind
	author  ID
	act     Act
}

// allowed says whether an account may do it.
func (h history) allowed(who ID, d deed) bool {
	seen := who == ailsa || who == jamie && !h.kept(d.record) && h.may("see", d.section)
	able := func(asked string) bool {
		return who == ailsa || seen && h.may(asked, d.section)
	}
	switch {
	case !seen:
		return false
	case d.kind == Entries && d.act == ActSee, d.kind == OwnSections && d.act == ActSee, d.kind == Drafts && d.act == ActAdd:
		return able("see")
	case d.kind == Entries:
		return able("work together")
	case d.kind == Suggestions && d.act == ActAdd:
		return able("suggest")
	case d.kind == Suggestions:
		return who == ailsa || who == d.author
	case d.kind == Drafts:
		return who == d.author
	}
	return who == ailsa // versions, changing a section of one's own
}

// answer is how the door answers: rule 6.
func (h history) answer(who ID, d deed) error {
	look := d
	look.act = ActSee
	switch {
	case h.allowed(who, d):
		return nil
	case h.allowed(who, look):
		return ErrNotAllowed
	}
	return ErrNotFound
}

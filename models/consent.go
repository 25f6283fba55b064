package models

import (
	"slices"
	"strings"
	"time"
)

// Consent is one grant as it was given: one account, one section. It is never
// edited; a change withdraws it and gives another. Times are UTC; From is the
// first instant at which it holds, Until the first at which it no longer does
// (zero: until it is withdrawn). The record follows ISO/IEC TS 27560.
type Consent struct {
	ID          ID
	Plan        ID
	Account     ID
	Section     SectionKey
	Right       Right
	When        Circumstance
	From        time.Time
	Until       time.Time
	Purpose     string // the person's words, sealed
	Told        bool   // for a crisis: its holder is told that there is a crisis plan, and nothing else of it
	Beside      bool   // it was given with somebody beside the person, who is asked again alone
	Wording     string // version of the sentence that was agreed to
	Name        string // of whom it was given to, as the person knew them then; sealed
	Title       string // of a section of the person's own, as it was called then; sealed
	GivenAt     time.Time
	WithdrawnAt time.Time // zero: not withdrawn
}

// InForce reports whether c has begun, has not ended and was not withdrawn.
func (c Consent) InForce(now time.Time) bool {
	begun := !now.Before(c.From)
	ended := !c.Until.IsZero() && !now.Before(c.Until)
	return begun && !ended && c.WithdrawnAt.IsZero()
}

// Meeting is since when and until when the actor is together with the person: in a
// running session on this plan that both joined, the actor was admitted to, and both
// are present in (RULES.md 4). Until is when the presence of either ends unless
// they are heard of before. The zero Meeting is none.
type Meeting struct{ Since, Until time.Time }

// Together reports whether the meeting holds at now.
func (m Meeting) Together(now time.Time) bool {
	return !m.Since.IsZero() && !now.Before(m.Since) && now.Before(m.Until)
}

// Crisis is when the person's crisis plan is in use: from Since until before
// Until. Zero Since: it is not.
type Crisis struct{ Since, Until time.Time }

// InUse reports whether the crisis plan is in use at now.
func (c Crisis) InUse(now time.Time) bool {
	return !c.Since.IsZero() && !now.Before(c.Since) && (c.Until.IsZero() || now.Before(c.Until))
}

// Facts is all that a decision rests on, read in the same snapshot as the rows.
type Facts struct {
	Plan         ID
	Owner        ID
	Relationship Relationship // of the actor; zero where there is none
	Confirmed    bool         // the service confirms the actor's account in the relationship's role now
	Consents     []Consent    // given to the actor on this plan
	Meeting      Meeting
	Sessions     []ID // of the plan that the actor attends or attended; read where they matter
	Met          []ID // of these, those in which the owner meets the actor
	Crisis       Crisis
	Held         bool // all sharing and all keys stand still until the owner says otherwise (RULES.md 8, 19)
	Witnessing   []ID // statements that the actor is asked to witness; read where they matter
}

// CrisisTold reports whether the actor is told that there is a crisis plan, whether it
// is in use or not.
func (f Facts) CrisisTold(now time.Time) bool {
	return !f.Held && f.Relationship.State == Confirmed && slices.ContainsFunc(f.Consents, func(c Consent) bool {
		return c.Told && c.When == InCrisis && c.InForce(now)
	})
}

// Grant is what an actor may do with a plan at one moment. The zero Grant allows nothing.
type Grant struct {
	Account   ID
	Owner     bool
	Known     bool           // the plan may be named to them, even when nothing is shared
	Sections  []SectionGrant // sorted by key; empty for the owner, who may do all
	Sessions  []ID           // whose agenda, summary and notes exist for the account
	Met       []ID           // whose shown answers exist for the account too: the owner met it there
	Witnesses []ID           // statements that the account is asked to witness
	Until     time.Time      // when the passing of time alone changes this; zero: never
}

// SectionGrant is a right in one section and since when it has been visible.
type SectionGrant struct {
	Section SectionKey
	Right   Right
	Since   time.Time
}

// GrantFor decides what who may do at now, by the six rules of PRODUCT.md
// ("Consent: the one rule"). Rule 2 (single entries) is Grant.Sees.
func GrantFor(who Actor, f Facts, now time.Time) Grant {
	if who.Account != "" && who.Account == f.Owner {
		return Grant{Account: who.Account, Owner: true, Known: true}
	}
	g := Grant{Account: who.Account}
	if who.Account == "" || who.Account != f.Relationship.Account {
		return g
	}
	if g.Known = f.Relationship.Known(); !g.Known {
		return g
	}
	if g.Sessions, g.Met = f.Sessions, f.Met; f.Held || f.Relationship.State != Confirmed {
		return g
	}
	g.Witnesses = f.Witnessing
	for _, c := range f.Consents {
		g.Until = sooner(g.Until, c.changes(f, now))
		if right := c.right(f, now); right > RightNone {
			g.add(SectionGrant{Section: c.Section, Right: right, Since: c.since(f)})
		}
	}
	return g
}

// right is what c gives now, after role, session and circumstance.
func (c Consent) right(f Facts, now time.Time) Right {
	if c.Plan != f.Plan || c.Account != f.Relationship.Account || !c.InForce(now) {
		return RightNone
	}
	right := min(c.Right, RightWork)
	switch c.When {
	case Always:
	case Together:
		if !f.Meeting.Together(now) {
			return RightNone
		}
	case InCrisis:
		if !f.Crisis.InUse(now) {
			return RightNone
		}
		right = min(right, RightSee)
	default:
		return RightNone
	}
	if right >= RightWork && !(f.Relationship.Role.Works() && f.Confirmed && f.Meeting.Together(now)) {
		right = RightSuggest
	}
	return right
}

// since is when c came to show its section: when it had begun and had been given,
// the relationship was confirmed, and the crisis or the meeting that it waits for had begun.
func (c Consent) since(f Facts) time.Time {
	t := latest(latest(c.From, c.GivenAt), f.Relationship.ConfirmedAt)
	switch c.When {
	case InCrisis:
		t = latest(t, f.Crisis.Since)
	case Together:
		t = latest(t, f.Meeting.Since)
	}
	return t
}

// changes is the next instant after now at which time alone may change what c gives.
func (c Consent) changes(f Facts, now time.Time) time.Time {
	if !c.WithdrawnAt.IsZero() {
		return time.Time{}
	}
	var next time.Time
	for _, t := range []time.Time{c.From, c.Until, f.Crisis.Since, f.Crisis.Until, f.Meeting.Since, f.Meeting.Until} {
		if t.After(now) {
			next = sooner(next, t)
		}
	}
	return next
}

// add keeps, of two consents for one section, the greater right and the earlier
// time from which it is visible.
func (g *Grant) add(s SectionGrant) {
	i, found := slices.BinarySearchFunc(g.Sections, s.Section, bySection)
	if !found {
		g.Sections = slices.Insert(g.Sections, i, s)
		return
	}
	had := &g.Sections[i]
	had.Right = max(had.Right, s.Right)
	if s.Since.Before(had.Since) {
		had.Since = s.Since
	}
}

func bySection(s SectionGrant, key SectionKey) int {
	return strings.Compare(string(s.Section), string(key))
}

// In is the right that g gives in a section.
func (g Grant) In(section SectionKey) Right {
	if g.Owner {
		return RightOwn
	}
	if i, found := slices.BinarySearchFunc(g.Sections, section, bySection); found {
		return g.Sections[i].Right
	}
	return RightNone
}

// Since is when the section became visible under g; zero for the owner.
func (g Grant) Since(section SectionKey) time.Time {
	if i, found := slices.BinarySearchFunc(g.Sections, section, bySection); found {
		return g.Sections[i].Since
	}
	return time.Time{}
}

// Sees reports whether the record exists for g's account at all.
func (g Grant) Sees(r *Record) bool { return g.reaches(r, RightSee) }

// reaches reports whether g gives a right to a record by its section. Rule 2 (only me,
// hidden from) wins over every right.
func (g Grant) reaches(r *Record, need Right) bool {
	return g.Owner || !r.OnlyMe && !slices.Contains(r.HiddenFrom, g.Account) && g.In(r.Section) >= need
}

// May answers nil, ErrNotAllowed (they see the record but may not do this) or
// ErrNotFound (for them there is no such record).
func (g Grant) May(act Act, k Kept) error {
	need := k.Needs(act)
	if g.holds(need, k.Head()) {
		return nil
	}
	if act != ActSee && g.holds(k.Needs(ActSee), k.Head()) {
		return ErrNotAllowed
	}
	return ErrNotFound
}

func (g Grant) holds(need Right, r *Record) bool {
	switch need {
	case RightNone:
		return false
	case RightWriter:
		return g.Account != "" && r.Author == g.Account && g.finds(r)
	case RightAuthor:
		return g.Owner || r.Author == g.Account && g.finds(r)
	case RightAttend:
		return g.Owner || g.attends(r)
	case RightMet:
		return g.Owner || !r.OnlyMe && slices.Contains(g.Met, r.Parent)
	case RightShown:
		return g.Owner || slices.Contains(g.Witnesses, r.ID) || g.Sees(r)
	case RightWitness:
		return g.Owner || slices.Contains(g.Witnesses, r.Parent)
	case RightOwn:
		return g.Owner
	default:
		return g.reaches(r, need)
	}
}

// finds reports whether the record is somewhere that g's account can see: in a section,
// or in a session.
func (g Grant) finds(r *Record) bool { return g.Sees(r) || g.attends(r) }

// attends reports whether the record belongs to a session that g's account attends.
func (g Grant) attends(r *Record) bool { return !r.OnlyMe && slices.Contains(g.Sessions, r.Parent) }

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

package models

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// life makes a random history, and at every step the facts as an application
// keeps them, which is what the rule under test is given.
type life struct {
	*rand.Rand
	history
	facts                                            Facts
	running, joined, admitted, personAway, otherAway bool
	records                                          map[string]*Record
}

var shared = []SectionKey{"hopes", "warnings", "crisis-help"}

// kept are the records that the acts are tried on, in every section.
var keptKinds = []struct {
	kind   Kind
	author ID
}{
	{Entries, ailsa}, {Entries, jamie}, {Versions, ailsa}, {Suggestions, jamie}, {Suggestions, morag},
	{Drafts, jamie}, {Drafts, ailsa}, {OwnSections, ailsa},
}

func newLife(seed uint64) *life {
	r := rand.New(rand.NewPCG(seed, 11))
	l := &life{Rand: r, records: map[string]*Record{}}
	l.role = []Role{Practitioner, Peer, Carer, Advocate, Practitioner}[r.IntN(5)]
	l.now = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	l.facts = Facts{Plan: herPlan, Owner: ailsa, Relationship: Relationship{Plan: herPlan, Account: jamie, Role: l.role}}
	// Most lives get as far as a confirmed relationship soon.
	for _, what := range []string{"accepts", "service confirms", "confirms", "session begins", "joins", "admits"} {
		if r.IntN(8) > 0 {
			l.try(what)
		}
	}
	for range 3 + r.IntN(16) {
		l.pass()
		l.try(everything[r.IntN(len(everything))])
	}
	l.pass()
	return l
}

// everything that can happen; what is likelier stands more than once.
var everything = []string{
	"gives", "gives", "gives", "gives", "gives", "gives", "gives", "gives", "gives", "gives", "gives", "gives", "withdraws", "withdraws",
	"accepts", "confirms", "confirms", "pauses", "resumes", "resumes", "ends", "leaves", "service confirms", "service takes back",
	"session begins", "joins", "joins", "admits", "admits", "leaves session", "session ends",
	"service confirms", "session begins", "person goes", "person comes", "person comes", "other goes", "other comes", "other comes",
	"crisis", "crisis", "crisis over",
	"only me", "no longer only me", "hides from jamie", "shows jamie", "hides from morag",
}

// pass lets some whole minutes go by, so that instants often coincide.
func (l *life) pass() { l.now = l.now.Add(time.Duration(l.IntN(3)) * time.Minute) }

// soon is an instant from a little before now to some time after.
func (l *life) soon() time.Time { return l.now.Add(time.Duration(l.IntN(16)-10) * time.Minute) }

// try lets something happen if it can: it changes the facts and goes into the past.
func (l *life) try(what string) {
	h := happening{at: l.now, what: what}
	if l.tie(what) || l.meet(what) || l.share(&h) || l.hide(&h) {
		l.past = append(l.past, h)
		l.facts.Meeting = meeting(l.running && l.joined && l.admitted && !l.personAway && !l.otherAway)
	}
}

// tie changes the relationship.
func (l *life) tie(what string) bool {
	r := &l.facts.Relationship
	can := false
	switch what {
	case "accepts":
		if can = r.State == "" || r.State == Ended; can {
			r.State, r.LeftAt = Accepted, time.Time{}
		}
	case "confirms":
		if can = r.State == Accepted; can {
			r.State, r.ConfirmedAt = Confirmed, l.now
		}
	case "pauses":
		if can = r.State == Confirmed; can {
			r.State = Paused
		}
	case "resumes":
		if can = r.State == Paused; can {
			r.State = Confirmed
		}
	case "ends":
		if can = r.State != "" && r.State != Ended && l.IntN(3) == 0; can {
			r.State = Ended
			for i := range l.facts.Consents {
				l.facts.Consents[i].WithdrawnAt = l.now
			}
		}
	case "leaves":
		if can = r.Known() && l.IntN(3) == 0; can {
			r.LeftAt = l.now
		}
	default:
		return l.serve(what)
	}
	return can
}

// serve changes what the service says of jamie.
func (l *life) serve(what string) bool {
	if what != "service confirms" && what != "service takes back" {
		return false
	}
	l.facts.Confirmed = what == "service confirms"
	if l.facts.Confirmed || !l.role.Works() {
		return true
	}
	l.running = false
	if r := &l.facts.Relationship; r.State == Confirmed {
		r.State = Paused
	}
	return true
}

// meet changes the session.
func (l *life) meet(what string) bool {
	switch what {
	case "session begins":
		if l.running {
			return false
		}
		l.running, l.joined, l.admitted = true, false, false
	case "joins":
		if !l.running || l.joined {
			return false
		}
		l.joined, l.admitted = true, false
	case "admits":
		if !l.joined {
			return false
		}
		l.admitted = true
	case "leaves session":
		l.joined = false
	case "session ends":
		l.running = false
	case "person goes", "person comes":
		l.personAway = what == "person goes"
	case "other goes", "other comes":
		l.otherAway = what == "other goes"
	default:
		return false
	}
	return true
}

// share gives or withdraws a consent, or puts the crisis plan to use.
func (l *life) share(h *happening) bool {
	switch h.what {
	case "gives":
		c := Consent{
			ID: ID(fmt.Sprint(len(l.facts.Consents))), Plan: herPlan, Account: jamie, Section: shared[l.IntN(3)],
			Right: Right(1 + l.IntN(3)), When: []Circumstance{Always, Together, InCrisis}[l.IntN(3)],
			From: l.soon(), GivenAt: l.now,
		}
		if l.IntN(3) > 0 {
			c.Until = c.From.Add(time.Duration(l.IntN(24)) * time.Minute)
		}
		if l.IntN(12) == 0 {
			c.Account = morag // the rule must not take another's consent for theirs
		}
		if l.IntN(12) == 0 {
			c.Plan = "another plan"
		}
		h.consent = c
		l.facts.Consents = append(l.facts.Consents, c)
	case "withdraws":
		if len(l.facts.Consents) == 0 {
			return false
		}
		c := &l.facts.Consents[l.IntN(len(l.facts.Consents))]
		c.WithdrawnAt = l.now
		h.consent = *c
	case "crisis":
		h.consent.Until = l.now.Add(time.Duration(l.IntN(20)) * time.Minute)
		l.facts.Crisis = Crisis{Since: l.now, Until: h.consent.Until}
	case "crisis over":
		l.facts.Crisis = Crisis{}
	default:
		return false
	}
	return true
}

// hide changes who a record is kept from.
func (l *life) hide(h *happening) bool {
	k := keptKinds[l.IntN(len(keptKinds))]
	r := l.record(shared[l.IntN(3)], k.kind, k.author)
	h.record = name(r.Section, k.kind, k.author)
	switch h.what {
	case "only me", "no longer only me":
		r.OnlyMe = h.what == "only me"
	case "hides from jamie":
		r.HiddenFrom = append(r.HiddenFrom, jamie)
	case "shows jamie":
		r.HiddenFrom = slices.DeleteFunc(r.HiddenFrom, func(id ID) bool { return id == jamie })
	case "hides from morag":
		r.HiddenFrom = append(r.HiddenFrom, morag)
	default:
		return false
	}
	return true
}

func name(section SectionKey, kind Kind, author ID) string {
	return fmt.Sprint(" ", kind, " by ", author, " in ", section)
}

// record is the one of this kind, section and author.
func (l *life) record(section SectionKey, kind Kind, author ID) *Record {
	key := name(section, kind, author)
	if l.records[key] == nil {
		l.records[key] = &Record{Plan: herPlan, Section: section, Author: author}
	}
	return l.records[key]
}

// as is the record as what it is.
func as(kind Kind, r Record) Kept {
	switch kind {
	case Versions:
		return &Version{Record: r}
	case Suggestions:
		return &Suggestion{Record: r}
	case Drafts:
		return &Draft{Record: r}
	case OwnSections:
		return &OwnSection{Record: r}
	}
	return &Entry{Record: r}
}

// tally counts what the lives came to, so that none of it is tried too seldom.
type tally struct{ rights, answers [4]atomic.Int64 }

func TestConsentAgainstTheOracle(t *testing.T) {
	const workers = 2
	lives := int64(10_000) // in the quick loop
	if os.Getenv("CI") == "true" {
		lives = 100_000
	}
	var seen tally
	t.Run("lives", func(t *testing.T) {
		for w := range workers {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				for seed := w; int64(seed) < lives && !t.Failed(); seed += workers {
					l := newLife(uint64(seed))
					l.compare(t, &seen)
					l.untilNothingChanges(t)
					if t.Failed() {
						t.Logf("life %d of a %s, at %s:\n%s", seed, l.role, l.now.Format("15:04"), l.told())
					}
				}
			})
		}
	})
	for i := range seen.rights {
		n := seen.rights[i].Load()
		t.Logf("%d sections in which the right is %s", n, Right(i))
		if n < lives/100 {
			t.Error("too few")
		}
	}
	for i, answer := range []string{"done", "not allowed", "not found"} {
		n := seen.answers[i].Load()
		t.Logf("%d acts %s", n, answer)
		if n < lives/10 {
			t.Error("too few")
		}
	}
}

func (l *life) told() string {
	var out strings.Builder
	for _, p := range l.past {
		fmt.Fprintln(&out, p)
	}
	return out.String()
}

// compare asks the rule and the oracle the same questions.
func (l *life) compare(t *testing.T, seen *tally) {
	g := GrantFor(Actor{Account: jamie}, l.facts, l.now)
	if g.Owner || g.Known != l.knows() {
		t.Errorf("owner %v, known %v, want %v", g.Owner, g.Known, l.knows())
	}
	for _, section := range append([]SectionKey{"notes"}, shared...) {
		want := l.right(section)
		seen.rights[want].Add(1)
		if got := g.In(section); got != want {
			t.Errorf("%s in %s, want %s", got, section, want)
		}
	}
	k := keptKinds[l.IntN(len(keptKinds))]
	section := shared[l.IntN(len(shared))]
	for _, act := range []Act{ActSee, ActAdd, ActEdit, ActRemove} {
		l.ask(t, seen, deed{name(section, k.kind, k.author), section, k.kind, k.author, act})
	}
}

// right is the greatest that the oracle grants.
func (l *life) right(section SectionKey) Right {
	switch {
	case l.may("work together", section):
		return RightWork
	case l.may("suggest", section):
		return RightSuggest
	case l.may("see", section):
		return RightSee
	}
	return RightNone
}

// ask tries an act as everyone.
func (l *life) ask(t *testing.T, seen *tally, d deed) {
	record := as(d.kind, *l.record(d.section, d.kind, d.author))
	for _, who := range []ID{ailsa, jamie, stranger, ""} {
		g := GrantFor(Actor{Account: who}, l.facts, l.now)
		got, want := g.May(d.act, record), l.answer(who, d)
		if !errors.Is(got, want) {
			t.Errorf("%q, %v: %v, want %v", who, d, got, want)
		}
		sees := who == ailsa || who == jamie && !l.kept(d.record) && l.may("see", d.section)
		if g.Sees(record.Head()) != sees {
			t.Errorf("%q, %v: sees %v, want %v", who, d, !sees, sees)
		}
		if who == jamie {
			seen.answers[map[error]int{nil: 0, ErrNotAllowed: 1, ErrNotFound: 2}[want]].Add(1)
		}
	}
}

// untilNothingChanges holds Grant.Until to its word: while nothing happens, the
// decision at any instant before it is the one made now, and the oracle's.
func (l *life) untilNothingChanges(t *testing.T) {
	g := GrantFor(Actor{Account: jamie}, l.facts, l.now)
	later := []time.Time{l.now.Add(time.Duration(l.IntN(40*60)) * time.Second), l.now.Add(time.Hour)}
	if !g.Until.IsZero() {
		later = append(later, g.Until.Add(-1), l.now.Add(time.Duration(l.Int64N(int64(max(g.Until.Sub(l.now), 1))))))
		if !g.Until.After(l.now) {
			t.Errorf("until %s, which is not to come", g.Until)
		}
	}
	for _, at := range later {
		if !g.Until.IsZero() && !at.Before(g.Until) {
			continue
		}
		then := GrantFor(Actor{Account: jamie}, l.facts, at)
		if then.Known != g.Known || then.Until != g.Until || !slices.Equal(then.Sections, g.Sections) {
			t.Errorf("at %s it is %v, though it was to be %v until %s", at, then, g, g.Until)
		}
		past := *l
		past.now = at
		for _, section := range shared {
			if got, want := then.In(section), past.right(section); got != want {
				t.Errorf("at %s %s in %s, want %s", at.Format("15:04:05"), got, section, want)
			}
		}
	}
}

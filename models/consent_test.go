package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// rule is a line of the decision table: in each column the cases that it speaks
// of, "*" for all. The first line that fits a case decides it.
type rule struct {
	given, when, role, tie, service, session, crisis, window string
	want                                                     Right
}

var theOneRule = []rule{
	{"*", "*", "*", "none accepted paused ended left", "*", "*", "*", "*", RightNone},
	{"*", "*", "*", "*", "*", "*", "*", "before at-until after withdrawn", RightNone},
	{"*", "together", "*", "*", "*", "alone", "*", "*", RightNone},
	{"*", "crisis", "*", "*", "*", "*", "calm", "*", RightNone},
	{"*", "crisis", "*", "*", "*", "*", "in-crisis", "*", RightSee},
	{"see", "*", "*", "*", "*", "*", "*", "*", RightSee},
	{"suggest", "*", "*", "*", "*", "*", "*", "*", RightSuggest},
	{"work_together", "*", "practitioner peer", "*", "confirmed", "together", "*", "*", RightWork},
	{"work_together", "*", "*", "*", "*", "*", "*", "*", RightSuggest},
}

// columns are the cases of each column of the table.
var columns = [][]string{
	{"see", "suggest", "work_together"},
	{"always", "together", "crisis"},
	{"practitioner", "peer", "carer", "advocate"},
	{"none", "accepted", "confirmed", "paused", "ended", "left"},
	{"confirmed", "unconfirmed"},
	{"together", "alone"},
	{"in-crisis", "calm"},
	{"before", "at-from", "inside", "for-good", "just-before-until", "at-until", "after", "withdrawn"},
}

func (r rule) fits(c []string) bool {
	for i, cases := range []string{r.given, r.when, r.role, r.tie, r.service, r.session, r.crisis, r.window} {
		if cases != "*" && !slices.Contains(strings.Fields(cases), c[i]) {
			return false
		}
	}
	return true
}

// factsOf is the situation that a case describes, at noon.
func factsOf(c []string) Facts {
	right, _ := ParseRight(c[0])
	consent := Consent{ID: "c", Plan: herPlan, Account: jamie, Section: "hopes", Right: right, When: Circumstance(c[1]), GivenAt: noon.Add(-2 * time.Hour)}
	hour := func(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }
	consent.From, consent.Until = hour(-1), hour(1)
	switch c[7] {
	case "before":
		consent.From = noon.Add(1)
	case "at-from":
		consent.From = noon
	case "for-good":
		consent.Until = time.Time{}
	case "just-before-until":
		consent.Until = noon.Add(1)
	case "at-until":
		consent.Until = noon
	case "after":
		consent.Until = noon.Add(-1)
	case "withdrawn":
		consent.WithdrawnAt = noon
	}
	f := Facts{Plan: herPlan, Owner: ailsa, Confirmed: c[4] == "confirmed", Meeting: meeting(c[5] == "together"), Consents: []Consent{consent}}
	if c[6] == "in-crisis" {
		f.Crisis = Crisis{Since: hour(-1), Until: hour(2)}
	}
	if c[3] == "none" {
		return f
	}
	f.Relationship = Relationship{Plan: herPlan, Account: jamie, Role: Role(c[2]), State: State(c[3]), AcceptedAt: hour(-48), ConfirmedAt: hour(-24)}
	switch c[3] {
	case "accepted":
		f.Relationship.ConfirmedAt = time.Time{}
	case "left":
		f.Relationship.State, f.Relationship.LeftAt = Confirmed, hour(-3)
	}
	return f
}

// cases is the cross product of the columns.
func cases(columns [][]string) [][]string {
	all := [][]string{nil}
	for _, column := range columns {
		var next [][]string
		for _, c := range all {
			for _, v := range column {
				next = append(next, append(slices.Clone(c), v))
			}
		}
		all = next
	}
	return all
}

func TestTheOneRule(t *testing.T) {
	used := make([]int, len(theOneRule))
	for _, c := range cases(columns) {
		line := slices.IndexFunc(theOneRule, func(r rule) bool { return r.fits(c) })
		if line < 0 {
			t.Fatalf("the table says nothing of %v", c)
		}
		used[line]++
		f, want := factsOf(c), theOneRule[line].want
		g := GrantFor(Actor{Account: jamie}, f, noon)
		if got := g.In("hopes"); got != want {
			t.Errorf("%v: %s, want %s", c, got, want)
		}
		if known := c[3] == "confirmed" || c[3] == "paused" || c[3] == "ended"; g.Known != known || g.Owner {
			t.Errorf("%v: known %v, owner %v", c, g.Known, g.Owner)
		}
		if g.In("well") != RightNone || g.In("") != RightNone {
			t.Errorf("%v: a right in a section that was not shared", c)
		}
		for _, who := range []ID{stranger, ""} {
			if g := GrantFor(Actor{Account: who}, f, noon); g.Known || g.Owner || g.In("hopes") != RightNone {
				t.Errorf("%v: %q may %v", c, who, g)
			}
		}
		if g := GrantFor(Actor{Account: ailsa}, f, noon); !g.Owner || !g.Known || g.In("hopes") != RightOwn || !g.Until.IsZero() {
			t.Errorf("%v: the owner may %v", c, g)
		}
	}
	for i, n := range used {
		t.Logf("%5d cases of %v", n, theOneRule[i])
		if n == 0 {
			t.Error("never used")
		}
	}
}

// What each right lets one do with each kind of record (RULES.md 1, 3, 9, 11, 12):
// "+" done, "-" not allowed, "." not found; for the owner, nobody's, see, suggest, work together.
func TestMay(t *testing.T) {
	tests := []struct {
		kind   Kind
		author ID
		acts   string
		want   string
	}{
		{Entries, ailsa, "see", "+.+++"},
		{Entries, ailsa, "add edit remove", "+.--+"},
		{Entries, jamie, "see", "+.+++"},
		{Entries, jamie, "add edit remove", "+.--+"},
		{Versions, ailsa, "see add edit remove", "+...."},
		{Versions, jamie, "see add edit remove", "+...."},
		{Suggestions, jamie, "see edit remove", "+.+++"},
		{Suggestions, jamie, "add", "+.-++"},
		{Suggestions, morag, "see edit remove", "+...."},
		{Drafts, jamie, "see edit remove", "..+++"},
		{Drafts, jamie, "add", "+.+++"},
		{Drafts, ailsa, "see edit remove", "+...."},
		{OwnSections, ailsa, "see", "+.+++"},
		{OwnSections, ailsa, "add edit remove", "+.---"},
	}
	for _, tt := range tests {
		alone := tt.want[:1] + "...." // when it is kept from jamie
		for act := range strings.FieldsSeq(tt.acts) {
			for _, r := range []struct {
				Record
				want string
			}{
				{Record{Section: "hopes", Author: tt.author}, tt.want},
				{Record{Section: "hopes", Author: tt.author, OnlyMe: true}, alone},
				{Record{Section: "hopes", Author: tt.author, HiddenFrom: []ID{morag, jamie}}, alone},
				{Record{Section: "hopes", Author: tt.author, HiddenFrom: []ID{morag}}, tt.want},
				{Record{Section: "well", Author: tt.author}, alone},
			} {
				if got := answers(Act(act), as(tt.kind, r.Record)); got != r.want {
					t.Errorf("%s %s %+v: %s, want %s", act, tt.kind, r.Record, got, r.want)
				}
			}
		}
	}
}

// answers is what the owner and jamie with no right, see, suggest and work together are told.
func answers(act Act, k Kept) string {
	out := answer(Grant{Account: ailsa, Owner: true, Known: true}.May(act, k))
	for _, right := range []Right{RightNone, RightSee, RightSuggest, RightWork} {
		g := Grant{Account: jamie, Known: true, Sections: []SectionGrant{{Section: "hopes", Right: right}}}
		out += answer(g.May(act, k))
	}
	return out
}

func answer(err error) string {
	switch {
	case err == nil:
		return "+"
	case errors.Is(err, ErrNotAllowed):
		return "-"
	case errors.Is(err, ErrNotFound):
		return "."
	}
	return err.Error()
}

// The zero Grant, and nobody at all, find nothing, whoever wrote it.
func TestNobodyFindsNothing(t *testing.T) {
	for _, k := range keptKinds {
		for _, author := range []ID{"", k.author} {
			for _, act := range []Act{ActSee, ActAdd, ActEdit, ActRemove} {
				r := Record{Section: "hopes", Author: author}
				if got := answer(Grant{}.May(act, as(k.kind, r))); got != "." {
					t.Errorf("%s %s by %q: %s", act, k.kind, author, got)
				}
			}
		}
	}
	if g := GrantFor(Actor{}, Facts{}, noon); g.Owner || g.Known {
		t.Errorf("nobody may %+v with no plan", g)
	}
}

func TestCrisisInUse(t *testing.T) {
	tests := map[string]struct {
		since, until time.Time
		want         bool
	}{
		"never":             {time.Time{}, time.Time{}, false},
		"no beginning":      {time.Time{}, noon.Add(1), false},
		"begins now":        {noon, noon.Add(1), true},
		"begins in a while": {noon.Add(1), noon.Add(2), false},
		"for good":          {noon.Add(-1), time.Time{}, true},
		"ends now":          {noon.Add(-1), noon, false},
		"ended":             {noon.Add(-2), noon.Add(-1), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := (Crisis{tt.since, tt.until}).InUse(noon); got != tt.want {
				t.Errorf("in use %v", got)
			}
		})
	}
}

// Of several consents for one section the greatest counts, in whatever order they
// are read, and it is visible since the earliest of those that hold.
func TestSeveralConsentsForOneSection(t *testing.T) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	all := []Consent{
		{Right: RightSee, When: Always, From: at(-9), GivenAt: at(-8)},
		{Right: RightSuggest, When: Always, From: at(-3), GivenAt: at(-4)},
		{Right: RightWork, When: Always, From: at(1)},
		{Right: RightSuggest, When: Together, From: at(-20)},
		{Right: RightSee, When: InCrisis, From: at(-20)},
	}
	for i := range all {
		all[i].Plan, all[i].Account, all[i].Section = herPlan, jamie, "hopes"
	}
	f := Facts{Plan: herPlan, Owner: ailsa, Relationship: Relationship{Account: jamie, Role: Carer, State: Confirmed, ConfirmedAt: at(-30)}}
	f.Crisis = Crisis{Since: at(-1), Until: at(5)}
	want := []SectionGrant{{"hopes", RightSuggest, at(-8)}}
	for i := range all {
		f.Consents = slices.Concat(all[i:], all[:i])
		if g := GrantFor(Actor{Account: jamie}, f, noon); !slices.Equal(g.Sections, want) || g.Until != at(1) {
			t.Errorf("from %d on: %v until %v", i, g.Sections, g.Until)
		}
	}
}

func TestSince(t *testing.T) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	tests := map[string]struct {
		from, given, confirmed, crisis int // hours before noon
		when                           Circumstance
		want                           int
	}{
		"begun before it was given":  {9, 5, 10, 0, Always, 5},
		"given before it begins":     {2, 5, 10, 0, Always, 2},
		"prepared, then confirmed":   {9, 5, 3, 0, Always, 3},
		"a crisis since":             {9, 5, 10, 1, InCrisis, 1},
		"a crisis before":            {2, 2, 10, 5, InCrisis, 2},
		"a crisis, but always there": {9, 5, 10, 1, Always, 5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := Facts{
				Plan: herPlan, Owner: ailsa, Crisis: Crisis{Since: at(-tt.crisis)},
				Relationship: Relationship{Account: jamie, Role: Carer, State: Confirmed, ConfirmedAt: at(-tt.confirmed)},
				Consents:     []Consent{{Plan: herPlan, Account: jamie, Section: "hopes", Right: RightSee, When: tt.when, From: at(-tt.from), GivenAt: at(-tt.given)}},
			}
			if got := GrantFor(Actor{Account: jamie}, f, noon).Since("hopes"); got != at(-tt.want) {
				t.Errorf("since %v, want %v", got, at(-tt.want))
			}
		})
	}
}

// A row that says what no screen can say gives no more than a good one.
func TestConsentsThatCannotBe(t *testing.T) {
	base := factsOf([]string{"work_together", "always", "practitioner", "confirmed", "confirmed", "together", "calm", "inside"})
	tests := map[string]struct {
		spoil func(*Facts)
		want  Right
	}{
		"as it is":                 {func(*Facts) {}, RightWork},
		"more than can be given":   {func(f *Facts) { f.Consents[0].Right = RightOwn }, RightWork},
		"less than nothing":        {func(f *Facts) { f.Consents[0].Right = -1 }, RightNone},
		"no right":                 {func(f *Facts) { f.Consents[0].Right = RightNone }, RightNone},
		"no circumstance":          {func(f *Facts) { f.Consents[0].When = "" }, RightNone},
		"another circumstance":     {func(f *Facts) { f.Consents[0].When = "sometimes" }, RightNone},
		"given to another":         {func(f *Facts) { f.Consents[0].Account = morag }, RightNone},
		"on another plan":          {func(f *Facts) { f.Consents[0].Plan = "another plan" }, RightNone},
		"another's relationship":   {func(f *Facts) { f.Relationship.Account = morag }, RightNone},
		"withdrawn in the future":  {func(f *Facts) { f.Consents[0].WithdrawnAt = noon.Add(time.Hour) }, RightNone},
		"over before it begins":    {func(f *Facts) { f.Consents[0].From, f.Consents[0].Until = noon.Add(-1), noon.Add(-2) }, RightNone},
		"no state":                 {func(f *Facts) { f.Relationship.State = "" }, RightNone},
		"confirmed at no instant":  {func(f *Facts) { f.Relationship.ConfirmedAt = time.Time{} }, RightNone},
		"a role that nobody has":   {func(f *Facts) { f.Relationship.Role = "boss" }, RightSuggest},
		"a carer the service knew": {func(f *Facts) { f.Relationship.Role = Carer }, RightSuggest},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := base
			f.Consents = slices.Clone(base.Consents)
			tt.spoil(&f)
			if got := GrantFor(Actor{Account: jamie}, f, noon).In("hopes"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// To the other side paused and ended read confirmed (RULES.md 5).
func TestWhatTheOtherSideIsTold(t *testing.T) {
	for _, s := range []State{Confirmed, Paused, Ended} {
		if got := (Relationship{State: s, ConfirmedAt: noon}).AsTold(); got != Confirmed {
			t.Errorf("%s reads %s", s, got)
		}
	}
	for _, s := range []State{Accepted, Ended} {
		if got := (Relationship{State: s}).AsTold(); got != Accepted {
			t.Errorf("never confirmed, %s reads %s", s, got)
		}
	}
}

func TestParseRight(t *testing.T) {
	for _, r := range []Right{RightSee, RightSuggest, RightWork} {
		if got, ok := ParseRight(r.String()); got != r || !ok {
			t.Errorf("%s read as %s, %v", r, got, ok)
		}
	}
	for _, name := range []string{"", "none", "author", "writer", "own", "See", fmt.Sprint(int(RightSee))} {
		if got, ok := ParseRight(name); ok || got != RightNone {
			t.Errorf("%q can be given, as %s", name, got)
		}
	}
}

// meeting holds for a century, or never.
func meeting(together bool) Meeting {
	if !together {
		return Meeting{}
	}
	return Meeting{Since: noon.AddDate(-50, 0, 0), Until: noon.AddDate(50, 0, 0)}
}

package models

import (
	"slices"
	"time"
)

// CrisisWay is how others may put the crisis plan to use, as the person chose beforehand.
type CrisisWay string

// The ways. The person themselves may at any time.
const (
	ByPersonAlone CrisisWay = "" // nobody else
	TwoTogether   CrisisWay = "two_together"
	OneAfterOne   CrisisWay = "one_after_1h"
	OneAfterFour  CrisisWay = "one_after_4h"
	OneAtOnce     CrisisWay = "one_at_once"
)

// CrisisWays is every way, the one that asks most of others first.
var CrisisWays = []CrisisWay{ByPersonAlone, TwoTogether, OneAfterFour, OneAfterOne, OneAtOnce}

// Wait is how long one who starts alone has to wait, in which the person can
// keep it closed.
func (w CrisisWay) Wait() time.Duration {
	switch w {
	case OneAfterOne:
		return time.Hour
	case OneAfterFour:
		return 4 * time.Hour
	}
	return 0
}

// CrisisKey lets its holder start putting the plan to use. It is no right to see
// anything (RULES.md 6). Tie, Proved and Browsers say how its holder stands now.
type CrisisKey struct {
	Account  ID
	GivenAt  time.Time
	BarredAt time.Time // the person closed what its holder had started; zero: they may start
	Tie      Relationship
	Proved   bool     // their address was proved
	Browsers []string // marks of the browsers that they signed in with
}

// Counts reports whether the holder's start counts at now.
func (k CrisisKey) Counts(now time.Time) bool {
	return !k.GivenAt.IsZero() && k.BarredAt.IsZero() && k.Tie.State == Confirmed && k.Tie.Known() &&
		!now.Before(k.Tie.ConfirmedAt.Add(KeyAfter))
}

// with reports whether two keys can make two together: two people, as far as can
// be told (RULES.md 7).
func (k CrisisKey) with(o CrisisKey) bool {
	return k.Account != o.Account && k.Proved && o.Proved && !k.SameBrowser(o)
}

// SameBrowser reports whether both holders signed in with one browser.
func (k CrisisKey) SameBrowser(o CrisisKey) bool {
	return slices.ContainsFunc(k.Browsers, func(mark string) bool { return slices.Contains(o.Browsers, mark) })
}

// GivenKey is a key that the owner gave, as they may know it: whether its holder read of it
// is not told. Zero times have not come.
type GivenKey struct {
	Account  ID
	GivenAt  time.Time
	BarredAt time.Time // the owner closed what its holder had started
	TakenAt  time.Time // the owner took it away
}

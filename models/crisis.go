package models

import (
	"slices"
	"time"
)

// Times of the crisis rules (RULES.md 6 and 7, PRODUCT.md "Crisis").
const (
	KeyAfter        = 24 * time.Hour // from when its holder was confirmed, a key counts
	JoinWithin      = 24 * time.Hour // a second supporter has this long to join the first
	TellBefore      = 48 * time.Hour // before it ends, those concerned are told and it can be carried on
	UsualCrisisDays = 7
	MostCrisisDays  = 30
)

// CrisisStart is somebody's start that stands and is not complete.
type CrisisStart struct {
	Account ID
	At      time.Time
}

// CrisisUse is a time in which the plan is or was in use, and who put it to use.
type CrisisUse struct {
	Crisis
	By []ID
}

// CrisisPast is a use as its owner keeps it. LookedAt is when they looked back on it, or
// said that they would rather not; zero: neither.
type CrisisPast struct {
	CrisisUse
	LookedAt time.Time
}

// CrisisPlan is everything that decides whether the crisis plan is in use. All of
// it is computed from times at each decision; nothing has to happen in between.
type CrisisPlan struct {
	Owner  ID
	Way    CrisisWay
	Days   int
	Keys   []CrisisKey
	Starts []CrisisStart // oldest first
	Use    CrisisUse     // the last one; its Since is never in the future
}

// CrisisStep is what a press has done.
type CrisisStep string

// The steps. To anyone but the person they all look the same (RULES.md 6).
const (
	CrisisNothing CrisisStep = "nothing" // no key, or one that does not count; or it is in use already
	CrisisBegun   CrisisStep = "begun"   // it waits, for a second person or for the time to pass
	CrisisOpened  CrisisStep = "opened"  // in use from now
	CrisisCarried CrisisStep = "carried" // in use for longer
)

// Press is somebody's word that the plan is needed.
func (p *CrisisPlan) Press(who ID, now time.Time) CrisisStep {
	p.Settle(now)
	if p.InUse(now) && now.Before(p.carryFrom()) {
		return CrisisNothing
	}
	if who == p.Owner {
		return p.complete(now, who)
	}
	key := p.key(who)
	if p.Way == ByPersonAlone || !key.Counts(now) {
		return CrisisNothing
	}
	p.start(who, now)
	switch p.Way {
	case TwoTogether:
		return p.join(key, now)
	case OneAtOnce:
		return p.complete(now, who)
	}
	return CrisisBegun
}

// start notes a start. Of two together the last press is the one that lasts;
// where one has to wait it is the first, so that pressing again makes nothing later.
func (p *CrisisPlan) start(who ID, now time.Time) {
	i := slices.IndexFunc(p.Starts, func(s CrisisStart) bool { return s.Account == who })
	if i >= 0 && p.Way != TwoTogether {
		return
	}
	if i >= 0 {
		p.Starts = slices.Delete(p.Starts, i, i+1)
	}
	p.Starts = append(p.Starts, CrisisStart{Account: who, At: now})
}

// join looks for one whose start still stands and whose key counts now.
func (p *CrisisPlan) join(key CrisisKey, now time.Time) CrisisStep {
	for _, s := range p.Starts {
		if other := p.key(s.Account); other.Counts(now) && key.with(other) {
			return p.complete(now, s.Account, key.Account)
		}
	}
	return CrisisBegun
}

// complete puts the plan to use at an instant, or carries it on.
func (p *CrisisPlan) complete(at time.Time, by ...ID) CrisisStep {
	was := p.InUse(at)
	if p.clear(at, everyStart); !was {
		p.Use = CrisisUse{Crisis: Crisis{Since: at, Until: at.Add(p.lasts())}, By: by}
		return CrisisOpened
	}
	p.Use.carry(p.lasts(), by)
	return CrisisCarried
}

func (u *CrisisUse) carry(lasts time.Duration, by []ID) {
	u.Until = u.Until.Add(lasts)
	for _, id := range by {
		if !slices.Contains(u.By, id) {
			u.By = append(slices.Clone(u.By), id)
		}
	}
}

// Settle takes in what has happened by the passing of time alone.
func (p *CrisisPlan) Settle(now time.Time) {
	if p.Way == TwoTogether {
		p.Starts = slices.DeleteFunc(p.Starts, func(s CrisisStart) bool { return !now.Before(s.At.Add(JoinWithin)) })
		return
	}
	due := p.Due()
	if due.IsZero() || now.Before(due) {
		return
	}
	var by []ID
	for _, s := range p.Starts {
		by = append(by, s.Account)
	}
	if p.carries() {
		p.Use.carry(p.lasts(), by)
	} else {
		p.Use = CrisisUse{Crisis: p.Span(), By: by}
	}
	p.Starts = nil
}

// Due is when the start that waits for time alone completes; zero: none does.
func (p *CrisisPlan) Due() time.Time {
	if len(p.Starts) == 0 || p.Way.Wait() == 0 {
		return time.Time{}
	}
	return p.Starts[0].At.Add(p.Way.Wait())
}

// carries reports whether the start that waits was made in use, to carry it on.
func (p *CrisisPlan) carries() bool { return !p.Due().IsZero() && p.Use.InUse(p.Starts[0].At) }

// Span is from when until when the plan is in use: now, or once the wait is over.
// A start to carry on holds it open while it waits.
func (p *CrisisPlan) Span() Crisis {
	due := p.Due()
	switch {
	case due.IsZero():
		return p.Use.Crisis
	case p.carries():
		return Crisis{Since: p.Use.Since, Until: p.Use.Until.Add(p.lasts())}
	}
	return Crisis{Since: due, Until: due.Add(p.lasts())}
}

// InUse reports whether the plan is in use at now.
func (p *CrisisPlan) InUse(now time.Time) bool { return p.Span().InUse(now) }

// TakeBack undoes somebody's own start that is not complete.
func (p *CrisisPlan) TakeBack(who ID, now time.Time) bool {
	p.Settle(now)
	before := len(p.Starts)
	p.clear(now, func(s CrisisStart) bool { return s.Account == who })
	return len(p.Starts) < before
}

func everyStart(CrisisStart) bool { return true }

// clear takes starts away. Where one of them had held the plan open past its end,
// it was in use until now.
func (p *CrisisPlan) clear(now time.Time, which func(CrisisStart) bool) {
	held := p.carries() && p.Use.Until.Before(now) && which(p.Starts[0])
	p.Starts = slices.DeleteFunc(p.Starts, which)
	if held {
		p.Use.Until = now
	}
}

// Close is the person's word that it is not needed, while a start waits as well as
// in use. Those who had started it cannot start again until the person allows it.
func (p *CrisisPlan) Close(now time.Time) (barred []ID) {
	p.Settle(now)
	var by []ID
	for _, s := range p.Starts {
		by = append(by, s.Account)
	}
	if p.InUse(now) {
		by, p.Use.Until = append(by, p.Use.By...), now
	}
	p.Starts = nil
	for i := range p.Keys {
		if k := &p.Keys[i]; slices.Contains(by, k.Account) && k.BarredAt.IsZero() {
			k.BarredAt, barred = now, append(barred, k.Account)
		}
	}
	return barred
}

// Drop is somebody whose key was taken away, or who is no longer confirmed: what
// they started and is not complete is gone. What is in use stays in use.
func (p *CrisisPlan) Drop(who ID, now time.Time) { p.TakeBack(who, now) }

// Choose changes the way and the days. Another way begins with no start.
func (p *CrisisPlan) Choose(way CrisisWay, days int, now time.Time) {
	p.Settle(now)
	if way != p.Way {
		p.clear(now, everyStart)
	}
	p.Way, p.Days = way, days
}

// Ending reports whether the plan is in use and near its end, so that it can be carried on.
func (p *CrisisPlan) Ending(now time.Time) bool {
	return p.InUse(now) && !now.Before(p.carryFrom())
}

// carryFrom is two days before the end, and for a short use half of its time.
func (p *CrisisPlan) carryFrom() time.Time {
	return p.Use.Until.Add(-min(TellBefore, p.lasts()/2))
}

func (p *CrisisPlan) lasts() time.Duration { return time.Duration(p.Days) * 24 * time.Hour }

func (p *CrisisPlan) key(who ID) CrisisKey {
	i := slices.IndexFunc(p.Keys, func(k CrisisKey) bool { return k.Account == who })
	if i < 0 {
		return CrisisKey{Account: who}
	}
	return p.Keys[i]
}

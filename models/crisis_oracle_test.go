package models

import (
	"slices"
	"time"
)

// ticking is the crisis rules (RULES.md 6 and 7) kept by a server that does what
// the real one does not: it wakes every half hour and sees what has become of things.
// Whatever it finds, the pure rules must have computed from times alone.
type ticking struct {
	owner    ID
	way      CrisisWay
	days     int
	browsers map[ID]string
	proved   map[ID]bool
	keys     map[ID]bool
	barred   map[ID]bool
	tied     map[ID]time.Time // since when confirmed; not there: not
	paused   map[ID]bool

	starts []waitingStart // that stand, oldest first
	inUse  bool
	until  time.Time
	by     []ID
}

type waitingStart struct {
	who      ID
	at       time.Time
	carrying bool // it was made in use
}

const halfHour = 30 * time.Minute

// wake is what the clock alone does.
func (o *ticking) wake(now time.Time) {
	if o.way == TwoTogether {
		o.starts = slices.DeleteFunc(o.starts, func(s waitingStart) bool { return now.Sub(s.at) >= 24*time.Hour })
	}
	wait := map[CrisisWay]time.Duration{OneAfterOne: time.Hour, OneAfterFour: 4 * time.Hour}[o.way]
	if wait > 0 && len(o.starts) > 0 && now.Sub(o.starts[0].at) >= wait {
		var by []ID
		for _, s := range o.starts {
			by = append(by, s.who)
		}
		o.open(now, by)
	}
	held := len(o.starts) > 0 && o.starts[0].carrying && wait > 0
	if o.inUse && !held && !now.Before(o.until) {
		o.inUse = false
	}
}

func (o *ticking) open(now time.Time, by []ID) {
	o.starts = nil
	if !o.inUse {
		o.inUse, o.until, o.by = true, now, nil
	}
	o.until = o.until.AddDate(0, 0, o.days)
	for _, id := range by {
		if !slices.Contains(o.by, id) {
			o.by = append(o.by, id)
		}
	}
}

func (o *ticking) counts(who ID, now time.Time) bool {
	since, tied := o.tied[who]
	return o.keys[who] && !o.barred[who] && tied && !o.paused[who] && now.Sub(since) >= 24*time.Hour
}

// needed is false while it is in use and not near its end.
func (o *ticking) needed(now time.Time) bool {
	near := min(48*time.Hour, time.Duration(o.days)*12*time.Hour)
	return !o.inUse || o.until.Sub(now) <= near
}

func (o *ticking) presses(who ID, now time.Time) {
	switch {
	case !o.needed(now):
	case who == o.owner:
		was := o.inUse
		o.letGo(now, func(waitingStart) bool { return true })
		o.inUse = was
		o.open(now, []ID{who})
	case !o.counts(who, now) || o.way == ByPersonAlone:
	case o.way == OneAtOnce:
		o.open(now, []ID{who})
	case o.way == TwoTogether:
		o.starts = slices.DeleteFunc(o.starts, func(s waitingStart) bool { return s.who == who })
		for _, s := range o.starts {
			if o.counts(s.who, now) && o.proved[s.who] && o.proved[who] && o.browsers[s.who] != o.browsers[who] {
				o.open(now, []ID{s.who, who})
				return
			}
		}
		o.starts = append(o.starts, waitingStart{who: who, at: now, carrying: o.inUse})
	case !slices.ContainsFunc(o.starts, func(s waitingStart) bool { return s.who == who }):
		o.starts = append(o.starts, waitingStart{who: who, at: now, carrying: o.inUse})
	}
}

// letGo takes starts away; a use that only they had held open ends now.
func (o *ticking) letGo(now time.Time, which func(waitingStart) bool) {
	first := len(o.starts) > 0 && o.starts[0].carrying && which(o.starts[0])
	o.starts = slices.DeleteFunc(o.starts, which)
	if first && o.inUse && !now.Before(o.until) {
		o.until = now
		o.inUse = len(o.starts) > 0 && o.starts[0].carrying
	}
}

func (o *ticking) closes(now time.Time) {
	var by []ID
	for _, s := range o.starts {
		by = append(by, s.who)
	}
	if o.inUse {
		by, o.inUse, o.until = append(by, o.by...), false, now
	}
	o.starts = nil
	for _, id := range by {
		if o.keys[id] {
			o.barred[id] = true
		}
	}
}

func (o *ticking) loses(who ID, now time.Time) {
	o.letGo(now, func(s waitingStart) bool { return s.who == who })
}

package models

import "slices"

// change says that base[at:to] became text[from:till].
type change struct{ at, to, from, till int }

func (c change) deleted() int  { return c.to - c.at }
func (c change) inserted() int { return c.till - c.from }
func (c change) size() int     { return max(c.deleted(), c.inserted()) }

// effort bounds the steps that one difference may take. It is enough for some
// 6,000 single differences; past it the answer is coarser, never wrong.
const effort = 20_000_000

// difference is the changes that lead from base to text, in order, none of them
// touching another. It is a shortest one (E. W. Myers, "An O(ND) Difference
// Algorithm and Its Variations", Algorithmica 1, 1986, in the linear space of its
// section 4b) but for two things: texts that differ in too many places are compared
// by their long common passages, and what could stand in several places stands where
// words or lines begin and end, so that the same change is found the same way in two
// texts and half a word is not taken for half of its neighbour.
func difference(base, text []sign) []change {
	d := &differ{base: base, text: text, left: effort}
	d.compare(0, len(base), 0, len(text))
	d.hold()
	d.slide()
	d.settle()
	return d.changes
}

// differ finds the changes in order of their places.
type differ struct {
	base, text    []sign
	changes       []change
	left          int   // steps left of effort
	ahead, behind []int // memory that halfway uses again
}

// compare appends the changes from base[at:to] to text[from:till].
func (d *differ) compare(at, to, from, till int) {
	same := commonStart(d.base[at:to], d.text[from:till])
	at, from = at+same, from+same
	same = commonEnd(d.base[at:to], d.text[from:till])
	to, till = to-same, till-same
	x, y, ok := 0, 0, false
	if at < to && from < till {
		x, y, ok = d.split(d.base[at:to], d.text[from:till])
	}
	if !ok {
		d.add(change{at, to, from, till})
		return
	}
	d.compare(at, at+x, from, from+y)
	d.compare(at+x, to, from+y, till)
}

// split finds a point at which the comparison falls into two smaller ones.
func (d *differ) split(base, text []sign) (x, y int, ok bool) {
	if x, y, ok = d.halfway(base, text); !ok {
		x, y, ok = d.passage(base, text)
	}
	return x, y, ok
}

// add appends a change, as part of the last one when they touch.
func (d *differ) add(c change) {
	if c.deleted() == 0 && c.inserted() == 0 {
		return
	}
	d.changes = extend(d.changes, c)
}

// stray is the most characters kept between two changes that can count as rewritten.
const stray = 3

// gather counts as rewritten what one side kept by chance inside a rewritten
// passage and the other side takes out. Who wrote "horse" over "dog" did not mean to
// keep the o: were it kept, the other side's "cat" would take it away and leave "hrse".
// What the other side leaves alone stays: put in anew by both it would stand there twice.
func gather(changes, others []change) []change {
	var out []change
	for _, c := range changes {
		if n := len(out); n > 0 && rewritten(out[n-1], c) {
			last := out[n-1]
			for at, from := last.to, last.till; at < c.at; at, from = at+1, from+1 {
				if takenOut(others, at) {
					out = extend(out, change{at, at + 1, from, from + 1})
				}
			}
		}
		out = extend(out, c)
	}
	return out
}

// extend appends a change, as part of the last one when they touch.
func extend(changes []change, c change) []change {
	if n := len(changes); n > 0 && changes[n-1].to == c.at {
		changes[n-1].to, changes[n-1].till = c.to, c.till
		return changes
	}
	return append(changes, c)
}

// takenOut reports whether any of the changes takes out the character at a place.
func takenOut(changes []change, at int) bool {
	return slices.ContainsFunc(changes, func(c change) bool { return c.at <= at && at < c.to })
}

// rewritten reports whether one of a and b takes something out and what is kept
// between them is a few characters and no more than either of them changed.
func rewritten(a, b change) bool {
	return a.deleted()+b.deleted() > 0 && b.at-a.to <= min(stray, a.size(), b.size())
}

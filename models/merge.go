package models

import (
	"cmp"
	"slices"
	"strings"
)

// Merge joins two changes of one base, character by character: a character of
// the base survives if neither side deleted it, and every insertion is kept at
// its place, so nothing that anyone typed is lost. It does not matter which
// side is called mine. A change that both made alike is taken once. clash
// reports that they changed the same place, or places that touch, differently:
// both texts then stand there side by side, and a person should look.
func Merge(base, mine, theirs string) (merged string, clash bool) {
	switch {
	case mine == theirs, base == theirs:
		return mine, false
	case base == mine:
		return theirs, false
	}
	a := alphabet{}
	b, m, t := a.read(base), a.read(mine), a.read(theirs)
	ours, others := difference(b.signs, m.signs), difference(b.signs, t.signs)
	edits := slices.Concat(m.edits(gather(ours, others)), t.edits(gather(others, ours)))
	slices.SortFunc(edits, byPlace)
	return b.apply(slices.Compact(edits))
}

// edit puts text in the place of a base's characters from at to before to.
type edit struct {
	at, to int
	text   string
}

// byPlace orders edits by rules that both sides of a session agree on: what was
// inserted where, and at the same place the smaller text first.
func byPlace(a, b edit) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.to, b.to), strings.Compare(a.text, b.text))
}

// edits are the changes that lead from a base to c, in order; no two of them touch.
func (c characters) edits(changes []change) []edit {
	edits := make([]edit, len(changes))
	for i, ch := range changes {
		edits[i] = edit{at: ch.at, to: ch.to, text: c.between(ch.from, ch.till)}
	}
	return edits
}

// apply makes sorted edits of two sides. Since the edits of one side never touch
// each other, two that touch come from both.
func (b characters) apply(edits []edit) (merged string, clash bool) {
	var out strings.Builder
	done := 0
	for i, e := range edits {
		clash = clash || i > 0 && e.at <= done
		if e.at > done {
			out.WriteString(b.between(done, e.at))
		}
		out.WriteString(e.text)
		done = max(done, e.to)
	}
	out.WriteString(b.between(done, len(b.signs)))
	return out.String(), clash
}

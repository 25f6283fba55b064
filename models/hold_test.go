package models

import (
	"slices"
	"testing"
)

// While a plan is held nobody but its owner sees anything of it, whatever was
// given and in whatever circumstance; that it exists stays known.
func TestAHeldPlanShowsNothingToOthers(t *testing.T) {
	seen := 0
	for i := range 4000 {
		var c []string
		for _, column := range columns {
			c = append(c, column[i%len(column)])
			i = i*31/len(column) + 7
		}
		f := factsOf(c)
		open := GrantFor(Actor{Account: jamie}, f, noon)
		f.Held = true
		held := GrantFor(Actor{Account: jamie}, f, noon)
		seen += len(open.Sections)
		if len(held.Sections) != 0 || held.Known != open.Known || held.Owner {
			t.Fatalf("%v: %+v", c, held)
		}
		if !GrantFor(Actor{Account: ailsa}, f, noon).Owner {
			t.Fatal("the owner lost her plan")
		}
	}
	if seen == 0 {
		t.Error("nothing was shared in any case: nothing was tried")
	}
	if !slices.Contains(columns[1], string(InCrisis)) {
		t.Error("the crisis was not tried")
	}
}

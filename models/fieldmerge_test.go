package models

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var someFields = Section{Key: "some", Fields: []Field{need("what"), line("when"), scale("mark"), oneOf("state", "thinking", "doing", "reached"), date("day"), tick("done")}}

func TestMergeFields(t *testing.T) {
	base := Fields{{"what", "I walk."}, {"mark", "5"}, {"state", "thinking"}, {"day", "2026-01-05"}}
	tests := map[string]struct {
		mine, theirs Fields
		want         Fields
		clashes      []string
	}{
		"each another field": {
			base.With("what", "I walk daily."), base.With("mark", "6"),
			base.With("what", "I walk daily.").With("mark", "6"), nil,
		},
		"the same words": {
			base.With("what", "I swim."), base.With("what", "I run."),
			base.With("what", "I runswim."), []string{"what"},
		},
		"a mark is taken whole":   {base.With("mark", "7"), base.With("mark", "8"), base.With("mark", "8"), []string{"mark"}},
		"a choice is taken whole": {base.With("state", "doing"), base.With("state", "reached"), base.With("state", "reached"), []string{"state"}},
		"a date is taken whole":   {base.With("day", "2026-01-07"), base.With("day", "2026-02-05"), base.With("day", "2026-02-05"), []string{"day"}},
		"both the same mark":      {base.With("mark", "7"), base.With("mark", "7"), base.With("mark", "7"), nil},
		"cleared and changed":     {base.With("mark", ""), base.With("mark", "1"), base.With("mark", "1"), []string{"mark"}},
		"cleared alone":           {base.With("state", ""), base, base.With("state", ""), nil},
		"new ones, section's order": {
			base.With("done", "yes"), base.With("when", "at noon"),
			Fields{{"what", "I walk."}, {"when", "at noon"}, {"mark", "5"}, {"state", "thinking"}, {"day", "2026-01-05"}, {"done", "yes"}}, nil,
		},
		"a field the section has no more": {
			base.With("zeal", "some"), base.With("old", "words"),
			append(slices.Clone(base), Text{"old", "words"}, Text{"zeal", "some"}), nil,
		},
		"both cleared it all": {nil, nil, nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, sides := range [][2]Fields{{tt.mine, tt.theirs}, {tt.theirs, tt.mine}} {
				got, clashes := someFields.Merge(base, sides[0], sides[1])
				if !slices.Equal(got, tt.want) || !slices.Equal(clashes, tt.clashes) {
					t.Errorf("got %q, clashes in %v; want %q, %v", got, clashes, tt.want, tt.clashes)
				}
			}
		})
	}
}

// Marks, choices, dates and ticks stay such, and so does all that is short enough
// and not emptied from both ends.
func TestMergedFieldsCanBeKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := filled(t, someFields, "base"), filled(t, someFields, "mine"), filled(t, someFields, "theirs")
		merged, clashes := someFields.Merge(base, mine, theirs)
		if err := someFields.Check(merged); err != nil {
			t.Fatalf("%v: %v", merged, err)
		}
		for _, d := range someFields.Fields {
			both := base.Get(d.Key) != mine.Get(d.Key) && base.Get(d.Key) != theirs.Get(d.Key) && mine.Get(d.Key) != theirs.Get(d.Key)
			if !both && slices.Contains(clashes, d.Key) {
				t.Fatalf("%s clashes though one side left it or both changed it alike", d.Key)
			}
		}
		for _, side := range []Fields{mine, theirs} {
			if got, clashes := someFields.Merge(base, side, base); !got.Equal(side) || clashes != nil {
				t.Fatalf("one change alone gives %v, want %v", got, side)
			}
			if got, clashes := someFields.Merge(base, side, side); !got.Equal(side) || clashes != nil {
				t.Fatalf("the same change gives %v, want %v", got, side)
			}
		}
	})
}

func TestMergeFieldsIsTheSameOnBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := anyFields().Draw(t, "base"), anyFields().Draw(t, "mine"), anyFields().Draw(t, "theirs")
		one, clashes := MergeFields(base, mine, theirs)
		other, alike := MergeFields(base, theirs, mine)
		if !slices.Equal(one, other) || !slices.Equal(clashes, alike) {
			t.Fatalf("%q, clashes in %v; the other way round %q, %v", one, clashes, other, alike)
		}
	})
}

// anyFields draws fields under a few keys, sorted, none empty.
func anyFields() *rapid.Generator[Fields] {
	texts := rapid.MapOf(rapid.SampledFrom([]string{"", "a", "why", "é"}), validText())
	return rapid.Map(texts, func(m map[string]string) Fields {
		maps.DeleteFunc(m, func(_, text string) bool { return text == "" })
		return FieldsOf(m)
	})
}

// filled draws fields that s can keep.
func filled(t *rapid.T, s Section, name string) Fields {
	var f Fields
	for _, d := range s.Fields {
		if d.Required || rapid.Bool().Draw(t, name+" has "+d.Key) {
			f = append(f, Text{d.Key, good(d).Draw(t, name+" "+d.Key)})
		}
	}
	return f
}

// good draws values that a field takes.
func good(d Field) *rapid.Generator[string] {
	switch d.Kind {
	case Choice:
		return rapid.SampledFrom(d.Options)
	case Scale:
		return rapid.SampledFrom([]string{"0", "1", "9", "10"})
	case Date:
		return rapid.SampledFrom([]string{"2024-02-29", "2026-12-31", "1999-01-01"})
	case Tick:
		return rapid.Just("yes")
	}
	return rapid.Map(rapid.StringN(0, 40, -1).Filter(Clean), func(s string) string { return "w" + s })
}

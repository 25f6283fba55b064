package models

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func signs(t *rapid.T, name string) []sign {
	return rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 3), func(i int) sign { return sign('a' + i) }), 0, 16).Draw(t, name)
}

func TestDifferenceLeadsFromBaseToText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, text := signs(t, "base"), signs(t, "text")
		var got []sign
		kept := 0
		for i, c := range difference(base, text) {
			if i > 0 && c.at <= kept {
				t.Fatalf("%v touches the change before", c)
			}
			got = append(got, base[kept:c.at]...)
			got = append(got, text[c.from:c.till]...)
			kept = c.to
		}
		if got = append(got, base[kept:]...); !slices.Equal(got, text) {
			t.Fatalf("leads to %q", got)
		}
	})
}

func TestDifferenceIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, text := signs(t, "base"), signs(t, "text")
		d := &differ{base: base, text: text, left: effort}
		d.compare(0, len(base), 0, len(text))
		want := len(base) + len(text) - 2*inCommon(base, text)
		if got := single(d.changes); got != want {
			t.Fatalf("%v is %d single differences, want %d", d.changes, got, want)
		}
		d.slide()
		if d.settle(); single(d.changes) != want {
			t.Fatalf("moving made %v", d.changes)
		}
	})
}

// single is how many characters changes take out and put in.
func single(changes []change) (n int) {
	for _, c := range changes {
		n += c.deleted() + c.inserted()
	}
	return n
}

// inCommon is the length of the longest common subsequence, by the textbook's table.
func inCommon(a, b []sign) int {
	table := make([][]int, len(a)+1)
	table[0] = make([]int, len(b)+1)
	for i := range a {
		table[i+1] = make([]int, len(b)+1)
		for j := range b {
			table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			if a[i] == b[j] {
				table[i+1][j+1] = table[i][j] + 1
			}
		}
	}
	return table[len(a)][len(b)]
}

func TestChangesStandWhereTheyCutLeast(t *testing.T) {
	tests := map[string]struct {
		base, text string
		want       []change
	}{
		"a letter doubled":        {"soo n", "sooo n", []change{{3, 3, 3, 4}}},
		"a word of a line":        {"go, go and go", "go, go and go and go", []change{{13, 13, 13, 20}}},
		"words around a word":     {"ab ", "a a ab x ", []change{{0, 0, 0, 4}, {3, 3, 7, 9}}},
		"a letter of two taken":   {"too n", "to n", []change{{2, 3, 2, 2}}},
		"a line put in":           {"x\ny\n", "x\nz\ny\n", []change{{2, 2, 2, 4}}},
		"a word doubled":          {"very good", "very very good", []change{{0, 0, 0, 5}}},
		"a word taken out":        {"one two three", "one three", []change{{4, 8, 4, 4}}},
		"an item taken out":       {"- a\n- b\n- c\n", "- a\n- c\n", []change{{4, 8, 4, 4}}},
		"one letter from another": {"dog", "horse", []change{{0, 1, 0, 1}, {2, 3, 2, 5}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := alphabet{}
			if got := difference(a.read(tt.base).signs, a.read(tt.text).signs); !slices.Equal(got, tt.want) {
				t.Errorf("%q to %q is %v, want %v", tt.base, tt.text, got, tt.want)
			}
		})
	}
}

// When counting single differences is too dear, what is left is coarse, but right.
func TestDifferenceThatIsTooDear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, text := signs(t, "base"), signs(t, "text")
		d := &differ{base: base, text: text, left: rapid.IntRange(0, 40).Draw(t, "effort")}
		d.compare(0, len(base), 0, len(text))
		var got []sign
		kept := 0
		for _, c := range d.changes {
			got = append(append(got, base[kept:c.at]...), text[c.from:c.till]...)
			kept = c.to
		}
		if got = append(got, base[kept:]...); !slices.Equal(got, text) {
			t.Fatalf("leads to %q", got)
		}
	})
}

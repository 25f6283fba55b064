package models

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMerge(t *testing.T) {
	tests := map[string]struct {
		base, mine, theirs string
		want               string
		clash              bool
	}{
		"nothing":                          {"", "", "", "", false},
		"one side":                         {"I walk.", "I walk daily.", "I walk.", "I walk daily.", false},
		"two places":                       {"I walk the dog.", "We walk the dog.", "I walk the dogs.", "We walk the dogs.", false},
		"the same change":                  {"I walk.", "I swim.", "I swim.", "I swim.", false},
		"the same and another":             {"I walk at noon.", "I swim at noon.", "I swim at night.", "I swim at night.", false},
		"both take out the same":           {"a very long way", "a long way", "a long way home", "a long way home", false},
		"both put in at one place":         {"ab", "a1b", "a2b", "a12b", true},
		"both put the same at one place":   {"ab", "a1b", "a1b!", "a1b!", false},
		"one puts in the start of another": {"ab", "a1b", "a12b", "a112b", true},
		"both write on at the end":         {"Hope", "Hope and tea", "Hope for", "Hope and tea for", true},
		"both begin":                       {"", "Rest", "Sleep", "RestSleep", true},
		"other words for one word":         {"the dog", "the cat", "the horse", "the cathorse", true},
		"words that share a letter":        {"I walk", "I swim", "I run", "I runswim", true},
		"taken out and changed":            {"one two three", "one three", "one twofold three", "one foldthree", true},
		"taken out beside a change":        {"one two", "two", "one too", "too", false},
		"places that touch":                {"abcd", "aBcd", "abCd", "aBCd", true},
		"both take out, overlapping":       {"abcdef", "aef", "abf", "af", true},
		"an accent on either's letter":     {"ee", "e\u0301e", "ee\u0301", "e\u0301e\u0301", true},
		"typed behind a changed emoji":     {"👩", "👩‍💻", "👩 hi", "👩‍💻 hi", true},
		"a family that both make smaller":  {"👨‍👩‍👧", "👨‍👧", "👨‍👩", "👨‍👧👨‍👩", true},
		"right to left":                    {"שלום לך", "שלום לכם", "שלום, לך", "שלום, לכם", false},
		"lines":                            {"- a\n- b\n", "- a\n- b\n- c\n", "- 0\n- a\n- b\n", "- 0\n- a\n- b\n- c\n", false},
		"a byte that is no UTF-8":          {"a\xffb", "a\xffbc", "\u2713a\xffb", "\u2713a\xffbc", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			merged, clash := Merge(tt.base, tt.mine, tt.theirs)
			if merged != tt.want || clash != tt.clash {
				t.Errorf("got %q, clash %v; want %q, %v", merged, clash, tt.want, tt.clash)
			}
			if swapped, clash := Merge(tt.base, tt.theirs, tt.mine); swapped != merged || clash != tt.clash {
				t.Errorf("the other way round: %q, clash %v", swapped, clash)
			}
		})
	}
}

func TestMergeOfAnyTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := anyText().Draw(t, "base"), anyText().Draw(t, "mine"), anyText().Draw(t, "theirs")
		holdsLaws(t, base, mine, theirs)
	})
}

// Texts that grew out of one another differ in few places.
func TestMergeOfTextsThatGrewApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := anyText().Draw(t, "base")
		holdsLaws(t, base, grown(t, base, "mine"), grown(t, base, "theirs"))
	})
}

// grown is text after a few edits.
func grown(t *rapid.T, text, name string) string {
	for range rapid.IntRange(0, 3).Draw(t, name+" edits") {
		at := rapid.IntRange(0, len(text)).Draw(t, name+" at")
		to := min(len(text), at+rapid.IntRange(0, 6).Draw(t, name+" taken"))
		text = text[:at] + anyText().Draw(t, name+" put in") + text[to:]
	}
	return text
}

// holdsLaws checks what is true of a merge of any three texts.
func holdsLaws(t interface {
	Helper()
	Fatalf(string, ...any)
}, base, mine, theirs string,
) {
	t.Helper()
	merged, clash := Merge(base, mine, theirs)
	if again, c := Merge(base, theirs, mine); again != merged || c != clash {
		t.Fatalf("it matters who is called mine: %q, clash %v; %q, clash %v", merged, clash, again, c)
	}
	if want := merge(base, mine, theirs); merged != want {
		t.Fatalf("merged %q, by the plain model %q", merged, want)
	}
	for _, side := range []string{mine, theirs} {
		for _, got := range []string{first(Merge(base, side, base)), first(Merge(base, base, side)), first(Merge(base, side, side))} {
			if got != side {
				t.Fatalf("one change alone gives %q, want %q", got, side)
			}
		}
	}
	if utf8.ValidString(base) && utf8.ValidString(mine) && utf8.ValidString(theirs) && !utf8.ValidString(merged) {
		t.Fatalf("merged %q is not valid UTF-8", merged)
	}
}

func first(s string, _ bool) string { return s }

// merge is the model: for each character of the base whether each side took it
// out, for each gap what each side put in there. It knows nothing of sorting edits.
func merge(base, mine, theirs string) string {
	a := alphabet{}
	b := a.read(base)
	taken := make([]bool, len(b.signs))
	type put struct {
		end  int
		text string
	}
	gaps := make([][]put, len(b.signs)+1)
	sides := []characters{a.read(mine), a.read(theirs)}
	ours, others := difference(b.signs, sides[0].signs), difference(b.signs, sides[1].signs)
	for i, changes := range [][]change{gather(ours, others), gather(others, ours)} {
		s := sides[i]
		for _, c := range changes {
			for i := c.at; i < c.to; i++ {
				taken[i] = true
			}
			p := put{c.to, s.between(c.from, c.till)}
			if !slices.Contains(gaps[c.at], p) {
				gaps[c.at] = append(gaps[c.at], p)
			}
		}
	}
	var out strings.Builder
	for gap, puts := range gaps {
		if len(puts) == 2 && (puts[0].end > puts[1].end || puts[0].end == puts[1].end && puts[0].text > puts[1].text) {
			puts[0], puts[1] = puts[1], puts[0]
		}
		for _, p := range puts {
			out.WriteString(p.text)
		}
		if gap < len(taken) && !taken[gap] {
			out.WriteString(b.between(gap, gap+1))
		}
	}
	return out.String()
}

// In these texts no character occurs twice, so that what each side took out and
// put in is beyond doubt, whatever difference is used.
func TestMergeOfChangesThatLieApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fresh := unique()
		var base, mine, theirs, want string
		for range rapid.IntRange(1, 8).Draw(t, "places") {
			kept := fresh(rapid.IntRange(stray+1, 9).Draw(t, "kept"))
			was, now := fresh(rapid.IntRange(0, 5).Draw(t, "taken")), fresh(rapid.IntRange(0, 5).Draw(t, "put in"))
			base, want = base+kept+was, want+kept+now
			switch rapid.SampledFrom([]string{"mine", "theirs", "both"}).Draw(t, "whose") {
			case "mine":
				mine, theirs = mine+kept+now, theirs+kept+was
			case "theirs":
				mine, theirs = mine+kept+was, theirs+kept+now
			default:
				mine, theirs = mine+kept+now, theirs+kept+now
			}
		}
		if got, clash := Merge(base, mine, theirs); got != want || clash {
			t.Fatalf("Merge(%q, %q, %q) = %q, clash %v, want %q", base, mine, theirs, got, clash, want)
		}
	})
}

// Here the sides may change the same places, but each its own a few characters
// apart, so that nothing counts as rewritten that was kept.
func TestMergeKeepsAndTakesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fresh := unique()
		base := []rune(fresh(rapid.IntRange(0, 40).Draw(t, "base")))
		mine, theirs := edited(t, base, fresh, "mine"), edited(t, base, fresh, "theirs")
		merged, _ := Merge(string(base), mine, theirs)
		for _, side := range []string{mine, theirs} {
			if want := without(side, string(base), mine, theirs); !within(want, merged) {
				t.Fatalf("%q of %q is not in %q", want, side, merged)
			}
		}
		for _, r := range string(base) + mine + theirs {
			want := 1
			if slices.Contains(base, r) && !(strings.ContainsRune(mine, r) && strings.ContainsRune(theirs, r)) {
				want = 0
			}
			if n := strings.Count(merged, string(r)); n != want {
				t.Fatalf("%q stands %d times in %q, want %d", r, n, merged, want)
			}
		}
	})
}

// edited is base with some passages taken out and some put in.
func edited(t *rapid.T, base []rune, fresh func(int) string, name string) string {
	var out strings.Builder
	for at := 0; at < len(base); {
		at += min(rapid.IntRange(0, 5).Draw(t, name+" taken"), len(base)-at)
		out.WriteString(fresh(rapid.IntRange(0, 4).Draw(t, name+" put in")))
		kept := min(rapid.IntRange(stray+1, 12).Draw(t, name+" kept"), len(base)-at)
		out.WriteString(string(base[at : at+kept]))
		at += kept
	}
	return out.String()
}

// However densely they change it, what anybody put in or both kept is there.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fresh := unique()
		base := fresh(rapid.IntRange(0, 30).Draw(t, "base"))
		mine, theirs := changed(t, base, fresh, "mine"), changed(t, base, fresh, "theirs")
		merged, clash := Merge(base, mine, theirs)
		for _, r := range mine + theirs {
			if n := strings.Count(merged, string(r)); !strings.ContainsRune(base, r) && n != 1 {
				t.Fatalf("%q was put in once and stands %d times in %q", r, n, merged)
			}
		}
		for _, r := range base {
			kept := strings.ContainsRune(mine, r) && strings.ContainsRune(theirs, r)
			if n := strings.Count(merged, string(r)); !clash && (n == 1) != kept || clash && kept && n == 0 {
				t.Fatalf("%q, kept by both: %v, stands %d times in %q", r, kept, n, merged)
			}
		}
	})
}

// changed is base with any characters taken out and others put in.
func changed(t *rapid.T, base string, fresh func(int) string, name string) string {
	var out strings.Builder
	for _, r := range base {
		switch n := rapid.IntRange(-3, 9).Draw(t, name); {
		case n < 0:
			continue
		case n < 3:
			out.WriteString(fresh(n))
		}
		out.WriteRune(r)
	}
	return out.String()
}

// without is side less those characters of the base that not both sides kept.
func without(side, base, mine, theirs string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(base, r) && !(strings.ContainsRune(mine, r) && strings.ContainsRune(theirs, r)) {
			return -1
		}
		return r
	}, side)
}

// within reports whether part's characters stand in text in their order.
func within(part, text string) bool {
	rest := []rune(part)
	for _, r := range text {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// unique hands out texts in which no character ever comes again.
func unique() func(n int) string {
	next := '\u4e00'
	return func(n int) string {
		var out strings.Builder
		for range n {
			out.WriteRune(next)
			next++
		}
		return out.String()
	}
}

// A person pastes a long text and mends the first and the last word, while the
// other mends one far below the paste.
func TestMergeOfALongPaste(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	base, paste := prose(r, 5_000), prose(r, 14_000)
	mine := "X" + base[:2_000] + paste + base[2_000:] + "Y"
	theirs := base[:4_000] + "!" + base[4_000:]
	want := "X" + base[:2_000] + paste + base[2_000:4_000] + "!" + base[4_000:] + "Y"
	if got, clash := Merge(base, mine, theirs); got != want || clash {
		t.Errorf("clash %v, and the mended word is not where it was", clash)
	}
}

// prose is n bytes of words.
func prose(r *rand.Rand, n int) string {
	words := strings.Fields("I feel better when the day begins slowly and someone who knows me sits with me over tea then we walk to the river")
	var out strings.Builder
	for out.Len() < n {
		out.WriteString(words[r.IntN(len(words))] + " ")
	}
	return out.String()[:n]
}

// dear are triples of texts as long as a field may be that agree in next to nothing.
func dear() map[string][3]string {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(letters int) string {
		out := make([]rune, MaxWords)
		for i := range out {
			out[i] = rune('\u4e00' + r.IntN(letters))
		}
		return string(out)
	}
	fresh := unique()
	return map[string][3]string{
		"prose":          {prose(r, MaxWords), prose(r, MaxWords), prose(r, MaxWords)},
		"two letters":    {random(2), random(2), random(2)},
		"thirty letters": {random(30), random(30), random(30)},
		"none twice":     {fresh(MaxWords), fresh(MaxWords / 2), fresh(MaxWords)},
		"over and over":  {strings.Repeat("ab", MaxWords/2), strings.Repeat("ba ", MaxWords/3), strings.Repeat("bba", MaxWords/3)},
		"marks":          {strings.Repeat("a\u0301\u0302", MaxWords/3), strings.Repeat("a\u0302", MaxWords/2), strings.Repeat("\u0301", MaxWords)},
	}
}

// However long and unlike texts are, a difference takes a bounded number of steps.
func TestMergeCostsLittle(t *testing.T) {
	for name, texts := range dear() {
		t.Run(name, func(t *testing.T) {
			a := alphabet{}
			base, text := a.read(texts[0]).signs, a.read(texts[1]).signs
			d := &differ{base: base, text: text, left: effort}
			d.compare(0, len(base), 0, len(text))
			if took := effort - d.left; took > 25_000_000 {
				t.Errorf("took %d steps", took)
			}
			merged, _ := Merge(texts[0], texts[1], texts[2])
			if want := merge(texts[0], texts[1], texts[2]); merged != want {
				t.Error("what was merged is not what the plain model gives")
			}
		})
	}
}

func BenchmarkMerge(b *testing.B) {
	for name, texts := range dear() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Merge(texts[0], texts[1], texts[2])
			}
		})
	}
	b.Run("a word each", func(b *testing.B) {
		base := prose(rand.New(rand.NewPCG(5, 6)), 2_000)
		for b.Loop() {
			Merge(base, base[:500]+"soon "+base[500:], base[:1_500]+"later "+base[1_500:])
		}
	})
}

func FuzzMerge(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	paste := prose(r, 5_000)
	f.Add("I walk the dog.", "I walk the cat.", "I walk the horse.")
	f.Add("👩‍👩‍👧 and 👍🏽 🇬🇧🇺🇦", "👩‍👧 and 👍 🇬🇧", "👩‍👩‍👧‍👦 or 👍🏿 🇺🇦🇬🇧")
	f.Add("e\u0301e\u0301", "e\u0301", "\u0301e\u0301e\u0323\u0301")
	f.Add("שלום לך 123", "שלום לכם 123", "\u202bשלום\u202c לך 321")
	f.Add("سَلام عليكم", "سَلامٌ عليكم", "سلام")
	f.Add("short", "sh"+paste+"ort", "short"+prose(r, 5_000))
	f.Add(paste, paste[:2_000]+paste[2_500:], strings.ReplaceAll(paste, "tea", "milk"))
	f.Add("a\xffb\xe2\x82", "\xffb\xe2\x82\xac", "a\xff\xff")
	f.Add("\r\n\r\n", "\n\r", "\r\r\n\n")
	f.Fuzz(func(t *testing.T, base, mine, theirs string) { holdsLaws(t, base, mine, theirs) })
}

// A letter among many of another stands once, whatever both sides do to the others
// beside it: a shortest difference would rather move the one than the many.
func TestMergeLeavesARareLetterOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dots := func(name string) string { return strings.Repeat(".", rapid.IntRange(0, 40).Draw(t, name)) }
		base := ".." + dots("left") + "Z" + dots("right")
		mine := "m" + dots("my left") + "Zn" + dots("my right")
		theirs := "T" + dots("their left") + "ZU" + dots("their right")
		if merged, _ := Merge(base, mine, theirs); strings.Count(merged, "Z") != 1 {
			t.Fatalf("%q", merged)
		}
	})
}

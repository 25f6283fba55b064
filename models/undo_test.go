package models

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var signsSection = Section{Fields: []Field{{Key: "sign", Kind: Words}}}

// typed is a version of an entry, so many seconds after noon.
func typed(n int, author ID, seconds int, text string) Version {
	return Version{Record: Record{Version: n, Author: author, How: InSession, UpdatedAt: noon.Add(time.Duration(seconds) * time.Second)},
		Fields: Fields{{Key: "sign", Text: text}}}
}

func TestUndoTakesOutOneAuthorsWords(t *testing.T) {
	history := []Version{
		typed(1, ailsa, -600, "I wake before four."),
		typed(2, morag, 0, "I wake before four. Tw"),
		typed(3, morag, 1, "I wake before four. Two days running."),
		typed(4, ailsa, 2, "I often wake before four. Two days running."),
		typed(5, morag, 90, "I often wake before four. Two days running, or three."),
	}
	for reach, want := range map[Reach]string{
		LastWords: "I often wake before four. Two days running.",
		AllTheirs: "I often wake before four.",
	} {
		got := Undo(signsSection, history, morag, Spell{From: noon}, reach).Get("sign")
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, want %q", reach, got, want)
		}
	}
	if got := Undo(signsSection, history, morag, Spell{From: noon.Add(time.Hour)}, AllTheirs); !got.Equal(history[4].Fields) {
		t.Errorf("nothing was written since: %v", got)
	}
	if got := Undo(signsSection, history, jamie, Spell{From: noon}, AllTheirs); !got.Equal(history[4].Fields) {
		t.Errorf("Jamie wrote nothing: %v", got)
	}
}

// What was taken out already is not taken out once more, with letters of the person's.
func TestUndoTakesNothingOutTwice(t *testing.T) {
	history := []Version{
		typed(1, ailsa, -600, "I wake early."),
		typed(2, jamie, 0, "I wake early, says Jamie."),
		typed(3, morag, 60, "I wake early, says Jamie. And Morag."),
		typed(4, morag, 120, "I wake early, says Jamie. And Morag. Or not."),
		typed(5, ailsa, 130, "I wake early, says Jamie. And Morag."), // the person took it out, run by run
		typed(6, ailsa, 140, "I wake early, says Jamie."),
		typed(7, morag, 200, "I wake early, says Jamie. And Morag again."),
		typed(8, ailsa, 210, "I wake early. And Morag again."),
	}
	if got := Undo(signsSection, history, morag, Spell{From: noon}, AllTheirs).Get("sign"); got != "I wake early." {
		t.Errorf("all: %q", got)
	}
	if got := Undo(signsSection, history[:6], morag, Spell{From: noon}, LastWords).Get("sign"); got != "I wake early, says Jamie." {
		t.Errorf("with nothing left: %q", got)
	}
	was := append(history[:1:1], typed(2, ailsa, 0, "I wake early. And late."), typed(3, morag, 60, "I wake early."))
	if got := Undo(signsSection, was, morag, Spell{From: noon}, AllTheirs).Get("sign"); got != "I wake early. And late." {
		t.Errorf("what the other took out of the person's: %q", got)
	}
}

// What one author adds in any number of goes is all taken out, and what the other
// adds meanwhile all stays.
func TestUndoLeavesTheOthersWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, kept := "a plan of my own", "a plan of my own"
		history := []Version{typed(1, ailsa, -1, text)}
		for i := range rapid.IntRange(1, 8).Draw(t, "changes") {
			word := rapid.StringMatching(`[a-f]{1,5}`).Draw(t, "word")
			author := rapid.SampledFrom([]ID{ailsa, morag}).Draw(t, "author")
			if author == morag {
				text += "<" + strings.ToUpper(word) + ">"
			} else {
				text, kept = word+" "+text, word+" "+kept
			}
			history = append(history, typed(i+2, author, i*20, text))
		}
		if got := Undo(signsSection, history, morag, Spell{From: noon}, AllTheirs).Get("sign"); got != kept {
			t.Fatalf("%q, want %q", got, kept)
		}
	})
}

// Two typing at once leave one version each, not one for each letter.
func TestFoldReadsWellWhereTwoTypeAtOnce(t *testing.T) {
	history := []Version{typed(1, ailsa, -100, "before")}
	history[0].How = Alone
	for i := range 200 {
		history = append(history, typed(i+2, []ID{ailsa, morag}[i%2], i, "x"))
	}
	slices.Reverse(history)
	folded := Fold(history)
	if len(folded) != 3 || folded[0].Version != 201 || folded[1].Version != 200 || folded[2].Version != 1 {
		t.Errorf("%d versions are left", len(folded))
	}
}

func TestFoldKeepsTheLastOfEachRun(t *testing.T) {
	alone := typed(6, morag, 61, "alone")
	alone.How = Alone
	history := []Version{alone, typed(5, morag, 60, "e"), typed(4, morag, 29, "d"), typed(3, ailsa, 2, "c"), typed(2, morag, 1, "b"), typed(1, morag, 0, "a")}
	var got []string
	for _, v := range Fold(history) {
		got = append(got, v.Fields.Get("sign"))
	}
	if strings.Join(got, " ") != "alone e d c" {
		t.Errorf("folded to %v", got)
	}
}

// Two type at once, so that their versions alternate: the other's last words are
// still all that they typed without a pause, and a second press takes out those before.
func TestUndoingLastWordsReachesThroughTheOthers(t *testing.T) {
	history := []Version{
		typed(1, ailsa, -600, "base"),
		typed(2, morag, 0, "base, old"),
		typed(3, morag, 100, "base, old, n"),
		typed(4, ailsa, 101, "My base, old, n"),
		typed(5, morag, 102, "My base, old, new"),
		typed(6, ailsa, 103, "My own base, old, new"),
	}
	for _, want := range []string{"My own base, old", "My own base", "My own base"} {
		got := Undo(signsSection, history, morag, Spell{From: noon}, LastWords)
		if got.Get("sign") != want {
			t.Fatalf("%q, want %q", got.Get("sign"), want)
		}
		undone := typed(len(history)+1, ailsa, 200, "")
		undone.Fields = got
		history = append(history, undone)
	}
}

// What was written before or after the session is not of it.
func TestUndoKeepsToItsSpell(t *testing.T) {
	history := []Version{typed(1, ailsa, -600, "a"), typed(2, morag, -300, "ab"), typed(3, morag, 10, "abc"), typed(4, morag, 300, "abcd")}
	if got := Undo(signsSection, history, morag, Spell{noon, noon.Add(time.Minute)}, AllTheirs).Get("sign"); got != "abd" {
		t.Errorf("%q", got)
	}
}

func TestUndoLeavesAChoiceThatWasMadeSince(t *testing.T) {
	section := Section{Fields: []Field{{Key: "state", Kind: Choice, Options: []string{"doing", "let_go", "thinking"}}}}
	chosen := func(n int, author ID, seconds int, state string) Version {
		v := typed(n, author, seconds, "")
		v.Fields = Fields{{Key: "state", Text: state}}
		return v
	}
	history := []Version{chosen(1, ailsa, -9, "thinking"), chosen(2, morag, 1, "doing")}
	if got := Undo(section, history, morag, Spell{From: noon}, AllTheirs).Get("state"); got != "thinking" {
		t.Errorf("back to %q", got)
	}
	history = append(history, chosen(3, ailsa, 50, "let_go"))
	if got := Undo(section, history, morag, Spell{From: noon}, AllTheirs).Get("state"); got != "let_go" {
		t.Errorf("the person's own choice became %q", got)
	}
}

func TestAStepWithoutTheOthersWords(t *testing.T) {
	s := &Step{Record: Record{Version: 1, Author: ailsa, UpdatedAt: noon.Add(-time.Hour)}, Words: StepWords{Text: "Buy gloves", State: StepOpen}}
	change := func(author ID, at time.Time, w StepWords) {
		s.Change(w)
		s.Author, s.UpdatedAt = author, at
		s.Version++
	}
	change(morag, noon, StepWords{Text: "Buy warm gloves", Who: "Morag", State: StepDone, Ended: "2026-11-23"})
	words, ok := s.Without(morag, Spell{From: noon})
	if want := (StepWords{Text: "Buy gloves", State: StepOpen}); !ok || !words.Same(want) {
		t.Errorf("%+v", words)
	}
	change(ailsa, noon.Add(time.Minute), StepWords{Text: "Buy warm red gloves", Who: "Morag", State: StepDone, Ended: "2026-11-23"})
	if words, _ = s.Without(morag, Spell{From: noon}); words.Text != "Buy red gloves" {
		t.Errorf("%+v", words)
	}
	fresh := &Step{Record: Record{Version: 1, Author: morag, UpdatedAt: noon}, Words: StepWords{Text: "Ring", State: StepOpen}}
	if _, ok := fresh.Without(morag, Spell{From: noon}); ok {
		t.Error("a step that was theirs alone stays")
	}
	if _, ok := fresh.Without(morag, Spell{From: noon.Add(time.Second)}); !ok {
		t.Error("a step from before goes")
	}
}

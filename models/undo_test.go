package models

import (
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
		got := Undo(signsSection, history, morag, noon, reach).Get("sign")
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, want %q", reach, got, want)
		}
	}
	if got := Undo(signsSection, history, morag, noon.Add(time.Hour), AllTheirs); !got.Equal(history[4].Fields) {
		t.Errorf("nothing was written since: %v", got)
	}
	if got := Undo(signsSection, history, jamie, noon, AllTheirs); !got.Equal(history[4].Fields) {
		t.Errorf("Jamie wrote nothing: %v", got)
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
		if got := Undo(signsSection, history, morag, noon, AllTheirs).Get("sign"); got != kept {
			t.Fatalf("%q, want %q", got, kept)
		}
	})
}

func TestFoldKeepsTheLastOfEachRun(t *testing.T) {
	alone := typed(6, morag, 61, "alone")
	alone.How = Alone
	history := []Version{alone, typed(5, morag, 60, "e"), typed(4, morag, 29, "d"), typed(3, ailsa, 2, "c"), typed(2, morag, 1, "b"), typed(1, morag, 0, "a")}
	var got []string
	for _, v := range Fold(history) {
		got = append(got, v.Fields.Get("sign"))
	}
	if strings.Join(got, " ") != "alone e d c b" {
		t.Errorf("folded to %v", got)
	}
}

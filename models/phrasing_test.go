package models

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// labelled is a sentence and the parts of it that judge, as somebody marked them.
type labelled struct {
	Text    string   `json:"text"`
	Judging []string `json:"judging"`
}

func sentences(t *testing.T, file string) []labelled {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// score counts by parts of sentences: found and marked, found and not marked,
// marked and not found. A part is found when what was found overlaps it.
type score struct{ right, wrong, missed int }

func (s score) precision() float64 { return float64(s.right) / float64(s.right+s.wrong) }
func (s score) recall() float64    { return float64(s.right) / float64(s.right+s.missed) }

func (s *score) count(t *testing.T, l labelled) {
	found := Rephrase(l.Text)
	hit := make([]bool, len(found))
	for _, part := range l.Judging {
		at := strings.Index(l.Text, part)
		if at < 0 {
			t.Fatalf("%q is not in %q", part, l.Text)
		}
		any := false
		for i, f := range found {
			if f.At < at+len(part) && at < f.To {
				hit[i], any = true, true
			}
		}
		if any {
			s.right++
		} else {
			s.missed++
			t.Logf("missed %q in %q", part, l.Text)
		}
	}
	for i, f := range found {
		if !hit[i] {
			s.wrong++
			t.Logf("found %q (%s) in %q", f.Said, f.Key, l.Text)
		}
	}
}

// sets are the labelled sentences. The blind ones were written by somebody who had not
// seen the list, or, the third, before its writer saw the list, the rules and the other
// sets. What they gave at their first reading is the honest figure: what each showed was
// mended, and it has been held since. (Eight marks that the third's writer had forgotten
// were put in after its first reading; with them it would have been 0.866, 0.833.) The last
// is by somebody who knew the list by then: what the mended matcher gave on sentences it
// had not been mended on. The fourth is by a writer who saw nothing of any of it; ten marks
// that they had forgotten were put in after its first reading (with them it would have been 0.945, 0.873).
var sets = []struct {
	file  string
	own   bool   // by the list's author
	first string // precision and recall at the first reading
}{
	{"sentences_own.json", true, ""},
	{"sentences_blind.json", false, "0.908, 0.828"},
	{"sentences_blind2.json", false, "0.863, 0.848"},
	{"sentences_blind3.json", false, "0.827, 0.827"},
	{"sentences_blind4.json", false, "0.876, 0.864"},
	{"sentences_last.json", true, "0.884, 0.782"},
}

// Precision at least 0.95 and recall at least 0.85: on each set, on all of them, and on
// those that are not from the author's own patterns.
func TestAnotherWayToSayItOnLabelledSentences(t *testing.T) {
	var all, others score
	number, theirs := 0, 0
	for _, one := range sets {
		var s score
		set := sentences(t, one.file)
		for _, l := range set {
			s.count(t, l)
		}
		s.hold(t, fmt.Sprintf("%s (first %q)", one.file, one.first), len(set))
		all.add(s)
		number += len(set)
		if !one.own {
			others.add(s)
			theirs += len(set)
		}
	}
	others.hold(t, "not by the list's author", theirs)
	all.hold(t, "all", number)
	if number < 400 || theirs*2 < number {
		t.Errorf("%d sentences, %d of them not by the list's author", number, theirs)
	}
}

func (s *score) add(o score) {
	s.right, s.wrong, s.missed = s.right+o.right, s.wrong+o.wrong, s.missed+o.missed
}

func (s *score) hold(t *testing.T, name string, number int) {
	t.Helper()
	t.Logf("%s: %d sentences, precision %.3f, recall %.3f (%+v)", name, number, s.precision(), s.recall(), *s)
	if s.precision() < 0.95 || s.recall() < 0.85 {
		t.Errorf("%s: precision %.3f, recall %.3f", name, s.precision(), s.recall())
	}
}

// unkind are words that the program does not use of anybody.
var unkind = regexp.MustCompile(`(?i)\b(patients?|users?|clients?|complian\w+|refus\w+|fail\w*|admit\w*|suffer\w*)\b`)

// Each phrase has one or two other ways that can stand in its place, and why; no
// wording is of two phrases.
func TestTheListOfPhrases(t *testing.T) {
	list := phrases().phrases
	if len(list) < 150 {
		t.Errorf("%d phrases", len(list))
	}
	keys, said := map[string]bool{}, map[string]string{}
	for _, p := range list {
		if keys[p.Key] || p.Key == "" || len(p.Said) == 0 || len(p.Ways) < 1 || len(p.Ways) > 2 || len(strings.Fields(p.Why)) < 5 {
			t.Errorf("%q: said %d, ways %d, why %q", p.Key, len(p.Said), len(p.Ways), p.Why)
		}
		keys[p.Key] = true
		for _, text := range p.Said {
			if said[text] != "" {
				t.Errorf("%q is of %s and of %s", text, said[text], p.Key)
			}
			said[text] = p.Key
		}
		if told := unkind.FindString(strings.Join(append(p.Ways, p.Why), " ")); told != "" {
			t.Errorf("%s is told with %q", p.Key, told)
		}
		for _, way := range p.Ways {
			if found := Rephrase(way); len(found) > 0 || strings.ContainsAny(way, ".?:;") {
				t.Errorf("%q is offered for %s: %+v", way, p.Key, found)
			}
		}
	}
}

// The person's words are never touched, whatever stands in them.
func TestOnlyWhatWasAddedIsReadAgain(t *testing.T) {
	was := "I am lazy and stubborn."
	if found := RephraseAdded(was, was+" Ailsa is demanding."); len(found) != 1 || found[0].Said != "demanding" {
		t.Errorf("found %+v", found)
	}
	if found := RephraseAdded(was, "So: "+was); len(found) != 0 {
		t.Errorf("found %+v", found)
	}
}

// It is read while somebody types: two thousand words in a few milliseconds, of which
// the best of twenty readings is held, for the machine has other things to do.
func TestALongTextIsReadFast(t *testing.T) {
	text := twoThousandWords()
	best := bestOf(20, text)
	t.Logf("%d words in %v", len(strings.Fields(text)), best)
	if best > 10*time.Millisecond {
		t.Errorf("%v", best)
	}
}

// bestOf is the time of the fastest of some readings.
func bestOf(times int, text string) time.Duration {
	best := time.Hour
	for range times {
		began := time.Now()
		Rephrase(text)
		best = min(best, time.Since(began))
	}
	return best
}

// Nor does what nobody writes take long.
func TestAnOddTextIsReadFast(t *testing.T) {
	for _, one := range []string{"“ ", "‘a ", "' \"", "stubborn ", "kicked off ", "he claims ", "is a ", "the van and ", "«\n"} {
		if took := bestOf(3, strings.Repeat(one, mostRead/len(one)-1)+"’"); took > 250*time.Millisecond {
			t.Errorf("%q: %v", one, took)
		}
	}
}

func BenchmarkRephrase(b *testing.B) {
	text := twoThousandWords()
	for b.Loop() {
		Rephrase(text)
	}
}

func twoThousandWords() string {
	one := "He refused to cooperate and was, as usual, very demanding with staff. We walked to the harbour and talked about his boat. "
	return strings.Repeat(one, 2000/len(strings.Fields(one))+1)
}

func FuzzRephrase(f *testing.F) {
	f.Add("He is 'stubborn’ — \"non-compliant\xff\" وعنيد")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, p := range Rephrase(text) {
			if p.At < last || p.To <= p.At || p.To > len(text) || text[p.At:p.To] != p.Said {
				t.Fatalf("%+v in %q", p, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(p.Said) {
				t.Fatalf("%q is cut", p.Said)
			}
			last = p.To
		}
	})
}

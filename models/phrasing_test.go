package models

import (
	"encoding/json"
	"os"
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

// Precision at least 0.95 and recall at least 0.85, on our own sentences and, for
// themselves, on those of somebody who had not seen the list.
func TestAnotherWayToSayItOnLabelledSentences(t *testing.T) {
	var all score
	n := 0
	for _, file := range []string{"sentences_own.json", "sentences_blind.json", "sentences_blind2.json", "sentences_blind3.json"} {
		var s score
		set := sentences(t, file)
		for _, l := range set {
			s.count(t, l)
		}
		t.Logf("%s: %d sentences, precision %.3f, recall %.3f (%+v)", file, len(set), s.precision(), s.recall(), s)
		if s.precision() < 0.95 || s.recall() < 0.85 {
			t.Errorf("%s: precision %.3f, recall %.3f", file, s.precision(), s.recall())
		}
		n += len(set)
		all = score{all.right + s.right, all.wrong + s.wrong, all.missed + s.missed}
	}
	t.Logf("all %d: precision %.3f, recall %.3f", n, all.precision(), all.recall())
	if n < 400 {
		t.Errorf("only %d sentences", n)
	}
}

func TestTheListOfPhrases(t *testing.T) {
	wordings := 0
	keys := map[string]bool{}
	for _, p := range phrases().phrases {
		wordings += len(p.Said)
		if keys[p.Key] || p.Key == "" || len(p.Ways) < 1 || len(p.Ways) > 3 || p.Why == "" {
			t.Errorf("%q: %d ways, why %q", p.Key, len(p.Ways), p.Why)
		}
		keys[p.Key] = true
	}
	if wordings < 150 {
		t.Errorf("%d wordings", wordings)
	}
}

func TestWhoseWordsTheyAre(t *testing.T) {
	for text, want := range map[string]string{
		"He was stubborn about it.":                       "stubborn",
		"Stubbornness, again.":                            "Stubbornness",
		"“I was just being stubborn,” she said.":          "",
		`She wrote "I am lazy" and laughed.`:              "",
		"In her own words: lazy and proud of it.":         "",
		"He is not manipulative.":                         "",
		"She feels like a burden.":                        "",
		"Refuse collection is on Tuesday.":                "",
		"He refused the tablets.":                         "refused",
		"She is attention-seeking.":                       "attention-seeking",
		"Non-compliant with medication":                   "Non-compliant",
		"He doesn't come. Seeking a new flat.":            "",
		"It's Ailsa’s ‘stubborn’ streak, as she calls it": "",
	} {
		var got []string
		for _, f := range Rephrase(text) {
			got = append(got, f.Said)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
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

// The longest text that a field takes is read in no time to notice.
func TestALongTextIsReadFast(t *testing.T) {
	text := strings.Repeat("He refused to cooperate and was, as usual, very demanding with staff. ", 16_000/68)
	began := time.Now()
	found := Rephrase(text)
	if took := time.Since(began); took > 250*time.Millisecond {
		t.Errorf("%d found in %v", len(found), took)
	}
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

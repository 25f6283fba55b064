package models

import "slices"

const (
	longEnough = 7 // letters of a word whose doubled letters are not counted
	longer     = 9 // letters of a word that is known with one of them wrong
)

// speller knows the list's longer words when they are misspelt: with letters doubled
// or not (agressive), and with one letter wrong, missing, too many or out of place.
type speller struct {
	words map[string]string    // by the word with each letter once
	alike map[[2]byte][]string // those by their first and last letter, which are seldom wrong
}

func newSpeller(m *matcher) speller {
	s := speller{map[string]string{}, map[[2]byte][]string{}}
	for _, ws := range m.whole {
		for _, w := range ws {
			for _, forms := range w.words {
				for _, f := range forms {
					s.learn(f.text)
				}
			}
		}
	}
	return s
}

func (s speller) learn(text string) {
	once := singled(text)
	if _, known := s.words[once]; known || len(text) < longEnough {
		return
	}
	s.words[once] = text
	if len(once) >= longer {
		s.alike[ends(once)] = append(s.alike[ends(once)], once)
	}
}

// right is a word as the list spells it. One that it does not know stays as it is,
// and so does one that is right as another word.
func (s speller) right(text string) string {
	if len(text) < longEnough-1 || rightWords[text] {
		return text
	}
	once := singled(text)
	if word, known := s.words[once]; known {
		return word
	}
	like := s.alike[ends(once)]
	if i := slices.IndexFunc(like, func(word string) bool { return oneApart(word, once) }); i >= 0 {
		return s.words[like[i]]
	}
	return text
}

func ends(text string) [2]byte { return [2]byte{text[0], text[len(text)-1]} }

// singled is a word with each doubled letter once.
func singled(text string) string { return string(slices.Compact([]byte(text))) }

// oneApart reports whether two words differ by one letter, or by two that changed places.
func oneApart(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// rightWords are right as they are, and a letter away from one of the list's.
var rightWords = setOf(`ambitions backyards competed conceived concerted defecating defecting deflating dependant detective diagnoses dissection disusing
	entourage erotically escape flirtations gripping heartsick heatedly imitating indolence infecting inflected insulating insuperable
	intensify irrigating judgment livability mechanises mediation meditation mothering needles overacted overacting overacts
	overeating overeats overhearing overrating overreached overreaching patenting processional prospectus rebellions regarding
	resolving retarding revolting rewording rumblings scampered scared suspicions unbeatable unreachable vexations wondering`)

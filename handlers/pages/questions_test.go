package pages_test

import (
	"strings"
	"testing"

	"handrail/handlers/say"
	"handrail/models"
)

// The deck: at least 120 questions, three for each section and five for each way of
// asking, no two alike, each short, each saying why it is asked.
func TestTheDeckOfQuestions(t *testing.T) {
	all := models.AllQuestions()
	if len(all) < 120 {
		t.Errorf("%d questions", len(all))
	}
	ways, texts := map[models.Way]int{}, map[string]string{}
	for _, q := range all {
		ways[q.Way]++
		for _, key := range []string{"question." + q.Key, "question." + q.Key + ".why"} {
			if !say.Known(key) {
				t.Errorf("%s has no words", key)
				continue
			}
			text := say.T(t.Context(), key)
			plain := strings.ToLower(strings.Trim(text, ".? "))
			if other, twice := texts[plain]; twice {
				t.Errorf("%s says the same as %s", key, other)
			}
			if texts[plain] = key; len(text) > 140 {
				t.Errorf("%s is %d characters", key, len(text))
			}
		}
	}
	for _, way := range models.Ways {
		if ways[way] < 5 {
			t.Errorf("%d questions by %s", ways[way], way)
		}
		delete(ways, way)
	}
	if len(ways) > 0 {
		t.Errorf("ways that nobody knows: %v", ways)
	}
	for _, c := range models.Catalogue {
		for _, s := range c.Sections {
			if n := len(models.Questions(s.Key)); n < 3 {
				t.Errorf("%s has %d questions", s.Key, n)
			}
		}
	}
	if len(models.Questions("own-x")) == 0 && models.SectionKey("own-x").Own() {
		t.Error("none for a section of one's own")
	}
}

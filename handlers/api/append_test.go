package api

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"handrail/models"
)

// What writes itself writes the same bytes as encoding/json.
func TestAppendedAnswersAreWhatEncodingJSONWrites(t *testing.T) {
	at, later := time.Date(2026, 11, 23, 9, 0, 0, 123000, time.UTC), time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	position, hidden, none := 3, []models.ID{"A", "B"}, []models.ID{}
	words := texts{{Key: "why", Text: "a \"quote\" \\ <b> & \u2028 \x01 é 👩‍👩‍👧 שלום"}, {Key: "hope", Text: "plain"},
		{Key: "curly", Text: "can’t, שלום 👩‍👩‍👧"}, {Key: "line", Text: "one\u2028two"}, {Key: "paragraph", Text: "one\u2029two"}, {Key: "delete", Text: "a\x7f"}, {Key: "broken", Text: "a\xff"}}
	full := Entry{ID: "E1", Section: "hopes", Version: 12, Position: &position, Fields: words, Privacy: "only_me", HiddenFrom: &hidden,
		Author: &personJSON{ID: "P", Name: "Zoë <x>"}, How: models.Alone, CreatedAt: &at, UpdatedAt: later, RemovedAt: &at}
	bare := Entry{ID: "E2", Section: "own-x", Version: 1, Fields: texts{}, HiddenFrom: &none, UpdatedAt: at}
	plan := planJSON{ID: "PLAN", Owner: personJSON{ID: "O", Name: "Ailsa"}, Sections: []sectionJSON{
		{Key: "hopes", Title: "My hopes", Right: "own", Entries: []Entry{full, bare}},
		{Key: "own-x", Title: "שלי", Help: "<help>", Right: "see", Entries: []Entry{}},
	}}
	for name, v := range map[string]appender{"a plan": plan, "no plan": planJSON{Sections: []sectionJSON{}}, "a section": plan.Sections[0], "an entry": &full} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if got := append(v.AppendJSON(nil), '\n'); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s:\n%s%s", name, got, want.Bytes())
		}
	}
}

package takeout

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"handrail/app"
	"handrail/models"
)

// recordJSON is a record of any kind as its owner takes it along.
type recordJSON struct {
	ID         models.ID         `json:"id"`
	Section    models.SectionKey `json:"section,omitempty"`
	Parent     models.ID         `json:"parent,omitempty"`
	Version    int               `json:"version"`
	Position   int               `json:"position"`
	Author     models.ID         `json:"author"`
	How        models.How        `json:"how"`
	With       models.ID         `json:"with,omitempty"`
	Privacy    string            `json:"privacy"`
	HiddenFrom []models.ID       `json:"hidden_from,omitempty"`
	CreatedAt  time.Time         `json:"created_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
	RemovedAt  *time.Time        `json:"removed_at,omitempty"`
	Words      any               `json:"words"`
}

func recordOf(k models.Kept) recordJSON {
	r := k.Head()
	out := recordJSON{
		ID: r.ID, Section: r.Section, Parent: r.Parent, Version: r.Version, Position: r.Position, Author: r.Author, How: r.How.Company(), With: r.How.With(),
		Privacy: "section", HiddenFrom: r.HiddenFrom, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Words: snaked(k.Body()),
	}
	if r.OnlyMe {
		out.Privacy = "only_me"
	}
	if !r.RemovedAt.IsZero() {
		out.RemovedAt = &r.RemovedAt
	}
	return out
}

func itemsOf(in app.Piece) []any {
	var out []any
	for _, k := range in.Records {
		out = append(out, recordOf(k))
	}
	out = appendAll(out, in.People)
	out = appendAll(out, in.Grants)
	out = appendAll(out, in.Invitations)
	out = appendAll(out, in.Sessions)
	out = appendAll(out, in.Tasks)
	out = appendAll(out, in.Witnesses)
	for _, w := range in.Ways {
		out = append(out, wayOf(w))
	}
	out = appendAll(out, in.Keys)
	out = appendAll(out, in.Presses)
	out = appendAll(out, in.Uses)
	for _, r := range in.Reminders {
		out = append(out, reminderOf(r))
	}
	return appendAll(out, in.Looks)
}

func appendAll[T any](out []any, items []T) []any {
	for _, v := range items {
		out = append(out, snaked(v))
	}
	return out
}

// snaked is a value as JSON has it, the names of Go's fields written as everywhere
// in the API, and times that never came left out. It is for what has no shape of
// its own here; texts are not touched.
func snaked(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return nil
	}
	return renamed(out)
}

// never is how a time that has not come is written, under the names that times have.
const never = "0001-01-01T00:00:00Z"

func isTime(name string) bool {
	return strings.HasSuffix(name, "At") || slices.Contains([]string{"From", "Until", "HereUntil", "PlannedFor", "Begun", "LastSeen", "Since"}, name)
}

func renamed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			if value != never || !isTime(name) {
				out[snake(name)] = renamed(value)
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = renamed(v[i])
		}
	}
	return v
}

// snake writes OnlyMe as only_me and ID as id. Keys of sections and fields have no
// capitals and stay.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(runes[i-1]) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Words is every text in a record's words, for reading.
func Words(k models.Kept) []string { return textsIn(nil, snaked(k.Body())) }

// notWords are members that name something and say nothing.
var notWords = []string{"account", "became", "id", "at", "outcome", "media", "hash"}

func textsIn(out []string, v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			out = append(out, v)
		}
	case []any:
		for _, one := range v {
			out = textsIn(out, one)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(notWords, name) {
				out = textsIn(out, v[name])
			}
		}
	}
	return out
}

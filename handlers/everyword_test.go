package handlers_test

import (
	"reflect"
	"slices"
	"strings"

	"handrail/models"
)

// sealedKinds is what is sealed in the rows of each table: whatever in it is a plain text has had
// the word planted. A table that is not here fails the test, as does a text that nobody planted.
var sealedKinds = map[string]any{
	"entries": models.Entry{}.Fields, "versions": models.Version{}.Fields, "drafts": models.Draft{}.Words, "suggestions": models.Suggestion{}.Words,
	"own_sections": models.OwnSection{}.Words, "agenda": models.AgendaItem{}.Words, "summaries": models.Summary{}.Words, "session_notes": models.SessionNote{}.Words,
	"afterwards": models.Answers{}.Words, "reflections": models.Reflection{}.Words, "statements": models.Statement{}.Words,
	"statement_marks": models.StatementMark{}.Words, "overrides": models.Override{}.Words, "reviews": models.Review{}.Words, "steps": models.Step{}.Words,
	"measures": models.Measure{}.Words, "attachments": models.Attachment{}.Words, "relationships": models.Relationship{}, "grants": models.Consent{},
	"invitations": models.Invitation{}, "tasks": models.Task{}, "crisis_starts": models.CrisisPress{},
}

// wordless is the tables in whose sealed texts, and the texts, that nobody writes words.
var wordless = map[string]string{
	"accounts": "names and addresses: NothingInClear looks for both", "sign_ins": "the name of a device, as its browser says it", "told_browsers": "where a browser is told",
	"ticks": "a day and what was done on it", "uses": "which strengths, by their ids", "marks": "a day and a number", "lookouts": "ids and numbers",
	"attachment_parts": "a piece of a picture or recording",

	"afterwards.Marks": "a mark", "attachments.Media": "what kind of file", "attachments.Past": "earlier words, sealed with those of now", "grants.Wording": "a version",
	"grants.Title": "the title of a part of one's own, as planted there", "invitations.Email": "an address", "measures.Often": "a choice",
	"overrides.On": "a day", "overrides.Sent.To": "a choice", "overrides.Sent.On": "a day", "reflections.With": "a name",
	"statement_marks.Certified": "choices", "statement_marks.On": "a day", "statement_marks.Hash": "a hash", "statement_marks.Class": "a choice",
	"statements.Hash": "a hash", "statements.Pack": "a key", "summaries.Agreed.Name": "a name", "summaries.Views.Name": "a name",
	"tasks.Typed": "planted as a draft; in nobody's data but its writer's form",
}

// everyWordIs fails the test where a kind of record, or a text in one, has not had the word:
// whoever adds one plants it. Ailsa's own data says what she has, and Morag's what is hers.
func everyWordIs(s *server, canary string) {
	s.T.Helper()
	mine, theirs := takenData(s, s.Ailsa), takenData(s, s.SignIn(s.Morag))
	met := map[string]bool{}
	for _, table := range s.Reach().SealedTables() {
		met[table] = true
		kind, known := sealedKinds[table]
		if _, none := wordless[table]; none == known {
			s.T.Errorf("%s: it is not decided whether there are words in it", table)
		}
		if !known {
			continue
		}
		data := mine
		if table == "reflections" {
			data = theirs
		}
		seen := map[string]bool{}
		for _, item := range append([]any{nil}, data[takenAs[table]].([]any)...) {
			if record, is := item.(obj); is && record["words"] != nil && reflect.TypeOf(kind) != reflect.TypeFor[models.Task]() {
				item = record["words"]
			}
			planted(reflect.TypeOf(kind), item, table, canary, seen)
		}
		for text, has := range seen {
			met[text] = true
			if _, none := wordless[text]; none == has {
				s.T.Errorf("%s: nobody planted the word in it, or it is said that there are none", text)
			}
		}
	}
	for text := range wordless {
		if !met[text] {
			s.T.Errorf("%s: there is no such text any more", text)
		}
	}
}

// keys is the types of texts that are ids, choices and the like. Any other text is words.
var keys = []reflect.Type{
	reflect.TypeFor[models.ID](), reflect.TypeFor[models.SectionKey](), reflect.TypeFor[models.Day](), reflect.TypeFor[models.Role](),
	reflect.TypeFor[models.State](), reflect.TypeFor[models.Circumstance](), reflect.TypeFor[models.Outcome](), reflect.TypeFor[models.NoteFor](),
	reflect.TypeFor[models.MarkKind](), reflect.TypeFor[models.StepState](), reflect.TypeFor[models.TaskAnswer](), reflect.TypeFor[models.CrisisStep](),
}

// planted notes of each text in values of a type whether one of them has the word. A type inside
// itself, as what was said before stands in what is said now, is asked once: above says which
// types the way here leads through.
func planted(t reflect.Type, v any, path, canary string, seen map[string]bool, above ...reflect.Type) {
	switch t.Kind() {
	case reflect.Struct:
		if slices.Contains(above, t) {
			return
		}
		above = append(slices.Clone(above), t)
		for f := range fieldsOf(t) {
			planted(f.Type, member(v, f.Name), path+"."+f.Name, canary, seen, above...)
		}
	case reflect.Map, reflect.Slice:
		if t == reflect.TypeFor[models.Fields]() {
			t = reflect.TypeFor[map[string]string]()
		}
		planted(t.Elem(), nil, path, canary, seen, above...)
		for _, one := range within(v) {
			planted(t.Elem(), one, path, canary, seen, above...)
		}
	case reflect.String:
		text, _ := v.(string)
		if !slices.Contains(keys, t) {
			seen[path] = seen[path] || strings.Contains(text, canary)
		}
	}
}

// fieldsOf is the fields of a struct that are kept, those of what it is made of too.
func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() && !f.Anonymous && !yield(f) {
				return
			}
		}
	}
}

// member is what stands under a field's name in an object.
func member(v any, field string) any {
	all, _ := v.(obj)
	for name, value := range all {
		if strings.EqualFold(strings.ReplaceAll(name, "_", ""), field) {
			return value
		}
	}
	return nil
}

// within is what stands in a list or an object.
func within(v any) (out []any) {
	if all, is := v.(obj); is {
		for _, one := range all {
			out = append(out, one)
		}
		return out
	}
	all, _ := v.([]any)
	return slices.Clone(all)
}

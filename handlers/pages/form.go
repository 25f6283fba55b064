package pages

import (
	"context"
	"errors"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
	"handrail/models"
)

// form is what somebody typed, and what is wrong with it. Their words stay in it
// whatever happens.
type form struct {
	Values   map[string]string
	Problems []fault
	Message  string // what happened, where no single field is at fault
}

// fault is what is wrong with one field.
type fault struct{ Field, Sentence string }

// typed reads a form. A parameter sent twice counts once: the first.
func typed(c echo.Context) form {
	f := form{Values: make(map[string]string)}
	params, err := c.FormParams()
	if err != nil {
		return f
	}
	for name, values := range params {
		f.Values[name] = values[0]
	}
	return f
}

// Get is a value.
func (f form) Get(name string) string { return f.Values[name] }

// Wrong is the sentence about a field; empty when nothing is wrong with it.
func (f form) Wrong(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Sentence
		}
	}
	return ""
}

// again reports whether err is one that the form is drawn again for, and notes
// what was wrong.
func (f *form) again(ctx context.Context, err error) bool {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return false
	}
	switch e.Kind {
	case models.Invalid, models.Conflict, models.TooMany:
	case models.SignIn:
		if e.Key != "signin.wrong" && e.Key != "signin.recover_first" {
			return false
		}
	default:
		return false
	}
	f.Message = say.T(ctx, e.Key)
	for _, p := range e.Fields {
		f.Problems = append(f.Problems, fault{Field: p.Field, Sentence: say.In(p.Key, p.Args)})
	}
	return true
}

// fieldName is the name of a section's field in a form.
func fieldName(key string) string { return "f." + key }

// fields reads the section's fields from a form.
func (f form) fields(s models.Section) models.Fields {
	var out models.Fields
	for _, d := range s.Fields {
		if text := normalLines(f.Get(fieldName(d.Key))); text != "" {
			out = append(out, models.Text{Key: d.Key, Text: text})
		}
	}
	return out
}

// fromFields fills a form with an entry's words.
func fromFields(words models.Fields) form {
	f := form{Values: make(map[string]string)}
	for _, t := range words {
		f.Values[fieldName(t.Key)] = t.Text
	}
	return f
}

// sectionProblems gives the problems of section fields the names that they have in the form.
func (f *form) sectionProblems(s models.Section) {
	for i := range f.Problems {
		for _, d := range s.Fields {
			if f.Problems[i].Field == d.Key {
				f.Problems[i].Field = fieldName(d.Key)
			}
		}
	}
}

// number reads a whole number from a form; 0 when it is none.
func (f form) number(name string) int {
	n, err := strconv.Atoi(f.Get(name))
	if err != nil {
		return 0
	}
	return n
}

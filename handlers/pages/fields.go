package pages

import (
	"context"
	"strings"
	"time"

	"handrail/handlers/say"
	"handrail/models"
)

// fieldKey is where a field's words stand in the message catalogue. All sections
// of a person's own share theirs.
func fieldKey(section models.SectionKey, field string) string {
	if section.Own() {
		section = "own"
	}
	return "section." + string(section) + ".field." + field
}

func fieldLabel(ctx context.Context, section models.SectionKey, d models.Field) string {
	return say.T(ctx, fieldKey(section, d.Key)+".label")
}

// fieldHint is the line under a label, where there is one.
func fieldHint(ctx context.Context, section models.SectionKey, d models.Field) string {
	key := fieldKey(section, d.Key) + ".hint"
	if !say.Known(key) {
		return ""
	}
	return say.T(ctx, key)
}

func optionLabel(ctx context.Context, section models.SectionKey, field, value string) string {
	return say.T(ctx, fieldKey(section, field)+".option."+value)
}

func optionsOf(ctx context.Context, section models.SectionKey, d models.Field) []option {
	out := make([]option, len(d.Options))
	for i, o := range d.Options {
		out[i] = option{Value: o, Label: optionLabel(ctx, section, d.Key, o)}
	}
	return out
}

// shownText is a field's text as it is read: choices by their names, days in words.
func shownText(ctx context.Context, section models.SectionKey, d models.Field, text string) string {
	switch {
	case text == "":
		return ""
	case d.Kind == models.Choice:
		return optionLabel(ctx, section, d.Key, text)
	case d.Kind == models.Tick:
		return say.T(ctx, "form.yes")
	case d.Kind == models.Scale:
		return say.T(ctx, "form.out_of_ten", "Mark", text)
	case d.Kind == models.Date:
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			return day(ctx, t)
		}
	}
	return text
}

// describedBy is the ids of what explains a field.
func describedBy(f form, name, hint string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if f.Wrong(name) != "" {
		ids = append(ids, name+"-error")
	}
	return strings.Join(ids, " ")
}

// shapeOf is a section's fields; every key that app gives has one.
func shapeOf(key models.SectionKey) models.Section {
	s, _ := models.SectionOf(key)
	return s
}

// chapterTitle is a chapter's title; the one without a key holds a person's own sections.
func chapterTitle(ctx context.Context, key string) string {
	if key == "" {
		return say.T(ctx, "chapter.own.title")
	}
	return say.T(ctx, "chapter."+key+".title")
}

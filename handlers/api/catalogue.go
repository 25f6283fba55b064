package api

import (
	"context"
	"net/http"

	"handrail/handlers/say"
	"handrail/models"
)

type catalogueJSON struct {
	Chapters []chapterJSON `json:"chapters"`
}

type chapterJSON struct {
	Key      string        `json:"key"`
	Title    string        `json:"title"`
	Sections []sectionInfo `json:"sections"`
}

type sectionInfo struct {
	Key    models.SectionKey `json:"key"`
	Title  string            `json:"title"`
	Help   string            `json:"help"`
	Fields []fieldInfo       `json:"fields"`
	Many   bool              `json:"many"`
}

type fieldInfo struct {
	Key      string           `json:"key"`
	Label    string           `json:"label"`
	Kind     models.FieldKind `json:"kind"`
	Required bool             `json:"required"`
	Max      int              `json:"max" doc:"Most characters"`
	Options  []string         `json:"options,omitempty" doc:"What a choice may be"`
}

func (x *API) catalogue() {
	route(x, http.MethodGet, "/catalogue", "Every section that a plan has", http.StatusOK, x.readCatalogue)
}

// readCatalogue is made of code alone: it is the same for everyone (RULES.md 23).
func (x *API) readCatalogue(context.Context, *nothing) (*answer[catalogueJSON], error) {
	var out catalogueJSON
	for _, c := range models.Catalogue {
		chapter := chapterJSON{Key: c.Key, Title: say.In("chapter."+c.Key+".title", nil)}
		for _, s := range c.Sections {
			chapter.Sections = append(chapter.Sections, infoOf(s))
		}
		out.Chapters = append(out.Chapters, chapter)
	}
	return &answer[catalogueJSON]{out}, nil
}

func infoOf(s models.Section) sectionInfo {
	key := "section." + string(s.Key)
	info := sectionInfo{Key: s.Key, Title: say.In(key+".title", nil), Help: say.In(key+".help", nil), Many: s.Many}
	for _, f := range s.Fields {
		info.Fields = append(info.Fields, fieldInfo{
			Key: f.Key, Label: say.In(key+".field."+f.Key+".label", nil), Kind: f.Kind, Required: f.Required, Max: f.Max, Options: f.Options})
	}
	return info
}

// titleOf is a section's title: the catalogue's, or the person's own.
func titleOf(key models.SectionKey, own string) string {
	if key.Own() {
		return own
	}
	return say.In("section."+string(key)+".title", nil)
}

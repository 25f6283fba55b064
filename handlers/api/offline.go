package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

type keptJSON struct {
	Secret   string              `json:"secret" doc:"By which the device asks whether its copy may stay; given this once"`
	Since    time.Time           `json:"since"`
	Sections []models.SectionKey `json:"sections" doc:"What is kept beside the crisis plan"`
}

type copyJSON struct {
	PlanID   models.ID         `json:"plan_id"`
	Name     string            `json:"name"`
	At       time.Time         `json:"at"`
	Lines    []string          `json:"lines" doc:"The person's own, for the top of the help page"`
	Text     string            `json:"text,omitempty" doc:"What a text to one of the people begins with; left out: nothing of the person's own"`
	People   []copyPerson      `json:"people" doc:"Supporters, as in the crisis plan"`
	Sections []copySectionJSON `json:"sections"`
}

type copyPerson struct {
	Name    string       `json:"name"`
	Phone   string       `json:"phone,omitempty" doc:"As it was typed"`
	Numbers []copyNumber `json:"numbers" doc:"What of it can be rung"`
	Reach   string       `json:"reach,omitempty"`
}

type copyNumber struct {
	Said string `json:"said"`
	Dial string `json:"dial" doc:"Fit for tel:"`
}

// copySectionJSON brings its labels along: where there is no signal nobody can be asked.
type copySectionJSON struct {
	Key     models.SectionKey `json:"key"`
	Title   string            `json:"title"`
	Many    bool              `json:"many"`
	Fields  []fieldInfo       `json:"fields"`
	Names   map[string]string `json:"names,omitempty" doc:"What the options of its choices are called, by field and option"`
	Entries []Entry           `json:"entries"`
}

func (x *API) offline() {
	route(x, http.MethodGet, "/plans/{plan}/offline-copy", "What this device keeps for where there is no signal", http.StatusOK, x.readOffline)
	route(x, http.MethodPut, "/plans/{plan}/offline-copy", "Keep a copy on this device; asks for a fresh sign-in", http.StatusOK, x.keepOffline)
	route(x, http.MethodDelete, "/plans/{plan}/offline-copy", "No longer keep one on this device", http.StatusNoContent, x.dropOffline)
	route(x, http.MethodPost, "/offline-copies/heard", "Whether the copy with this secret may stay: 401 with the key offline.gone means that the device takes it away", http.StatusNoContent, x.hearOffline)
}

func (x *API) keepOffline(ctx context.Context, in *struct {
	InPlan
	Body struct {
		Sections []string `json:"sections,omitempty" maxItems:"200" doc:"Beside the crisis plan; left out with carry: as they are"`
		Carry    string   `json:"carry,omitempty" maxLength:"200" doc:"The secret of the copy that is on this device already, which goes on"`
	}
}) (*answer[keptJSON], error) {
	var parts []models.SectionKey
	if in.Body.Sections != nil {
		parts = []models.SectionKey{}
	}
	for _, key := range in.Body.Sections {
		parts = append(parts, models.SectionKey(key))
	}
	secret, err := x.app.KeepOffline(ctx, who(ctx), app.KeepOffline{Plan: in.plan(), Parts: parts, Carry: in.Body.Carry})
	if err != nil {
		return nil, err
	}
	o, err := x.app.Offline(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return &answer[keptJSON]{keptJSON{Secret: secret, Since: o.Since, Sections: o.Parts}}, nil
}

func (x *API) readOffline(ctx context.Context, in *InPlan) (*answer[copyJSON], error) {
	c, err := x.app.ReadOffline(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := copyJSON{PlanID: c.ID, Name: c.Owner.Name, At: x.app.Now(), Lines: []string{}, People: []copyPerson{}, Sections: []copySectionJSON{}}
	if c.Help.Text != nil {
		out.Text = c.Help.Text.Fields.Get("text")
	}
	for _, l := range c.Help.Lines {
		out.Lines = append(out.Lines, l.Fields.Get("line"))
	}
	for _, p := range c.Help.People {
		out.People = append(out.People, copyPersonOf(p))
	}
	for _, s := range c.Sections {
		out.Sections = append(out.Sections, copySectionOf(s))
	}
	return &answer[copyJSON]{out}, nil
}

func copyPersonOf(p app.HelpPerson) copyPerson {
	out := copyPerson{Name: p.Name, Phone: p.Phone, Numbers: []copyNumber{}, Reach: p.Reach}
	for _, n := range p.Numbers {
		out.Numbers = append(out.Numbers, copyNumber(n))
	}
	return out
}

func copySectionOf(s app.Section) copySectionJSON {
	shape, _ := models.SectionOf(s.Key)
	named := shape
	if s.Key.Own() {
		named.Key = "own" // all sections of a person's own share their labels
	}
	out := copySectionJSON{Key: s.Key, Title: titleOf(s.Key, s.Title), Many: shape.Many, Fields: infoOf(named).Fields, Entries: []Entry{}, Names: namesIn(named)}
	for i := range s.Entries {
		out.Entries = append(out.Entries, entryOf(&s.Entries[i]))
	}
	return out
}

// namesIn is what the options of a section's choices are called.
func namesIn(s models.Section) map[string]string {
	out := map[string]string{}
	for _, f := range s.Fields {
		for _, o := range f.Options {
			out[f.Key+"."+o] = say.In("section."+string(s.Key)+".field."+f.Key+".option."+o, nil)
		}
		if f.Kind == models.Tick {
			out[f.Key+".yes"] = say.In("form.yes", nil)
		}
	}
	return out
}

func (x *API) dropOffline(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.DropOffline(ctx, who(ctx), in.plan())
}

func (x *API) hearOffline(ctx context.Context, in *struct {
	Body struct {
		Secret string `json:"secret" maxLength:"200"`
	}
}) (*nothing, error) {
	return nil, x.app.HearOffline(ctx, in.Body.Secret)
}

package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type suggestionJSON struct {
	ID        models.ID         `json:"id"`
	Section   models.SectionKey `json:"section"`
	Entry     models.ID         `json:"entry,omitempty"`
	Version   int               `json:"version,omitempty" doc:"The entry's, as the sender saw it"`
	Fields    texts             `json:"fields,omitempty"`
	Remove    bool              `json:"remove,omitempty"`
	Note      string            `json:"note,omitempty"`
	From      personJSON        `json:"from"`
	State     models.Outcome    `json:"state" enum:"waiting,accepted,accepted_changed,declined,withdrawn,beside"`
	CreatedAt time.Time         `json:"created_at"`
}

func suggestionOf(s *app.Suggestion) suggestionJSON {
	out := suggestionJSON{
		ID: s.ID, Section: s.Section, Entry: s.Entry, Version: s.Against, Remove: s.Remove, Note: s.Note,
		From: personOf(s.From), State: s.Outcome, CreatedAt: s.At,
	}
	if len(s.Fields) > 0 {
		out.Fields = texts(s.Fields)
	}
	return out
}

// InSuggestion is the path of a suggestion.
type InSuggestion struct {
	InPlan
	Suggestion string `path:"suggestion" doc:"The suggestion's id"`
}

func (p InSuggestion) suggestion() models.ID { return models.ID(p.Suggestion) }

func (x *API) suggestions() {
	const all = "/plans/{plan}/suggestions"
	route(x, http.MethodPost, all, "Suggest a change", http.StatusCreated, x.suggest)
	route(x, http.MethodGet, all, "To the owner all suggestions, to others their own", http.StatusOK, x.listSuggestions)
	route(x, http.MethodPost, all+"/{suggestion}/accept", "Put a suggestion into the plan", http.StatusOK, x.accept)
	route(x, http.MethodPost, all+"/{suggestion}/decline", "Say no", http.StatusNoContent, x.decline)
	route(x, http.MethodPost, all+"/{suggestion}/beside", "To the owner: let both stand, the entry and the sender's words beside it", http.StatusOK, x.letBothStand)
	route(x, http.MethodPost, all+"/{suggestion}/withdraw", "Take back what I sent", http.StatusOK, x.takeBack)
}

func (x *API) suggest(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		Section string            `json:"section"`
		Entry   string            `json:"entry,omitempty"`
		Version int               `json:"version,omitempty"`
		Fields  map[string]string `json:"fields,omitempty"`
		Remove  bool              `json:"remove,omitempty"`
		Note    string            `json:"note,omitempty"`
	}
}) (*answer[suggestionJSON], error) {
	s, err := x.app.Suggest(ctx, who(ctx), app.Suggest{
		Plan: in.plan(), Section: models.SectionKey(in.Body.Section), Entry: models.ID(in.Body.Entry), Version: in.Body.Version,
		Fields: models.FieldsOf(in.Body.Fields), Remove: in.Body.Remove, Note: in.Body.Note, Once: in.once(ctx, "suggestions "+in.Plan)})
	if err != nil {
		return nil, err
	}
	return &answer[suggestionJSON]{suggestionOf(s)}, nil
}

func (x *API) listSuggestions(ctx context.Context, in *struct {
	InPlan
	Stretch
}) (*answer[[]suggestionJSON], error) {
	found, err := x.app.SuggestionsSent(ctx, who(ctx), in.plan(), app.Sent{Part: in.part()})
	if err != nil {
		return nil, err
	}
	out := make([]suggestionJSON, len(found))
	for i := range found {
		out[i] = suggestionOf(&found[i])
	}
	return &answer[[]suggestionJSON]{out}, nil
}

type acceptedJSON struct {
	Entry *Entry `json:"entry,omitempty" doc:"Absent when the suggestion took one out"`
}

func (x *API) accept(ctx context.Context, in *struct {
	InSuggestion
	Body *struct {
		Fields *map[string]string `json:"fields,omitempty" doc:"The owner's words instead"`
		PlaceBody
	}
}) (*answer[acceptedJSON], error) {
	yes := app.Accept{Plan: in.plan(), Suggestion: in.suggestion()}
	if in.Body != nil {
		yes.Place = in.Body.place()
		if in.Body.Fields != nil {
			yes.Fields = models.FieldsOf(*in.Body.Fields)
		}
	}
	e, err := x.app.Accept(ctx, who(ctx), yes)
	if err != nil {
		return nil, err
	}
	out := &answer[acceptedJSON]{}
	if e != nil {
		entry := entryOf(e)
		out.Body.Entry = &entry
	}
	return out, nil
}

func (x *API) decline(ctx context.Context, in *InSuggestion) (*nothing, error) {
	return nil, x.app.Decline(ctx, who(ctx), in.plan(), in.suggestion())
}

func (x *API) takeBack(ctx context.Context, in *InSuggestion) (*answer[suggestionJSON], error) {
	s, err := x.app.TakeBack(ctx, who(ctx), in.plan(), in.suggestion())
	if err != nil {
		return nil, err
	}
	return &answer[suggestionJSON]{suggestionOf(s)}, nil
}

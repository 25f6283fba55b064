package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

func (x *API) differing() {
	const one = "/plans/{plan}/sessions/{session}"
	route(x, http.MethodPut, one+"/view", "How I see it, where the two see it differently: a part of the summary", http.StatusOK, x.writeView)
	route(x, http.MethodPost, one+"/entries/{entry}/view", "How I see it, beside the owner's entry: for the owner and me alone", http.StatusCreated, x.seeDifferently)
	route(x, http.MethodPost, one+"/entries/{entry}/beside", "To the owner: set somebody's last words beside the entry", http.StatusCreated, x.setBeside)
}

func (x *API) writeView(ctx context.Context, in *struct {
	InSession
	Body struct {
		Text string `json:"text" doc:"In my own words; empty: taken out again"`
	}
}) (*answer[summaryJSON], error) {
	s, err := x.app.WriteView(ctx, who(ctx), app.WriteView{Plan: in.plan(), Session: in.session(), Text: in.Body.Text})
	out, err := summaryAnswer(s, err)
	if err == nil {
		out.Body.Waits = !s.Direct
	}
	return out, err
}

func (x *API) seeDifferently(ctx context.Context, in *struct {
	InSession
	Creating
	Entry string `path:"entry" doc:"The entry's id"`
	Body  struct {
		Version int               `json:"version,omitempty" doc:"The entry's, as I saw it"`
		Fields  map[string]string `json:"fields"`
	}
}) (*answer[suggestionJSON], error) {
	return suggestionAnswer(x.app.SeeDifferently(ctx, who(ctx), app.SeeDifferently{
		Plan: in.plan(), Session: in.session(), Entry: models.ID(in.Entry), Version: in.Body.Version, Fields: models.FieldsOf(in.Body.Fields),
		Once: in.once(ctx, "view "+in.Entry)}))
}

func (x *API) setBeside(ctx context.Context, in *struct {
	InSession
	Entry string `path:"entry" doc:"The entry's id"`
	Body  *struct {
		Account string `json:"account,omitempty" doc:"Whose last words; left out: of the one whom I meet"`
	}
}) (*answer[suggestionJSON], error) {
	set := app.SetBeside{Plan: in.plan(), Session: in.session(), Entry: models.ID(in.Entry)}
	if in.Body != nil {
		set.Whose = models.ID(in.Body.Account)
	}
	return suggestionAnswer(x.app.SetBeside(ctx, who(ctx), set))
}

func (x *API) letBothStand(ctx context.Context, in *InSuggestion) (*answer[suggestionJSON], error) {
	return suggestionAnswer(x.app.LetBothStand(ctx, who(ctx), in.plan(), in.suggestion()))
}

func suggestionAnswer(s *app.Suggestion, err error) (*answer[suggestionJSON], error) {
	if err != nil {
		return nil, err
	}
	return &answer[suggestionJSON]{suggestionOf(s)}, nil
}

package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type answersJSON struct {
	Marks map[string]string `json:"marks" doc:"heard, matters, pace, holdon: yes, partly or not_really"`
	Words string            `json:"words"`
	Shown bool              `json:"shown" doc:"Whom the owner met can read it, and nobody else who was there"`
}

func answersOf(a *app.Answers) *answersJSON {
	if a == nil {
		return nil
	}
	marks := a.Marks
	if marks == nil {
		marks = map[string]string{}
	}
	return &answersJSON{Marks: marks, Words: a.Words, Shown: a.Shown}
}

type reflectionJSON struct {
	Session models.ID         `json:"session"`
	With    string            `json:"with"`
	At      time.Time         `json:"at"`
	Skills  map[string]string `json:"skills"`
}

func (x *API) afterwards() {
	const one = "/plans/{plan}/sessions/{session}"
	route(x, http.MethodPut, one+"/afterwards", "To the owner: how it was", http.StatusOK, x.answerAfterwards)
	route(x, http.MethodPut, one+"/reflection", "To whom the owner met: a look back, for themselves alone", http.StatusNoContent, x.reflect)
	route(x, http.MethodGet, "/reflections", "My own looks back", http.StatusOK, x.listReflections)
}

func (x *API) answerAfterwards(ctx context.Context, in *struct {
	InSession
	Body struct {
		Marks map[string]string `json:"marks,omitempty"`
		Words string            `json:"words,omitempty"`
		Shown bool              `json:"shown,omitempty"`
	}
}) (*answer[answersJSON], error) {
	s, err := x.app.AnswerAfterwards(ctx, who(ctx), app.AnswerAfterwards{Plan: in.plan(), Session: in.session(),
		Answers: app.Answers{Marks: in.Body.Marks, Words: in.Body.Words, Shown: in.Body.Shown}})
	if err != nil {
		return nil, err
	}
	return &answer[answersJSON]{*answersOf(s.Answers)}, nil
}

func (x *API) reflect(ctx context.Context, in *struct {
	InSession
	Body struct {
		Skills map[string]string `json:"skills"`
	}
}) (*nothing, error) {
	return nil, x.app.Reflect(ctx, who(ctx), app.Reflect{Plan: in.plan(), Session: in.session(), Skills: in.Body.Skills})
}

func (x *API) listReflections(ctx context.Context, _ *struct{}) (*answer[[]reflectionJSON], error) {
	all, err := x.app.Reflections(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	out := make([]reflectionJSON, len(all))
	for i, r := range all {
		out[i] = reflectionJSON{Session: r.Session, With: r.With, At: r.At, Skills: r.Skills}
	}
	return &answer[[]reflectionJSON]{out}, nil
}

package api

import (
	"context"
	"time"

	"handrail/app"
	"handrail/models"
)

type putForwardJSON struct {
	ID   models.ID  `json:"id"`
	Text string     `json:"text"`
	For  string     `json:"for" enum:"notes,summary,view"`
	By   personJSON `json:"by"`
	At   time.Time  `json:"at"`
	Left bool       `json:"left,omitempty" doc:"To the owner: they left it"`
}

func putForwardOf(all []app.PutForward) []putForwardJSON {
	out := []putForwardJSON{}
	for _, p := range all {
		one := putForwardJSON{ID: p.ID, Text: p.Text, For: "notes", By: personOf(p.By), At: p.At, Left: p.Left}
		if p.For != models.ForNotes {
			one.For = string(p.For)
		}
		out = append(out, one)
	}
	return out
}

func (x *API) answerPutForward(ctx context.Context, in *struct {
	InSession
	Note string `path:"note" doc:"The id of what was put forward"`
	Body struct {
		Answer string `json:"answer" enum:"take,leave"`
	}
}) (*answer[sessionJSON], error) {
	answered := map[string]models.Outcome{"take": models.TakenIn, "leave": models.Declined}[in.Body.Answer]
	return sessionAnswer(x.app.AnswerPutForward(ctx, who(ctx), app.AnswerPutForward{
		Plan: in.plan(), Session: in.session(), Note: models.ID(in.Note), Answer: answered}))
}

package api

import (
	"context"
	"time"

	"handrail/app"
	"handrail/models"
)

// overrideJSON is something that was done against a signed statement.
type overrideJSON struct {
	ID            models.ID  `json:"id"`
	WrittenBy     string     `json:"written_by,omitempty" doc:"To the owner: the account that wrote it here"`
	WrittenAt     time.Time  `json:"written_at"`
	On            string     `json:"on" format:"date"`
	Measure       string     `json:"measure"`
	Wish          string     `json:"wish,omitempty"`
	Circumstances string     `json:"circumstances,omitempty"`
	Reasons       string     `json:"reasons"`
	By            string     `json:"by" doc:"Who decided it"`
	Sent          []sentJSON `json:"sent,omitempty"`
}

type sentJSON struct {
	To string `json:"to" enum:"named_person,attorney,guardian,commission,records"`
	On string `json:"on" format:"date"`
}

func overrideOf(o app.Override) overrideJSON {
	w := o.Words
	out := overrideJSON{ID: o.ID, WrittenBy: o.By.Name, WrittenAt: o.At, On: w.On, Measure: w.Measure, Wish: w.Wish,
		Circumstances: w.Circumstances, Reasons: w.Reasons, By: w.By}
	for _, s := range w.Sent {
		out.Sent = append(out.Sent, sentJSON(s))
	}
	return out
}

func (x *API) writeOverride(ctx context.Context, in *struct {
	InStatement
	Creating
	Body struct {
		On            string     `json:"on" doc:"The day on which it was done"`
		Measure       string     `json:"measure" doc:"What was done, or not done"`
		Wish          string     `json:"wish,omitempty" doc:"The wish that it goes against"`
		Circumstances string     `json:"circumstances,omitempty"`
		Reasons       string     `json:"reasons"`
		By            string     `json:"by" doc:"Who decided it: name and job"`
		Sent          []sentJSON `json:"sent,omitempty" doc:"Who got a copy, and when"`
	}
}) (*answer[statementJSON], error) {
	b := in.Body
	w := models.OverrideWords{On: b.On, Measure: b.Measure, Wish: b.Wish, Circumstances: b.Circumstances, Reasons: b.Reasons, By: b.By}
	for _, s := range b.Sent {
		w.Sent = append(w.Sent, models.Sent(s))
	}
	return statementAnswer(x.app.WriteOverride(ctx, who(ctx), app.WriteOverride{
		Plan: in.plan(), Statement: in.statement(), Words: w, Once: in.once(ctx, "POST against "+in.Statement)}))
}

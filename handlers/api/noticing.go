package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

// LookoutBody is what to look out for.
type LookoutBody struct {
	Of        string `json:"of" doc:"how, or the id of a measure"`
	Above     bool   `json:"above,omitempty" doc:"At least instead of at most"`
	Threshold int    `json:"threshold"`
	Days      int    `json:"days" doc:"On so many days"`
	Within    int    `json:"within" doc:"of so many in a row"`
	Tell      string `json:"tell,omitempty" doc:"An account that is asked to get in touch; it sees no words"`
}

type lookoutJSON struct {
	ID   models.ID `json:"id"`
	Sign models.ID `json:"sign"`
	LookoutBody
}

func (x *API) noticing() {
	route(x, http.MethodGet, "/plans/{plan}/lookouts", "What the owner wants to be reminded of", http.StatusOK, x.lookouts)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/lookouts", "Be reminded of a sign", http.StatusCreated, x.setLookout)
	route(x, http.MethodDelete, "/plans/{plan}/lookouts/{lookout}", "Take a reminder away", http.StatusNoContent, x.dropLookout)
}

func (x *API) lookouts(ctx context.Context, in *InPlan) (*answer[[]lookoutJSON], error) {
	all, err := x.app.Lookouts(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]lookoutJSON, len(all))
	for i, l := range all {
		w := l.Words
		out[i] = lookoutJSON{ID: l.ID, Sign: l.Sign.ID, LookoutBody: LookoutBody{
			Of: string(w.Of), Above: w.Above, Threshold: w.Threshold, Days: w.Days, Within: w.Within, Tell: string(w.Tell)}}
	}
	return &answer[[]lookoutJSON]{out}, nil
}

func (x *API) setLookout(ctx context.Context, in *struct {
	InEntry
	Creating
	Body LookoutBody
}) (*answer[lookoutJSON], error) {
	b := in.Body
	id, err := x.app.SetLookout(ctx, who(ctx), app.SetLookout{Plan: in.plan(), Sign: in.entry(), Words: models.LookoutWords{
		Of: models.ID(b.Of), Above: b.Above, Threshold: b.Threshold, Days: b.Days, Within: b.Within, Tell: models.ID(b.Tell)}, Once: in.once(ctx, "POST lookouts "+in.Entry)})
	if err != nil {
		return nil, err
	}
	return &answer[lookoutJSON]{lookoutJSON{ID: id, Sign: in.entry(), LookoutBody: b}}, nil
}

func (x *API) dropLookout(ctx context.Context, in *struct {
	InPlan
	Lookout string `path:"lookout"`
}) (*nothing, error) {
	return nil, x.app.DropLookout(ctx, who(ctx), in.plan(), models.ID(in.Lookout))
}

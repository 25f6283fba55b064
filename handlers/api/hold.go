package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type holdJSON struct {
	Held    bool              `json:"held" doc:"All sharing stands still until you let it go on"`
	Since   *time.Time        `json:"since,omitempty"`
	Why     models.HoldReason `json:"why,omitempty" enum:"restored,ledger,clock,erasing,kept"`
	EraseAt *time.Time        `json:"erase_at,omitempty" doc:"When the plan will be erased"`
	Account models.Leaving    `json:"account,omitempty" enum:"stays,goes" doc:"What becomes of the account then"`
}

func holdOf(h models.Hold) holdJSON {
	out := holdJSON{Held: h.Holds(), Why: h.Why}
	if h.Holds() {
		out.Since = &h.Since
	}
	if !h.EraseAt.IsZero() {
		out.EraseAt, out.Account = &h.EraseAt, models.AccountStays
		if h.AccountGoes {
			out.Account = models.AccountGoes
		}
	}
	return out
}

func (x *API) hold() {
	route(x, http.MethodGet, "/plans/{plan}/hold", "Whether sharing stands still, and why", http.StatusOK, x.readHold)
	route(x, http.MethodDelete, "/plans/{plan}/hold", "Let sharing go on; asks for a fresh sign-in", http.StatusNoContent, x.endHold)
	route(x, http.MethodPost, "/plans/{plan}/erase", "Have the plan erased in seven days; asks for a fresh sign-in", http.StatusAccepted, x.erase)
	route(x, http.MethodDelete, "/plans/{plan}/erase", "Keep the plan after all", http.StatusOK, x.keep)
}

func (x *API) readHold(ctx context.Context, in *InPlan) (*answer[holdJSON], error) {
	h, err := x.app.Hold(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	return &answer[holdJSON]{holdOf(h)}, nil
}

func (x *API) endHold(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.Resume(ctx, who(ctx), in.plan())
}

func (x *API) erase(ctx context.Context, in *struct {
	InPlan
	Body struct {
		Account models.Leaving `json:"account" enum:"stays,goes"`
	}
}) (*answer[holdJSON], error) {
	h, err := x.app.AskToErase(ctx, who(ctx), app.Erase{Plan: in.plan(), Account: in.Body.Account})
	if err != nil {
		return nil, err
	}
	return &answer[holdJSON]{holdOf(h)}, nil
}

func (x *API) keep(ctx context.Context, in *InPlan) (*answer[holdJSON], error) {
	if err := x.app.Keep(ctx, who(ctx), in.plan()); err != nil {
		return nil, err
	}
	return x.readHold(ctx, in)
}

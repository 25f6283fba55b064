package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type inPlanJSON struct {
	AccountID        models.ID    `json:"account_id"`
	Name             string       `json:"name" doc:"As the person confirmed it"`
	Email            string       `json:"email"`
	EmailProved      bool         `json:"email_proved"`
	Role             models.Role  `json:"role"`
	Called           string       `json:"called"`
	State            models.State `json:"state"`
	ServiceConfirmed bool         `json:"service_confirmed"`
	Muted            bool         `json:"muted"`
	Words            string       `json:"words,omitempty" doc:"Two words that stand on their screen too, until confirmed"`
}

func inPlanOf(p app.InPlan) inPlanJSON {
	return inPlanJSON{
		AccountID: p.Account, Name: p.Name, Email: p.Email, EmailProved: p.Proved, Role: p.Role, Called: p.Called,
		State: p.State, ServiceConfirmed: p.Works, Muted: p.Muted, Words: p.Words,
	}
}

func (x *API) people() {
	const all = "/plans/{plan}/people"
	route(x, http.MethodGet, all, "Everybody in the plan", http.StatusOK, x.listPeople)
	route(x, http.MethodPost, all+"/{account}/confirm", "Confirm who accepted", http.StatusOK, x.change((*app.App).ConfirmPerson))
	route(x, http.MethodPost, all+"/{account}/pause", "Pause what they see", http.StatusOK, x.change((*app.App).PausePerson))
	route(x, http.MethodPost, all+"/{account}/resume", "Let it go on", http.StatusOK, x.change((*app.App).ResumePerson))
	route(x, http.MethodDelete, all+"/{account}", "End it", http.StatusNoContent, x.endPerson)
	route(x, http.MethodDelete, "/plans/{plan}/me", "Take a plan off my own list", http.StatusNoContent, x.leavePlan)
}

func (x *API) listPeople(ctx context.Context, in *InPlan) (*answer[[]inPlanJSON], error) {
	found, err := x.app.People(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]inPlanJSON, len(found))
	for i := range found {
		out[i] = inPlanOf(found[i])
	}
	return &answer[[]inPlanJSON]{out}, nil
}

// change runs an operation on somebody in the plan and answers with how they stand.
func (x *API) change(do func(*app.App, context.Context, models.Actor, models.ID, models.ID) error) func(context.Context, *InPlanPerson) (*answer[inPlanJSON], error) {
	return func(ctx context.Context, in *InPlanPerson) (*answer[inPlanJSON], error) {
		if err := do(x.app, ctx, who(ctx), in.plan(), in.account()); err != nil {
			return nil, err
		}
		found, err := x.app.People(ctx, who(ctx), in.plan())
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if p.Account == in.account() {
				return &answer[inPlanJSON]{inPlanOf(p)}, nil
			}
		}
		return nil, models.ErrNotFound
	}
}

func (x *API) endPerson(ctx context.Context, in *InPlanPerson) (*nothing, error) {
	return nil, x.app.EndPerson(ctx, who(ctx), in.plan(), in.account())
}

func (x *API) leavePlan(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.LeavePlan(ctx, who(ctx), in.plan())
}

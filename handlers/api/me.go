package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type tieJSON struct {
	PlanID     models.ID    `json:"plan_id"`
	PersonName string       `json:"person_name"`
	Role       models.Role  `json:"role"`
	State      models.State `json:"state"`
	CrisisPlan bool         `json:"crisis_plan,omitempty" doc:"They wished me to know that they have one"`
}

type meJSON struct {
	Account       accountJSON `json:"account"`
	PlanID        models.ID   `json:"plan_id"`
	Relationships []tieJSON   `json:"relationships"`
}

func (x *API) me() {
	route(x, http.MethodPost, "/me/recovery-code", "Make a new recovery code; the one before ends", http.StatusCreated, x.newRecovery)
	route(x, http.MethodGet, "/me", "Who I am, and whose plans I am in", http.StatusOK, x.readMe)
}

func (x *API) readMe(ctx context.Context, _ *nothing) (*answer[meJSON], error) {
	me, err := x.app.Me(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	ties, err := x.app.PlanTies(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	out := meJSON{Account: accountOf(*me), PlanID: me.Plan, Relationships: []tieJSON{}}
	for _, t := range ties {
		if t.Mine {
			continue
		}
		one := tieJSON{PlanID: t.Plan, PersonName: t.Owner.Name, Role: t.Role, State: t.State}
		if one.CrisisPlan, err = x.toldOf(ctx, t); err != nil {
			return nil, err
		}
		out.Relationships = append(out.Relationships, one)
	}
	return &answer[meJSON]{out}, nil
}

// toldOf reports whether a person wished the reader to know that they have a crisis plan.
func (x *API) toldOf(ctx context.Context, t app.PlanTie) (bool, error) {
	if t.State != models.Confirmed || !t.MayTell {
		return false, nil
	}
	told, err := x.app.CrisisTold(ctx, who(ctx), t.Plan)
	if models.KindOf(err) == models.NotFound { // they have left it just now
		return false, nil
	}
	return told, err
}

type recoveryJSON struct {
	RecoveryCode string `json:"recovery_code" doc:"Sets a new password when the old one is lost; shown this once"`
}

func (x *API) newRecovery(ctx context.Context, _ *nothing) (*answer[recoveryJSON], error) {
	code, err := x.app.NewRecovery(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return &answer[recoveryJSON]{recoveryJSON{RecoveryCode: code}}, nil
}

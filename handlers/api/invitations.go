package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type invitationJSON struct {
	ID        models.ID   `json:"id"`
	Role      models.Role `json:"role"`
	Called    string      `json:"called"`
	Email     string      `json:"email,omitempty"`
	Code      string      `json:"code,omitempty" doc:"Shown this once"`
	URL       string      `json:"url,omitempty" doc:"Shown this once"`
	ExpiresAt time.Time   `json:"expires_at"`
}

func invitationOf(i models.Invitation) invitationJSON {
	return invitationJSON{ID: i.ID, Role: i.Role, Called: i.Called, Email: i.Email, ExpiresAt: i.ExpiresAt}
}

func (x *API) invitations() {
	const all = "/plans/{plan}/invitations"
	route(x, http.MethodPost, all, "Invite somebody", http.StatusCreated, x.invite)
	route(x, http.MethodGet, all, "Invitations that are open", http.StatusOK, x.listInvitations)
	route(x, http.MethodDelete, all+"/{invitation}", "Withdraw an invitation", http.StatusNoContent, x.withdrawInvitation)
	route(x, http.MethodPost, "/invitations/accept", "Accept an invitation", http.StatusOK, x.acceptInvitation)
	route(x, http.MethodPost, "/invitations/decline", "Decline an invitation", http.StatusNoContent, x.declineInvitation)
}

func (x *API) invite(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		Role   string  `json:"role" enum:"practitioner,peer,carer,advocate"`
		Called string  `json:"called,omitempty" doc:"The person's own word for them"`
		Email  string  `json:"email,omitempty" doc:"Only where this server sends mail"`
		Grants []Offer `json:"grants,omitempty" doc:"What they will see once the person has confirmed them"`
	}
}) (*answer[invitationJSON], error) {
	ask := app.Invite{Plan: in.plan(), Role: models.Role(in.Body.Role), Called: in.Body.Called, Email: in.Body.Email, Once: in.once(ctx, "invitations "+in.Plan)}
	for _, o := range in.Body.Grants {
		ask.Offers = append(ask.Offers, o.offer())
	}
	made, err := x.app.Invite(ctx, who(ctx), ask)
	if err != nil {
		return nil, err
	}
	out := invitationOf(made.Invitation)
	out.Code, out.URL = made.Code, made.URL
	return &answer[invitationJSON]{out}, nil
}

func (x *API) listInvitations(ctx context.Context, in *InPlan) (*answer[[]invitationJSON], error) {
	found, err := x.app.Invitations(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]invitationJSON, len(found))
	for i := range found {
		out[i] = invitationOf(found[i])
	}
	return &answer[[]invitationJSON]{out}, nil
}

func (x *API) withdrawInvitation(ctx context.Context, in *struct {
	InPlan
	Invitation string `path:"invitation"`
}) (*nothing, error) {
	return nil, x.app.WithdrawInvitation(ctx, who(ctx), in.plan(), models.ID(in.Invitation))
}

type codeBody struct {
	Body struct {
		Code string `json:"code"`
	}
}

type joinedJSON struct {
	Relationship struct {
		ID    models.ID    `json:"id"`
		State models.State `json:"state"`
	} `json:"relationship"`
	Words string `json:"words" doc:"Two words that stand on the person's screen too"`
}

func (x *API) acceptInvitation(ctx context.Context, in *codeBody) (*answer[joinedJSON], error) {
	joined, err := x.app.AcceptInvitation(ctx, who(ctx), in.Body.Code)
	if err != nil {
		return nil, err
	}
	out := &answer[joinedJSON]{}
	out.Body.Relationship.ID, out.Body.Relationship.State, out.Body.Words = joined.Relationship.ID, models.Accepted, joined.Words
	return out, nil
}

func (x *API) declineInvitation(ctx context.Context, in *codeBody) (*nothing, error) {
	return nil, x.app.DeclineInvitation(ctx, who(ctx), in.Body.Code)
}

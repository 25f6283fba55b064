package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

// Offer is consent as it is asked for: the same for each of its sections.
type Offer struct {
	Sections []string   `json:"sections"`
	Right    string     `json:"right" enum:"see,suggest,work_together"`
	When     string     `json:"when,omitempty" enum:"always,together,crisis"`
	From     *time.Time `json:"from,omitempty" doc:"The first instant at which it holds; absent: now"`
	Until    *time.Time `json:"until,omitempty" doc:"The first instant at which it no longer holds; absent: until it is withdrawn"`
	Purpose  string     `json:"purpose,omitempty" doc:"In the person's words"`
	Told     bool       `json:"told,omitempty" doc:"With crisis alone: they are told that there is a crisis plan, before it is in use"`
}

func (o Offer) offer() models.Offer {
	right, _ := models.ParseRight(o.Right)
	out := models.Offer{Right: right, When: models.Circumstance(o.When), Purpose: o.Purpose, Told: o.Told}
	if out.When == "" {
		out.When = models.Always
	}
	for _, s := range o.Sections {
		out.Sections = append(out.Sections, models.SectionKey(s))
	}
	if o.From != nil {
		out.From = o.From.UTC()
	}
	if o.Until != nil {
		out.Until = o.Until.UTC()
	}
	return out
}

type grantJSON struct {
	ID          models.ID           `json:"id"`
	Account     models.ID           `json:"account"`
	Section     models.SectionKey   `json:"section"`
	Right       string              `json:"right" enum:"see,suggest,work_together"`
	When        models.Circumstance `json:"when" enum:"always,together,crisis"`
	From        time.Time           `json:"from"`
	Until       *time.Time          `json:"until,omitempty"`
	Purpose     string              `json:"purpose,omitempty"`
	Wording     string              `json:"wording" doc:"Version of the sentence that was agreed to"`
	GivenAt     time.Time           `json:"given_at"`
	WithdrawnAt *time.Time          `json:"withdrawn_at,omitempty"`
	Told        bool                `json:"told,omitempty" doc:"They are told that there is a crisis plan"`
}

func grantOf(c models.Consent) grantJSON {
	return grantJSON{
		ID: c.ID, Account: c.Account, Section: c.Section, Right: c.Right.String(), When: c.When, From: c.From, Until: orNil(c.Until),
		Purpose: c.Purpose, Wording: c.Wording, GivenAt: c.GivenAt, WithdrawnAt: orNil(c.WithdrawnAt), Told: c.Told,
	}
}

func grantsOf(found []models.Consent) []grantJSON {
	out := make([]grantJSON, len(found))
	for i, c := range found {
		out[i] = grantOf(c)
	}
	return out
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (x *API) grants() {
	const all = "/plans/{plan}/grants"
	route(x, http.MethodPost, all, "Share sections with somebody", http.StatusCreated, x.share)
	route(x, http.MethodGet, all, "What is shared with whom", http.StatusOK, x.listGrants)
	route(x, http.MethodDelete, all+"/{grant}", "Stop sharing one section", http.StatusNoContent, x.withdraw)
	route(x, http.MethodDelete, all, "Stop all sharing", http.StatusNoContent, x.stopAll)
	route(x, http.MethodGet, "/plans/{plan}/receipts", "Every consent ever given, newest first", http.StatusOK, x.listReceipts)
}

func (x *API) share(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		Account string `json:"account"`
		Another bool   `json:"another,omitempty" doc:"A name like theirs stands under who must not be involved, and is somebody else's"`
		Offer
	}
}) (*answer[[]grantJSON], error) {
	given, err := x.app.Share(ctx, who(ctx), app.Share{
		Plan: in.plan(), Account: models.ID(in.Body.Account), Offer: in.Body.offer(), Another: in.Body.Another, Once: in.once(ctx, "grants "+in.Plan)})
	if err != nil {
		return nil, err
	}
	return &answer[[]grantJSON]{grantsOf(given)}, nil
}

func (x *API) listGrants(ctx context.Context, in *InPlan) (*answer[[]grantJSON], error) {
	found, err := x.app.Consents(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	return &answer[[]grantJSON]{grantsOf(found)}, nil
}

func (x *API) listReceipts(ctx context.Context, in *struct {
	InPlan
	Before time.Time `query:"before"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*answer[[]grantJSON], error) {
	found, err := x.app.Receipts(ctx, who(ctx), in.plan(), in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	return &answer[[]grantJSON]{grantsOf(found)}, nil
}

func (x *API) withdraw(ctx context.Context, in *struct {
	InPlan
	Grant string `path:"grant"`
}) (*nothing, error) {
	return nil, x.app.Withdraw(ctx, who(ctx), in.plan(), models.ID(in.Grant))
}

func (x *API) stopAll(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.StopAll(ctx, who(ctx), in.plan())
}

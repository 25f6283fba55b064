package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/models"
)

// From is where a request comes from: what the browser calls itself, and the
// address, which counts tries and is not kept.
type From struct{ name, address string }

// Resolve reads both from the request.
func (f *From) Resolve(ctx huma.Context) []error {
	f.name, f.address = app.DeviceName(ctx.Header("User-Agent")), identity.Address(ctx.Context())
	return nil
}

func (f *From) device() app.Device { return app.Device{Name: f.name, From: f.address} }

type credentials struct {
	From
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Code     string `json:"code,omitempty" doc:"For a second step. This server asks for none, and takes no notice of what stands here"`
	}
}

type refreshing struct {
	Body struct {
		RefreshToken string `json:"refresh_token"`
	}
}

type signInJSON struct {
	ID       models.ID `json:"id"`
	Device   string    `json:"device"`
	BegunAt  time.Time `json:"begun_at"`
	LastSeen time.Time `json:"last_seen_at"`
	Current  bool      `json:"current"`

	KeepsCopySince *time.Time `json:"keeps_copy_since,omitempty" doc:"Since when its device keeps a copy of the plan"`
	RanOut         bool       `json:"ran_out,omitempty" doc:"Its time is over; it is listed because its device keeps a copy"`
}

func (x *API) signIns() {
	route(x, http.MethodPost, "/sign-ins", "Sign in", http.StatusOK, x.signIn)
	route(x, http.MethodPost, "/sign-ins/refresh", "Get a new pair of tokens", http.StatusOK, x.refresh)
	route(x, http.MethodGet, "/sign-ins", "Where I am signed in", http.StatusOK, x.listSignIns)
	route(x, http.MethodDelete, "/sign-ins/current", "Sign out", http.StatusNoContent, x.signOut)
	route(x, http.MethodDelete, "/sign-ins/{id}", "End one of my sign-ins", http.StatusNoContent, x.endSignIn)
	route(x, http.MethodPost, "/step-up", "Give the password again", http.StatusOK, x.stepUp)
}

func (x *API) signIn(ctx context.Context, in *credentials) (*answer[Tokens], error) {
	s, err := x.app.SignIn(ctx, in.Body.Email, in.Body.Password, in.device())
	if err != nil {
		return nil, err
	}
	return &answer[Tokens]{tokensOf(*s)}, nil
}

func (x *API) refresh(ctx context.Context, in *refreshing) (*answer[Tokens], error) {
	s, err := x.app.Refresh(ctx, in.Body.RefreshToken)
	if err != nil {
		return nil, err
	}
	return &answer[Tokens]{tokensOf(*s)}, nil
}

func (x *API) listSignIns(ctx context.Context, _ *nothing) (*answer[[]signInJSON], error) {
	found, err := x.app.SignIns(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	out := make([]signInJSON, len(found))
	for i, s := range found {
		out[i] = signInJSON{ID: s.ID, Device: s.Device, BegunAt: s.Begun, LastSeen: s.LastSeen, Current: s.Current, RanOut: s.Over}
		if !s.Keeps.IsZero() {
			out[i].KeepsCopySince = &s.Keeps
		}
	}
	return &answer[[]signInJSON]{out}, nil
}

func (x *API) signOut(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, x.app.SignOut(ctx, who(ctx))
}

func (x *API) endSignIn(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*nothing, error) {
	return nil, x.app.EndSignIn(ctx, who(ctx), models.ID(in.ID))
}

func (x *API) stepUp(ctx context.Context, in *struct {
	Body struct {
		Password string `json:"password"`
	}
}) (*answer[steppedJSON], error) {
	access, err := x.app.StepUp(ctx, who(ctx), in.Body.Password)
	if err != nil {
		return nil, err
	}
	return &answer[steppedJSON]{steppedJSON{AccessToken: access, TokenType: "Bearer", ExpiresIn: app.TokenSeconds, FreshFor: int(models.FreshFor.Seconds())}}, nil
}

type steppedJSON struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in" doc:"Seconds"`
	FreshFor    int    `json:"fresh_for" doc:"Seconds"`
}

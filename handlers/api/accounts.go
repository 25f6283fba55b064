package api

import (
	"context"
	"encoding/json"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type accountJSON struct {
	ID     models.ID `json:"id"`
	Email  string    `json:"email"`
	Name   string    `json:"name"`
	PlanID models.ID `json:"plan_id"`
}

func accountOf(a models.Account) accountJSON {
	return accountJSON{ID: a.ID, Email: a.Email, Name: a.Name, PlanID: a.Plan}
}

// Tokens is a pair of tokens, as every way of signing in gives it.
type Tokens struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in" doc:"Seconds"`
}

func tokensOf(s app.SignedIn) Tokens {
	return Tokens{AccessToken: s.Access, RefreshToken: s.Refresh, TokenType: "Bearer", ExpiresIn: s.ExpiresIn}
}

type newAccount struct {
	From
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Name     string `json:"name"`
	}
}

type madeAccount struct {
	Status int
	Body   madeAccountJSON
}

type madeAccountJSON struct {
	Account accountJSON `json:"account"`
	Tokens
	RecoveryCode string `json:"recovery_code" doc:"Sets a new password when the old one is lost; shown this once"`
}

// MarshalJSON says nothing at all where the address is told by mail instead.
func (m madeAccountJSON) MarshalJSON() ([]byte, error) {
	if m.Account.ID == "" {
		return []byte("{}"), nil
	}
	type whole madeAccountJSON
	return json.Marshal(whole(m))
}

func (x *API) accounts() {
	route(x, http.MethodPost, "/accounts", "Sign up", http.StatusCreated, x.addAccount, http.StatusAccepted)
}

func (x *API) addAccount(ctx context.Context, in *newAccount) (*madeAccount, error) {
	made, err := x.app.SignUp(ctx, app.SignUp{Email: in.Body.Email, Name: in.Body.Name, Password: in.Body.Password, Device: in.device()})
	if err != nil {
		return nil, err
	}
	if made.Account.ID == "" {
		return &madeAccount{Status: http.StatusAccepted}, nil // taken or not
	}
	return &madeAccount{Status: http.StatusCreated, Body: madeAccountJSON{
		Account: accountOf(made.Account), Tokens: tokensOf(made.SignedIn), RecoveryCode: made.Recovery}}, nil
}

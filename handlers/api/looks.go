package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"handrail/app"
	"handrail/models"
)

type lookJSON struct {
	ID        string            `json:"id"`
	At        time.Time         `json:"at"`
	AccountID models.ID         `json:"account_id"`
	Name      string            `json:"name"`
	Section   models.SectionKey `json:"section" doc:"Empty where they were refused about the plan as a whole"`
	Act       models.Act        `json:"act"`
	How       models.Via        `json:"how"`
	Allowed   bool              `json:"allowed"`
}

func (x *API) looks() {
	route(x, http.MethodGet, "/plans/{plan}/access-records", "Who has looked, newest first", http.StatusOK, x.listLooks)
}

func (x *API) listLooks(ctx context.Context, in *struct {
	InPlan
	Before  string `query:"before" doc:"The id of the last record of the page before"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Account string `query:"account"`
	Section string `query:"section"`
}) (*answer[[]lookJSON], error) {
	page, err := x.app.ReadLooks(ctx, who(ctx), app.Looks{
		Plan: in.plan(), Before: in.Before, Limit: in.Limit, Account: models.ID(in.Account), Section: models.SectionKey(in.Section)})
	if err != nil {
		return nil, err
	}
	out := make([]lookJSON, len(page.Looks))
	for i, l := range page.Looks {
		out[i] = lookJSON{ID: l.ID, At: l.At, AccountID: l.Account, Name: l.Name, Section: l.Section, Act: l.Act, How: l.How, Allowed: l.Allowed}
	}
	return &answer[[]lookJSON]{out}, nil
}

// number reads a version from a path; 0, which never is one, when it is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// crisisJSON is how it stands, to the owner. To anybody else it is in_use alone, and
// only while a grant of theirs holds; their POST is answered with said alone, the same
// for everybody (RULES.md 6).
type crisisJSON struct {
	InUse      *bool         `json:"in_use,omitempty"`
	Since      *time.Time    `json:"since,omitempty"`
	Until      *time.Time    `json:"until,omitempty"`
	By         *[]personJSON `json:"by,omitempty" doc:"Who put it to use"`
	WaitingFor string        `json:"waiting_for,omitempty" enum:"second_person,time" doc:"What a start waits for"`
	OpensAt    *time.Time    `json:"opens_at,omitempty" doc:"When a start that waits for time alone puts it to use"`
	Started    *[]startJSON  `json:"started,omitempty" doc:"Whose start waits"`
	Said       string        `json:"said,omitempty" doc:"What somebody who is not the owner does now"`
}

type startJSON struct {
	Who  personJSON `json:"who"`
	At   time.Time  `json:"at"`
	Note string     `json:"note"`
}

// pressed carries its own status: 200 with how it stands to the owner, 202 to
// everybody else.
type pressed struct {
	Status int
	Body   crisisJSON
}

func (x *API) crisis() {
	const path = "/plans/{plan}/crisis"
	route(x, http.MethodPost, path, "Put the crisis plan to use, or say that something is wrong", http.StatusOK, x.startCrisis, http.StatusAccepted)
	responses := x.huma.OpenAPI().Paths[root+path].Post.Responses
	responses["202"].Content = responses["200"].Content
	route(x, http.MethodGet, path, "Whether the crisis plan is in use", http.StatusOK, x.readCrisis)
	route(x, http.MethodDelete, path, "End it, or keep it closed; for others, take my own start back", http.StatusNoContent, x.endCrisis)
	route(x, http.MethodGet, path+"/way", "How others may put it to use", http.StatusOK, x.readWay)
	route(x, http.MethodPut, path+"/way", "Choose how others may put it to use", http.StatusOK, x.chooseWay)
	route(x, http.MethodPut, path+"/keys/{account}", "Give somebody a key", http.StatusOK, x.key((*app.App).GiveKey))
	route(x, http.MethodDelete, path+"/keys/{account}", "Take a key away, silently", http.StatusOK, x.key((*app.App).TakeKey))
	route(x, http.MethodPost, path+"/keys/{account}/allow", "Let somebody start again whose start was closed", http.StatusOK, x.key((*app.App).AllowKey))
}

func (x *API) startCrisis(ctx context.Context, in *struct {
	InPlan
	Body *struct {
		Note string `json:"note,omitempty" doc:"Words for the person"`
	}
}) (*pressed, error) {
	note := ""
	if in.Body != nil {
		note = in.Body.Note
	}
	if err := x.app.SomethingIsWrong(ctx, who(ctx), in.plan(), note); err != nil {
		return nil, err
	}
	now, err := x.app.Crisis(ctx, who(ctx), in.plan())
	if models.KindOf(err) == models.NotFound {
		return &pressed{Status: http.StatusAccepted, Body: crisisJSON{Said: say.T(ctx, "wrong.sent_next")}}, nil
	}
	if err != nil {
		return nil, err
	}
	return &pressed{Status: http.StatusOK, Body: crisisOf(now)}, nil
}

func crisisOf(c *app.Crisis) crisisJSON {
	out := crisisJSON{InUse: &c.InUse, By: &[]personJSON{}, Started: &[]startJSON{}}
	if c.InUse {
		out.Since, out.Until = &c.Since, &c.Until
	}
	for _, p := range c.By {
		*out.By = append(*out.By, personJSON(p))
	}
	for _, s := range c.Started {
		*out.Started = append(*out.Started, startJSON{Who: personJSON(s.Person), At: s.At, Note: s.Note})
	}
	switch {
	case !c.OpensAt.IsZero():
		out.WaitingFor, out.OpensAt = "time", &c.OpensAt
	case len(c.Started) > 0:
		out.WaitingFor = "second_person"
	}
	return out
}

func (x *API) readCrisis(ctx context.Context, in *InPlan) (*answer[crisisJSON], error) {
	inUse, err := x.app.CrisisInUse(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	now, err := x.app.Crisis(ctx, who(ctx), in.plan())
	if models.KindOf(err) == models.NotFound {
		return &answer[crisisJSON]{crisisJSON{InUse: &inUse}}, nil
	}
	if err != nil {
		return nil, err
	}
	return &answer[crisisJSON]{crisisOf(now)}, nil
}

func (x *API) endCrisis(ctx context.Context, in *InPlan) (*nothing, error) {
	_, err := x.app.CloseCrisis(ctx, who(ctx), in.plan())
	if models.KindOf(err) == models.NotFound {
		err = x.app.TakeBackStart(ctx, who(ctx), in.plan())
	}
	return nil, err
}

package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type itemJSON struct {
	ID   models.ID  `json:"id"`
	Text string     `json:"text"`
	By   personJSON `json:"by"`
	Done bool       `json:"done"`
}

func itemOf(i app.AgendaItem) itemJSON {
	return itemJSON{ID: i.ID, Text: i.Text, By: personOf(i.By), Done: i.Done}
}

func itemsOf(items []app.AgendaItem) []itemJSON {
	out := make([]itemJSON, len(items))
	for n, i := range items {
		out[n] = itemOf(i)
	}
	return out
}

// InItem is the path of something on an agenda.
type InItem struct {
	InSession
	Item string `path:"item" doc:"The item's id"`
}

func (p InItem) item() models.ID { return models.ID(p.Item) }

func (x *API) agenda() {
	const all = "/plans/{plan}/sessions/{session}/agenda"
	route(x, http.MethodPost, all, "Something to talk about", http.StatusCreated, x.addToAgenda)
	route(x, http.MethodPatch, all+"/{item}", "Tick it off, or open it again", http.StatusOK, x.tickAgenda)
	route(x, http.MethodDelete, all+"/{item}", "Take out what I wrote", http.StatusNoContent, x.dropFromAgenda)
	route(x, http.MethodPost, "/plans/{plan}/sessions/{session}/left-over", "Take over what was left of the session before", http.StatusOK, x.step((*app.App).CarryOver))
}

func itemAnswer(i *app.AgendaItem, err error) (*answer[itemJSON], error) {
	if err != nil {
		return nil, err
	}
	return &answer[itemJSON]{itemOf(*i)}, nil
}

func (x *API) addToAgenda(ctx context.Context, in *struct {
	InSession
	Creating
	Body struct {
		Text string `json:"text"`
	}
}) (*answer[itemJSON], error) {
	return itemAnswer(x.app.AddToAgenda(ctx, who(ctx), app.AddToAgenda{
		Plan: in.plan(), Session: in.session(), Text: in.Body.Text, Once: in.once(ctx, "agenda "+in.Session)}))
}

func (x *API) tickAgenda(ctx context.Context, in *struct {
	InItem
	Body struct {
		Done bool `json:"done"`
	}
}) (*answer[itemJSON], error) {
	mark := app.Unticked
	if in.Body.Done {
		mark = app.Ticked
	}
	return itemAnswer(x.app.TickAgenda(ctx, who(ctx), in.plan(), in.session(), in.item(), mark))
}

func (x *API) dropFromAgenda(ctx context.Context, in *InItem) (*nothing, error) {
	_, err := x.app.DropFromAgenda(ctx, who(ctx), in.plan(), in.session(), in.item())
	return nil, err
}

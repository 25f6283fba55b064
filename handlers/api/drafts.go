package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type draftJSON struct {
	Section models.SectionKey `json:"section"`
	Entry   models.ID         `json:"entry,omitempty"`
	Form    string            `json:"form,omitempty" doc:"Of a form on a page, which its fields are named by"`
	Version int               `json:"version,omitempty"`
	Fields  texts             `json:"fields"`
	SavedAt time.Time         `json:"saved_at"`
}

type draftBody struct {
	Version int               `json:"version,omitempty"`
	Fields  map[string]string `json:"fields"`
}

func (x *API) drafts() {
	route(x, http.MethodGet, "/plans/{plan}/drafts", "What I am typing in this plan; what I am typing in answer to a task is not in it", http.StatusOK, x.listDrafts)
	route(x, http.MethodPut, "/plans/{plan}/sections/{section}/draft", "Keep what I am typing for a new entry", http.StatusNoContent, x.saveNewDraft)
	route(x, http.MethodPut, "/plans/{plan}/entries/{entry}/draft", "Keep what I am typing for an entry", http.StatusNoContent, x.saveDraft)
	route(x, http.MethodDelete, "/plans/{plan}/sections/{section}/draft", "Forget what I was typing for a new entry", http.StatusNoContent, x.dropNewDraft)
	route(x, http.MethodDelete, "/plans/{plan}/entries/{entry}/draft", "Forget what I was typing for an entry", http.StatusNoContent, x.dropDraft)
}

func (x *API) listDrafts(ctx context.Context, in *InPlan) (*answer[[]draftJSON], error) {
	found, err := x.app.Drafts(ctx, who(ctx), in.plan(), "")
	if err != nil {
		return nil, err
	}
	out := make([]draftJSON, len(found))
	for i, d := range found {
		out[i] = draftJSON{Section: d.Section, Entry: d.Entry, Form: d.Form, Version: d.Version, Fields: texts(d.Fields), SavedAt: d.At}
	}
	return &answer[[]draftJSON]{out}, nil
}

func (x *API) saveNewDraft(ctx context.Context, in *struct {
	InSection
	Body draftBody
}) (*nothing, error) {
	return nil, x.app.SaveDraft(ctx, who(ctx), app.SaveDraft{
		DraftOf: app.DraftOf{Plan: in.plan(), Section: in.section()}, Fields: models.FieldsOf(in.Body.Fields)})
}

func (x *API) saveDraft(ctx context.Context, in *struct {
	InEntry
	Body draftBody
}) (*nothing, error) {
	e, err := x.app.ReadEntry(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return nil, x.app.SaveDraft(ctx, who(ctx), app.SaveDraft{
		DraftOf: app.DraftOf{Plan: in.plan(), Section: e.Section, Entry: e.ID}, Version: in.Body.Version, Fields: models.FieldsOf(in.Body.Fields)})
}

func (x *API) dropNewDraft(ctx context.Context, in *InSection) (*nothing, error) {
	return nil, x.app.DropDraft(ctx, who(ctx), app.DraftOf{Plan: in.plan(), Section: in.section()})
}

func (x *API) dropDraft(ctx context.Context, in *InEntry) (*nothing, error) {
	e, err := x.app.ReadEntry(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return nil, x.app.DropDraft(ctx, who(ctx), app.DraftOf{Plan: in.plan(), Section: e.Section, Entry: e.ID})
}
